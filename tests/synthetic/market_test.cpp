#include "synthetic/market.hpp"

#include "history/sealed_writer.hpp"
#include "integrity/cross_check.hpp"
#include "integrity/judge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

namespace tradelab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<BarInterval> intervals(std::initializer_list<const char*> names) {
    std::vector<BarInterval> all;
    for (const char* name : names) {
        all.push_back(BarInterval::parse(name).value());
    }
    return all;
}

std::vector<SyntheticSeries> market(const SyntheticSettings& settings,
                                    std::initializer_list<const char*> names) {
    return make_synthetic(settings, intervals(names)).value();
}

const SyntheticSeries& named(const std::vector<SyntheticSeries>& all, std::string_view name) {
    const auto at = std::ranges::find_if(
        all, [&](const SyntheticSeries& one) { return one.series.text() == name; });
    EXPECT_NE(at, all.end()) << name;
    return *at;
}

std::string data_hash(const SyntheticSettings& settings, const SyntheticSeries& one) {
    return SealedImage::make({.series = one.series,
                              .places = one.places,
                              .provenance = synthetic_provenance(settings),
                              .rows = view_of(one.columns)})
        .value()
        .data_sha256();
}

TEST(SyntheticMarket, HasSpotPerpetualMarkAndFunding) {
    const auto all = market({.days = 3}, {"1h", "15m"});

    std::map<std::string, std::size_t> rows;
    for (const SyntheticSeries& one : all) {
        rows[one.series.text()] = rows_of(view_of(one.columns));
    }
    EXPECT_THAT(rows,
                ElementsAre(std::pair("synthetic.spot:SYN-USDT bars 15m", 288U),
                            std::pair("synthetic.spot:SYN-USDT bars 1h", 72U),
                            std::pair("synthetic.usdm:SYN-USDT-PERP bars 15m", 288U),
                            std::pair("synthetic.usdm:SYN-USDT-PERP bars 1h", 72U),
                            std::pair("synthetic.usdm:SYN-USDT-PERP funding", 9U),
                            std::pair("synthetic.usdm:SYN-USDT-PERP mark 15m", 288U),
                            std::pair("synthetic.usdm:SYN-USDT-PERP mark 1h", 72U)));
}

