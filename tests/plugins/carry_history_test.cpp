#include "ingest/text_source.hpp"
#include "plugins/pair_desk.hpp"
#include "support/shared.hpp"

#include <gtest/gtest.h>

#include <charconv>
#include <fstream>
#include <iterator>
#include <map>
#include <span>
#include <string>

// Funding carry over the recorded BTC market: does it hold the pair while funding pays for it, and
// not when it does not?  Funding summed to 30.6 % of the notional in 2021 and to 4.2 % in 2022.
namespace tradelab {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t from_ms = 1'606'780'800'000;  // 2020-12-01
constexpr std::int64_t year_2021 = 1'609'459'200'000;
constexpr std::int64_t year_2022 = 1'640'995'200'000;
constexpr std::int64_t until_ms = 1'672'531'200'000;  // 2023-01-01

// One column of a table by the stamp of its row, in hours; stamps are up to 16 ms late.
std::map<std::int64_t, double> column(std::string_view file, std::size_t wanted) {
    std::map<std::int64_t, double> out;
    std::ifstream stream(*shared_file(file), std::ios::binary);
    const std::string raw{std::istreambuf_iterator<char>(stream), {}};
    auto source = TextSource::open(raw);
    EXPECT_TRUE(source);
    std::string text;
    std::string piece(1 << 20, '\0');
    for (std::size_t got = piece.size(); source && got == piece.size();) {
        got = source->read(std::span(piece)).value_or(0);
        text.append(piece, 0, got);
    }
    for (std::size_t at = text.find('\n') + 1; at < text.size(); at = text.find('\n', at) + 1) {
        std::int64_t stamp = 0;
        const char* const end = text.data() + text.size();
        const char* field = std::from_chars(text.data() + at, end, stamp).ptr;
        if (stamp < from_ms || stamp >= until_ms) {
            continue;
        }
        for (std::size_t place = 1; place < wanted; ++place) {
            field = std::find(field + 1, end, ',');
        }
        double value = 0;
        std::from_chars(field + 1, end, value);
        out[stamp / hour_ms] = value;
    }
    return out;
}

struct Year {
    int hours = 0;
    int hours_in_position = 0;
    int entries = 0;
    double carry = 0;  // of one leg's notional

    [[nodiscard]] double share() const { return double{1} * hours_in_position / hours; }
};

TEST(CarryOnRecordedHistory, HoldsThePairWhileFundingPaysForIt) {
    for (const char* file : {"data/spot/BTCUSDT-1h.csv.gz",
                             "data/um/BTCUSDT-1h.csv.gz",
                             "data/um/fundingRate/BTCUSDT.csv.gz"}) {
        if (!shared_file(file)) {
            GTEST_SKIP() << file << " is not there: the recorded data is kept beside the project";
        }
    }
    const auto spot = column("data/spot/BTCUSDT-1h.csv.gz", 4);
    const auto perp = column("data/um/BTCUSDT-1h.csv.gz", 4);
    const auto rates = column("data/um/fundingRate/BTCUSDT.csv.gz", 2);
    PairDesk desk({.cash = 50'000});
    std::map<int, Year> years;

    for (std::int64_t open = from_ms / hour_ms; open < until_ms / hour_ms; ++open) {
        const auto spot_bar = spot.find(open);
        const auto perp_bar = perp.find(open);
        const auto rate = rates.find(open + 1);
        const bool held = desk.perp() < 0;
        const std::size_t notes = desk.notes.size();
        desk.hour({.spot = spot_bar == spot.end() ? 0 : spot_bar->second,
                   .perp = perp_bar == perp.end() ? 0 : perp_bar->second,
                   .rate = rate == rates.end() ? std::nullopt : std::optional(rate->second),
                   .has_spot = spot_bar != spot.end(),
                   .has_perp = perp_bar != perp.end()});
        const std::int64_t at = open * hour_ms;
        Year& year = years[at < year_2021 ? 2020 : at < year_2022 ? 2021 : 2022];
        ++year.hours;
        year.hours_in_position += held ? 1 : 0;
        year.entries += desk.notes.size() > notes ? 1 : 0;
        year.carry += held && rate != rates.end() ? rate->second : 0;
        ASSERT_EQ(desk.spot() / 100 + desk.perp(), 0)
            << "unhedged by more than a lot after " << open - from_ms / hour_ms << " hours";
    }

    for (const auto& [name, year] : years) {
        std::printf("%d: in position %4.1f %%, %d entries, funding %5.2f %% of the notional\n",
                    name,
                    100 * year.share(),
                    year.entries,
                    100 * year.carry);
    }
    EXPECT_GT(years[2021].share(), 0.8);
    EXPECT_LT(years[2022].share(), 0.75);
    EXPECT_GT(years[2021].carry, 0.25);
    EXPECT_LT(years[2022].carry, 0.05);
    EXPECT_GE(years[2021].entries, 1);
}

}  // namespace
}  // namespace tradelab
