#pragma once

#include "core/decimal.hpp"
#include "portfolio/portfolio.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// A small account to test on: amounts are written as a trader writes them.
namespace tradelab::desk {

inline constexpr Places places{.price = DecimalPlaces(2), .quantity = DecimalPlaces(3)};
inline constexpr Places spot_places{.price = DecimalPlaces(2), .quantity = DecimalPlaces(5)};

inline const InstrumentId btc_spot{1};
inline const InstrumentId btc_perp{2};
inline const InstrumentId eth_perp{3};
inline const InstanceId first{1};
inline const InstanceId second{2};

inline Cash usdt(std::string_view text) {
    return parse_cash(text).value();
}
inline Price price(std::string_view text) {
    return parse_price(text, places.price).value();
}
inline Price mark(std::string_view text) {
    return parse_price(text, mark_places).value();
}
inline Quantity perp(std::string_view text) {
    return parse_quantity(text, places.quantity).value();
}
inline Quantity spot(std::string_view text) {
    return parse_quantity(text, spot_places.quantity).value();
}
inline Rate rate(std::string_view text) {
    return parse_rate(text).value();
}
inline UnixNanos at(std::int64_t minutes) {
    return UnixNanos(1'600'000'000'000'000'000 + minutes * 60'000'000'000);
}

// Two tiers, continuous at 50,000: 0.4 % below, 1 % less 300 above.
inline MaintenanceHistory two_tiers(std::string_view fee = "0.0125") {
    MaintenanceHistory history;
    auto table = MaintenanceTable::make(
        {.valid_from = UnixNanos(0),
         .source = "a test",
         .liquidation_fee = rate(fee),
         .tiers = {{.notional_max = usdt("50000"), .rate = rate("0.004")},
                   {.notional_max = usdt("1000000"), .rate = rate("0.01")}}});
    EXPECT_TRUE(history.add(*std::move(table)).has_value());
    return history;
}

inline Listing listed(InstrumentId id, std::string_view name, InstrumentKind kind) {
    const bool is_spot = kind == InstrumentKind::spot;
    const std::string base(name.substr(name.find(':') + 1, 3));
    return {.id = id,
            .name = InstrumentName::make(name).value(),
            .kind = kind,
            .base = base,
            .quote = "USDT",
            .places = is_spot ? spot_places : places,
            .lot = is_spot ? spot("0.00001") : perp("0.001"),
            .margin = {},
            .tiers = is_spot ? MaintenanceHistory() : two_tiers()};
}

inline PortfolioOptions options(MarginTerms margin = {}) {
    PortfolioOptions out{
        .asset = "USDT",
        .spot_cash = usdt("100000"),
        .futures_cash = usdt("100000"),
        .opened_at = at(0),
        .listings = {listed(btc_spot, "binance.spot:BTC-USDT", InstrumentKind::spot),
                     listed(btc_perp, "binance.usdm:BTC-USDT-PERP", InstrumentKind::perp),
                     listed(eth_perp, "binance.usdm:ETH-USDT-PERP", InstrumentKind::perp)},
        .instances = {{.instance = first, .budget = usdt("50000")},
                      {.instance = second, .budget = usdt("50000")}}};
    for (Listing& listing : out.listings) {
        listing.margin = margin;
    }
    return out;
}

inline Portfolio account(MarginTerms margin = {}) {
    return Portfolio::make(options(margin)).value();
}

struct Trade {
    InstrumentId instrument = btc_perp;
    Side side = Side::buy;
    Quantity quantity = {};
    Price price = {};
    Cash fee = {};
    std::string fee_asset = "USDT";
    InstanceId instance = first;
};

inline Fill fill(const Trade& trade) {
    return {.trade = TradeId(1),
            .order = OrderId(1),
            .instance = trade.instance,
            .instrument = trade.instrument,
            .side = trade.side,
            .liquidity = Liquidity::taker,
            .price = trade.price,
            .quantity = trade.quantity,
            .fee = trade.fee,
            .fee_asset = trade.fee_asset,
            .at_venue = at(1),
            .received_at = at(1)};
}

inline FillEffect book(Portfolio& portfolio, const Trade& trade) {
    auto effect = portfolio.apply(fill(trade));
    EXPECT_TRUE(effect.has_value()) << describe(effect.has_value() ? Error{} : effect.error());
    const auto proof = portfolio.check();
    EXPECT_TRUE(proof.has_value()) << describe(proof.has_value() ? Error{} : proof.error());
    return effect.value_or(FillEffect{});
}

}  // namespace tradelab::desk