TEST(SyntheticMarket, TheValidatorFindsNothingWrongInIt) {
    const auto all = market({.seed = 3, .days = 60}, {"1h", "15m", "5m", "1m"});
    std::vector<SeriesRows> rows;
    for (const SyntheticSeries& one : all) {
        rows.push_back({one.series, one.places, view_of(one.columns)});

        const Verdict verdict = judge(one.series, one.places, view_of(one.columns));

        EXPECT_GE(verdict.score_e4, 9'950U) << one.series.text();
        for (const Finding& finding : verdict.findings) {
            EXPECT_EQ(finding.code, "spike") << one.series.text() << ": " << finding.text;
        }
    }

    // Six resamplings of spot and of the perpetual, four bases, four marks, four of funding.
    const auto pairs = cross_check(rows);

    EXPECT_EQ(pairs.size(), 24U);
    for (const CrossJudgement& pair : pairs) {
        EXPECT_EQ(pair.judgement.verdict.score_e4, Verdict::score_max)
            << pair.first.text() << " / " << pair.second.text();
    }
}

TEST(SyntheticMarket, TheSameSettingsAndSeedMakeTheSameBytesEverywhere) {
    const SyntheticSettings settings{.seed = 7, .days = 30, .edge_sharpe = 1};
    const auto all = market(settings, {"1h"});

    EXPECT_EQ(data_hash(settings, named(all, "synthetic.spot:SYN-USDT bars 1h")),
              "4f113f4afb19c4df6906dfce26ea5bc7715a1d5e512f47bc744ed170a5edfe6a");
    EXPECT_EQ(data_hash(settings, named(all, "synthetic.usdm:SYN-USDT-PERP bars 1h")),
              "e25370180c0004465bc0c55a6aa07d61a3f11638b5d01fef553d24e37d538216");
    EXPECT_EQ(data_hash(settings, named(all, "synthetic.usdm:SYN-USDT-PERP mark 1h")),
              "b9af1c5b7ea4ee4bd3a33600265a4dc966a1da9c6cfecaab61cd3aac67152981");
    EXPECT_EQ(data_hash(settings, named(all, "synthetic.usdm:SYN-USDT-PERP funding")),
              "c7a9ac7e54eeaa879c61a1267a963286f54052f8d920f0b3d4a4f3884193a080");
}

TEST(SyntheticMarket, AskingForOtherIntervalsChangesNone) {
    const SyntheticSettings settings{.seed = 8, .days = 5};
    const std::string spot = "synthetic.spot:SYN-USDT bars 1h";

    EXPECT_EQ(data_hash(settings, named(market(settings, {"1h"}), spot)),
              data_hash(settings, named(market(settings, {"1m", "1h"}), spot)));
}

TEST(SyntheticMarket, AnotherSeedIsAnotherMarket) {
    const std::string spot = "synthetic.spot:SYN-USDT bars 1h";

    EXPECT_NE(data_hash({}, named(market({.seed = 1, .days = 2}, {"1h"}), spot)),
              data_hash({}, named(market({.seed = 2, .days = 2}, {"1h"}), spot)));
}

TEST(SyntheticMarket, BarsAreContinuousAndTheFunctionsOfTheirMinutes) {
    const auto all = market({.seed = 9, .days = 20}, {"1m"});
    const auto bars =
        std::get<BarView>(view_of(named(all, "synthetic.spot:SYN-USDT bars 1m").columns));

    double wicks = 0;
    for (std::size_t i = 1; i < bars.size(); ++i) {
        ASSERT_EQ(bars.open[i], bars.close[i - 1]);
        ASSERT_GT(bars.volume[i], 0);
        wicks += bars.high[i] > std::max(bars.open[i], bars.close[i]) ? 1 : 0;
    }
    EXPECT_GT(wicks / static_cast<double>(bars.size()), 0.9);
}

TEST(SyntheticMarket, FundingFollowsThePremiumAndItsSumsArePlausible) {
    const auto funding = [](double basis_mean_bps) {
        const auto all = market(
            {.seed = 10, .days = 120, .basis_mean_bps = basis_mean_bps, .basis_deviation_bps = 1},
            {"1h"});
        const auto view = std::get<FundingView>(
            view_of(named(all, "synthetic.usdm:SYN-USDT-PERP funding").columns));
        double sum = 0;
        for (const std::int64_t rate : view.rate_e12) {
            sum += static_cast<double>(rate) * 1e-12;
        }
        return sum * 365 / 120;  // a year's
    };

    // Inside the clamp the rate is the interest, 0.01 % a settlement: 10.95 % a year.  A premium of
    // 12 bps lies 7 bps (the clamp of 5 taken off) above nothing; the trend moves it about.
    EXPECT_NEAR(funding(1), 0.1095, 0.01);
    EXPECT_NEAR(funding(12), 0.0007 * 1'095, 0.12);
    EXPECT_LT(funding(-12), -0.4);
}

TEST(SyntheticMarket, OutagesAreHolesOfWholeHoursInSpotAlone) {
    const auto all = market({.seed = 11, .days = 73, .outages_per_year = 100}, {"1h", "5m"});
    const auto judged = [&](const char* name) {
        const SyntheticSeries& one = named(all, name);
        return judge(one.series, one.places, view_of(one.columns));
    };

    const Verdict spot = judged("synthetic.spot:SYN-USDT bars 5m");
    const Verdict perp = judged("synthetic.usdm:SYN-USDT-PERP bars 1h");

    const auto gap = std::ranges::find(spot.findings, "gap", &Finding::code);
    ASSERT_NE(gap, spot.findings.end());
    EXPECT_GT(gap->count, 8U);
    EXPECT_LT(gap->count, 40U);
    EXPECT_EQ(std::ranges::count(perp.findings, "gap", &Finding::code), 0);
}

TEST(SyntheticMarket, ExtremeSettingsStillMakeRowsThatCanBeSealed) {
    const SyntheticSettings settings{.seed = 12,
                                     .days = 150,
                                     .first_price = 1'000'000,
                                     .annual_volatility = 3,
                                     .student_nu = 3,
                                     .wild_share = 1,
                                     .wild_factor = 10,
                                     .hourly_volume = 1e6};
    for (const SyntheticSeries& one : market(settings, {"1h"})) {
        EXPECT_EQ(data_hash(settings, one).size(), 64U) << one.series.text();
    }
}

TEST(SyntheticMarket, IntervalsThatDoNotDivideAnHourAreRefused) {
    const auto refusal = [](std::initializer_list<const char*> names) {
        const auto made = make_synthetic({.days = 1}, intervals(names));
        return made ? std::string() : describe(made.error());
    };

    EXPECT_THAT(refusal({"1h", "4h"}), HasSubstr("interval 4h: whole minutes that divide an hour"));
    EXPECT_THAT(refusal({"30s"}), HasSubstr("interval 30s"));
    EXPECT_THAT(refusal({}), HasSubstr("no interval"));
    EXPECT_THAT(describe(make_synthetic({.days = 0}, intervals({"1h"})).error()),
                HasSubstr("a synthetic market: days = 0"));
}

}  // namespace
}  // namespace tradelab
