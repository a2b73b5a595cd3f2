#include "config/venue_file.hpp"

#include "core/decimal.hpp"
#include "os/real_disk.hpp"
#include "support/tree.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tradelab {
namespace {

const std::string good =
    "[[instruments]]\n"
    "instrument = \"binance.usdm:BTC-USDT-PERP\"\n"
    "kind = \"perp\"\n"
    "base = \"BTC\"\n"
    "quote = \"USDT\"\n"
    "price_places = 2\n"
    "quantity_places = 3\n"
    "[[instruments.rules]]\n"
    "valid_from = \"2019-09-08\"\n"
    "tick = \"0.01\"\n"
    "lot = \"0.001\"\n"
    "quantity_max = \"1000\"\n"
    "market_quantity_max = \"120\"\n"
    "notional_min = \"5\"\n"
    "percent_up = \"1.05\"\n"
    "percent_down = \"0.95\"\n"
    "source = \"rules of a test\"\n"
    "[[fees]]\n"
    "market = \"binance.spot\"\n"
    "valid_from = \"2020-01-01\"\n"
    "maker = \"0.001\"\n"
    "taker = \"0.001\"\n"
    "source = \"a test\"\n"
    "[[maintenance]]\n"
    "instrument = \"binance.usdm:BTC-USDT-PERP\"\n"
    "valid_from = \"2020-01-01T12:00:00Z\"\n"
    "liquidation_fee = \"0.0125\"\n"
    "source = \"a test\"\n"
    "tiers = [ { notional_max_usdt = 50000, rate = \"0.004\" },\n"
    "          { notional_max_usdt = 250000, rate = \"0.005\" } ]\n";

std::string with(std::string line, std::string other) {
    std::string text = good;
    text.replace(text.find(line), line.size(), other);
    return text;
}

std::string complaint(const std::string& text) {
    const auto read = parse_venue(text, "binance.toml");
    EXPECT_FALSE(read.has_value()) << text;
    return read ? "" : describe(read.error());
}

VenueFile shipped() {
    const RealDisk disk;
    auto file = read_venue(disk, source_tree() / "config/venues/binance.toml");
    EXPECT_TRUE(file.has_value()) << (file ? "" : describe(file.error()));
    return file.value_or(VenueFile{});
}

Cash usdt(std::string_view text) {
    return parse_cash(text).value();
}

TEST(VenueFile, ReadsFeesAndTiersWithTheirTimes) {
    const VenueFile file = parse_venue(good, "binance.toml").value();

    const auto spot = InstrumentName::make("binance.spot:ETH-USDT").value();
    const auto perp = InstrumentName::make("binance.usdm:BTC-USDT-PERP").value();
    const UnixNanos later = parse_iso("2020-01-02").value();
    ASSERT_NE(file.fees_of(spot), nullptr);
    EXPECT_EQ(file.fees_of(spot)->at(later)->taker, parse_rate("0.001").value());
    EXPECT_EQ(file.fees_of(perp), nullptr);
    ASSERT_NE(file.tiers_of(perp), nullptr);
    EXPECT_EQ(file.tiers_of(perp)->at(parse_iso("2020-01-01").value()), nullptr);
    EXPECT_EQ(file.tiers_of(perp)->at(later)->amount(1), usdt("50"));
    EXPECT_EQ(file.tiers_of(spot), nullptr);
}

TEST(VenueFile, NamesPlaceValueAndRemedy) {
    EXPECT_EQ(complaint(with("maker = \"0.001\"", "maker = 0.001")),
              "binance.toml:21: fees[1].maker = 0.001: must be a fraction as decimal text, in "
              "quotes: \"0.0005\" is 0.05 %");
    EXPECT_EQ(
        complaint(with("2020-01-01\"", "yesterday\"")),
        "binance.toml:20: fees[1].valid_from = \"yesterday\": must be a time in UTC, in quotes: "
        "\"2021-03-18T09:00:00Z\" or \"2021-03-18\"");
    EXPECT_EQ(complaint(with("notional_max_usdt = 250000", "notional_max_usd = 250000")),
              "binance.toml:30: unknown key \"maintenance[1].tiers[2].notional_max_usd\": did you "
              "mean \"notional_max_usdt\"?");
}

TEST(VenueFile, RefusesDisorderAndAbsence) {
    EXPECT_FALSE(complaint(with("250000", "40000")).empty());
    EXPECT_FALSE(complaint(with("0.005", "0.004")).empty());
    EXPECT_FALSE(complaint(with("source = \"a test\"\n", "")).empty());
    EXPECT_FALSE(complaint(with("liquidation_fee = \"0.0125\"\n", "")).empty());
    EXPECT_FALSE(complaint(with("BTC-USDT-PERP", "btc")).empty());
    EXPECT_FALSE(complaint(with("taker = \"0.001\"", "taker = \"0.1\"")).empty());
    EXPECT_FALSE(complaint(good + good).empty());  // the same time twice
    EXPECT_FALSE(complaint("").empty());
}

// What the venue listed beside each tier as `cum`, which we work out from caps and rates.
TEST(VenueFile, ShippedTiersHaveTheAmountsThatTheVenueLists) {
    const VenueFile file = shipped();
    const auto at = parse_iso("2025-01-01").value();
    const auto btc = InstrumentName::make("binance.usdm:BTC-USDT-PERP").value();
    const auto eth = InstrumentName::make("binance.usdm:ETH-USDT-PERP").value();
    const std::vector<std::string> btc_listed = {"0",
                                                 "50",
                                                 "950",
                                                 "11450",
                                                 "131450",
                                                 "481450",
                                                 "2981450",
                                                 "14481450",
                                                 "26481450",
                                                 "41481450",
                                                 "121481450",
                                                 "421481450"};
    const std::vector<std::string> eth_listed = {"0",
                                                 "50",
                                                 "950",
                                                 "11450",
                                                 "131450",
                                                 "381450",
                                                 "2006450",
                                                 "9506450",
                                                 "17506450",
                                                 "27506450",
                                                 "80506450",
                                                 "280506450"};

    for (const auto& [name, listed] : {std::pair(btc, btc_listed), std::pair(eth, eth_listed)}) {
        const MaintenanceTable* table = file.tiers_of(name)->at(at);
        ASSERT_EQ(table->tiers().size(), listed.size());
        for (std::size_t tier = 0; tier < listed.size(); ++tier) {
            EXPECT_EQ(table->amount(tier), usdt(listed[tier])) << name.text() << " tier " << tier;
        }
    }
}

TEST(VenueFile, ReadsTheRulesOfAnInstrument) {
    const VenueFile file = parse_venue(good, "binance.toml").value();
    const auto perp = InstrumentName::make("binance.usdm:BTC-USDT-PERP").value();

    const VenueFile::Traded* traded = file.traded(perp);

    ASSERT_NE(traded, nullptr);
    EXPECT_EQ(traded->kind, InstrumentKind::perp);
    EXPECT_EQ(traded->base, "BTC");
    const Filters& rule = *traded->filters.at(parse_iso("2020-01-01").value()).value();
    EXPECT_EQ(rule.price.step, Price(1));
    EXPECT_EQ(rule.lot.step, Quantity(1));
    EXPECT_EQ(rule.market_lot.max, Quantity(120'000));
    EXPECT_EQ(rule.notional.min, usdt("5"));
    EXPECT_EQ(rule.notional.reduce_only, ExemptsReduceOnly::yes);
    EXPECT_EQ(rule.percent_price.bid_up, parse_rate("1.05").value());
    EXPECT_EQ(rule.percent_price.bid_down, std::nullopt);
    EXPECT_FALSE(traded->filters.at(parse_iso("2019-01-01").value()).has_value());
}

TEST(VenueFile, RefusesRulesThatCannotBe) {
    EXPECT_EQ(complaint(with("tick = \"0.01\"", "tick = \"0.001\"")),
              "binance.toml:10: instruments[1].rules[1].tick = \"0.001\": must be a number > 0 as "
              "decimal text of at most 2 places, in quotes: \"0.10\"");
    EXPECT_FALSE(complaint(with("lot = \"0.001\"", "lot = \"0\"")).empty());
    EXPECT_FALSE(complaint(with("\"perp\"", "\"swap\"")).empty());
    EXPECT_FALSE(complaint(with("price_places = 2", "price_places = 9")).empty());
    EXPECT_FALSE(complaint(with("quantity_max = \"1000\"", "quantity_max = \"0.0001\"")).empty());
}

// The day on which the recorded prices lose their second decimal.
TEST(VenueFile, ShippedTickOfBtcPerpChangesInFebruary2022) {
    const VenueFile file = shipped();
    const auto btc = InstrumentName::make("binance.usdm:BTC-USDT-PERP").value();

    const FilterHistory& filters = file.traded(btc)->filters;

    EXPECT_EQ(filters.at(parse_iso("2022-02-15T03:59:59Z").value()).value()->price.step, Price(1));
    EXPECT_EQ(filters.at(parse_iso("2022-02-15T04:00:00Z").value()).value()->price.step, Price(10));
}

TEST(VenueFile, ShippedFeesAreThoseOfTheBaseTier) {
    const VenueFile file = shipped();
    const auto at = parse_iso("2025-01-01").value();
    const auto spot = InstrumentName::make("binance.spot:BTC-USDT").value();
    const auto perp = InstrumentName::make("binance.usdm:BTC-USDT-PERP").value();

    EXPECT_EQ(file.fees_of(spot)->at(at)->taker, parse_rate("0.001").value());
    EXPECT_EQ(file.fees_of(perp)->at(at)->maker, parse_rate("0.0002").value());
    EXPECT_EQ(file.fees_of(perp)->at(at)->taker, parse_rate("0.0005").value());
    EXPECT_FALSE(file.fees_of(perp)->at(at)->source.empty());
}

}  // namespace
}  // namespace tradelab
