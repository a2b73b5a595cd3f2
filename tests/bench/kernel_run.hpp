#pragma once

#include "bench/market.hpp"
#include "core/decimal.hpp"
#include "engine/kernel.hpp"
#include "engine/replay.hpp"
#include "sim/sim_venue.hpp"

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <utility>

// Workload A through the whole house: replay, kernel, gate, venue, ledger, curve.
namespace bench {

// Columns, materialised in blocks of 64 when they are asked for: how sealed files are read.
class ColumnSource final : public tradelab::EventSource {
public:
    explicit ColumnSource(const Columns& columns) : columns_(&columns), block_(64, bar_frame()) {
        // The workload fills every order whole, whatever was traded: nobody counted.
        for (tl_ev_bar& bar : block_) {
            bar.known = 0;
        }
    }

    tradelab::Result<tradelab::SourceBlock> next() override {
        const std::size_t count = std::min(block_.size(), columns_->size() - at_);
        tl_ev_bar* bars = block_.data();
        for (std::size_t i = 0; i < count; ++i) {
            write_bar(bars[i], *columns_, at_ + i);
        }
        at_ += count;
        return tradelab::SourceBlock{.first = &block_[0].h,
                                     .count = static_cast<std::uint32_t>(count),
                                     .event_bytes = sizeof(tl_ev_bar)};
    }

private:
    const Columns* columns_;
    std::size_t at_ = 0;
    std::vector<tl_ev_bar> block_;
};

template <class T>
T must(tradelab::Result<T> result) {
    if (!result) {
        throw std::runtime_error(tradelab::describe(result.error()));
    }
    return *std::move(result);
}
inline void must(tradelab::Status status) {
    if (!status) {
        throw std::runtime_error(tradelab::describe(status.error()));
    }
}

inline tradelab::Cash cash(std::string_view text) {
    return must(tradelab::parse_cash(text));
}
inline tradelab::Rate rate(std::string_view text) {
    return must(tradelab::parse_rate(text));
}

inline constexpr std::string_view taker_fee = "0.0004";
inline constexpr std::string_view capital = "10000000";

// Limits in proportion to the capital; all of them are asked for every order.
inline tradelab::RiskLimits limits() {
    using tradelab::Limit;
    return {.position_notional = Limit(cash("1000000")),
            .order_notional = Limit(cash("1000000")),
            .gross_exposure = Limit(cash("2000000")),
            .leverage = Limit(rate("2")),
            .daily_loss = Limit(cash("5000000")),
            .drawdown = Limit(rate("0.9")),
            .correlation = Limit(rate("0.9")),
            .orders_per_minute = Limit(std::int64_t{30}),
            .daily_fees = Limit(cash("1000000")),
            // The resting orders are far away on purpose.
            .price_deviation = Limit(rate("1000")),
            .open_orders = Limit(std::int64_t{64})};
}

inline tradelab::Instrument instrument() {
    using namespace tradelab;
    Instrument out{.id = InstrumentId(1),
                   .name = must(InstrumentName::make("bench:BTC-USDT-PERP")),
                   .kind = InstrumentKind::perp,
                   .base = "BTC",
                   .quote = "USDT",
                   .settle = "USDT",
                   .places = {.price = DecimalPlaces(2), .quantity = DecimalPlaces(3)},
                   .filters = {}};
    must(out.filters.add({.valid_from = UnixNanos(0),
                          .source = "the benchmark",
                          .price = {.step = Price(1)},
                          .lot = {.min = Quantity(1), .step = Quantity(1)}}));
    return out;
}

inline tradelab::PortfolioOptions account() {
    using namespace tradelab;
    Listing listing = Listing::of(instrument(), Quantity(1));
    must(listing.tiers.add(must(MaintenanceTable::make(
        {.valid_from = UnixNanos(0),
         .source = "the benchmark",
         .liquidation_fee = rate("0.0125"),
         .tiers = {{.notional_max = cash("100000000"), .rate = rate("0.004")}}}))));
    return {.asset = "USDT",
            .spot_cash = {},
            .futures_cash = cash(capital),
            .opened_at = UnixNanos(first_close_ns - minute_ns),
            .listings = {listing},
            .instances = {{.instance = InstanceId(1), .budget = cash(capital)}}};
}

struct KernelRun {
    tl_instance* plugin;
    const tl_strategy* strategy;
    std::uint32_t batch = 64;
    tradelab::CurveRecording curve = tradelab::CurveRecording::full;
};

// Everything from an empty account to the outcome.  `room` is the record of a run before, for its
// memory: what a search over many parameters hands from run to run.
inline tradelab::RunOutcome run_kernel(const Columns& columns,
                                       const KernelRun& how,
                                       tradelab::RunRecord room = {}) {
    using namespace tradelab;
    Portfolio portfolio = must(Portfolio::make(account()));
    RiskGate gate(limits(), portfolio, nullptr);
    FeeHistory fees;
    must(fees.add({.valid_from = UnixNanos(0),
                   .source = "the benchmark",
                   .maker = rate(taker_fee),
                   .taker = rate(taker_fee)}));
    auto venue = must(SimVenue::make({.portfolio = &portfolio,
                                      .instruments = {{.instrument = instrument(), .fees = fees}},
                                      .model = {.name = "open/1",
                                                .half_spread = {},
                                                .impact_at_cap = {},
                                                .stop_slippage = {},
                                                .participation_cap = rate("1"),
                                                .limit_rule = LimitRule::touch}}));
    Kernel kernel = must(Kernel::make(
        {.portfolio = &portfolio,
         .gate = &gate,
         .venue = venue.get(),
         .instruments = {instrument()},
         .instances = {{.id = InstanceId(1),
                        .plugin = how.plugin,
                        .strategy = how.strategy,
                        .roles = {{.instrument = InstrumentId(1), .events = 1ULL << TL_EV_BAR}},
                        .bar_interval = Duration(minute_ns)}},
         .batch = how.batch,
         .curve = how.curve,
         .bars_expected = columns.size(),
         .room = std::move(room)}));
    ColumnSource source(columns);
    Replay replay = must(Replay::make({.kernel = &kernel,
                                       .market = venue.get(),
                                       .sources = {{.instrument = InstrumentId(1),
                                                    .kind = SourceKind::bars,
                                                    .interval = Duration(minute_ns),
                                                    .source = &source}}}));
    return must(replay.run());
}

}  // namespace bench
