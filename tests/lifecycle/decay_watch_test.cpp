#include "lifecycle/decay_watch.hpp"

#include "lifecycle/edge_market.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <limits>

namespace tradelab {
namespace {

constexpr double promised = 2;
constexpr std::size_t labs = 200;

// By kind, the day of its first alarm, whatever else rings; 0: never.
struct Watched {
    std::array<std::size_t, 5> first = {};
};

// Of evidence that was long enough to know the deviation well.
const DecayWatch& promise() {
    static const DecayWatch watch =
        DecayWatch::make({.returns = edge_days(1, 0, 2'000, promised), .promised_sharpe = promised})
            .value();
    return watch;
}

// A promise that is kept for `kept` days, and is gone for as many as come then.
Watched watched(std::uint64_t seed, std::size_t kept, std::size_t gone) {
    DecayWatch watch = promise();
    auto days = edge_days(seed, 0, kept, promised);
    const auto after = edge_days(seed, kept, gone, 0);
    days.insert(days.end(), after.begin(), after.end());
    Watched out;
    for (std::size_t day = 0; day < days.size(); ++day) {
        watch.add(days[day]);
        const auto note = [&](DecayAlarm alarm, bool rings) {
            auto& first = out.first.at(static_cast<std::size_t>(alarm));
            first = first == 0 && rings ? day + 1 : first;
        };
        note(DecayAlarm::drawdown, watch.drawdown() > watch.drawdown_limit());
        note(DecayAlarm::shortfall, watch.shortfall().state() == ShortfallCusum::State::alarm);
        note(DecayAlarm::edge, watch.edge().greatest >= DecayWatch::wealth_limit);
    }
    return out;
}

std::size_t alarms_in(std::size_t kept, std::size_t gone, DecayAlarm alarm) {
    std::size_t count = 0;
    for (std::size_t lab = 0; lab < labs; ++lab) {
        count += watched(500 + lab, kept, gone).first.at(static_cast<std::size_t>(alarm)) != 0;
    }
    return count;
}

TEST(DecayWatch, AnEdgeThatIsThereIsHardlyEverRefuted) {
    EXPECT_LE(alarms_in(730, 0, DecayAlarm::edge), labs * 5 / 100);
}

// Two years apart on average: over one year about 4 of 10, were they memoryless.
TEST(DecayWatch, AShortfallIsAFalseAlarmEveryTwoYearsOrSo) {
    const std::size_t count = alarms_in(365, 0, DecayAlarm::shortfall);
    EXPECT_GT(count, labs * 15 / 100);
    EXPECT_LT(count, labs * 50 / 100);
}

TEST(DecayWatch, AnEdgeThatIsGoneIsFoundInMostMarketsWithinTwoYears) {
    EXPECT_GT(alarms_in(0, 730, DecayAlarm::shortfall), labs * 90 / 100);
}

// What people want to know of a watch: printed, and held loosely.
TEST(DecayWatch, DelaysAndFalseAlarmsArePrinted) {
    constexpr std::size_t kept = 365;
    for (const DecayAlarm alarm : {DecayAlarm::drawdown, DecayAlarm::shortfall, DecayAlarm::edge}) {
        std::vector<std::size_t> delays;
        std::size_t false_alarms = 0;
        for (std::size_t lab = 0; lab < labs; ++lab) {
            const std::size_t first =
                watched(9'000 + lab, kept, 1'095).first.at(static_cast<std::size_t>(alarm));
            false_alarms += first != 0 && first <= kept ? 1 : 0;
            if (first > kept) {
                delays.push_back(first - kept);
            }
        }
        std::ranges::sort(delays);
        ASSERT_FALSE(delays.empty()) << alarm_text(alarm);
        std::cout << alarm_text(alarm) << ": in the year before the edge is gone " << false_alarms
                  << " of " << labs << " false alarms; after it " << delays.size() << " of " << labs
                  << " found within three years, half of them within " << delays[delays.size() / 2]
                  << " days\n";
    }
}

TEST(DecayWatch, AFallThatTheEvidenceNeverSawPausesIt) {
    const auto evidence = edge_days(3, 0, 730, promised);
    auto watch = DecayWatch::make({.returns = evidence, .promised_sharpe = promised}).value();
    ASSERT_LT(watch.drawdown_limit(), 0.9);

    const auto alarm = watch.add(-(watch.drawdown_limit() + 0.01));

    EXPECT_GE(alarm, DecayAlarm::drawdown);
    EXPECT_NEAR(watch.drawdown(), watch.drawdown_limit() + 0.01, 1e-12);
}

TEST(DecayWatch, AKindOfMarketThatTheEvidenceHardlySawIsNamed) {
    const auto evidence = edge_days(3, 0, 300, promised);
    std::vector<Regime> regimes(evidence.size(), Regime::calm_rising);
    std::fill_n(regimes.begin(), DecayWatch::regime_days_min, Regime::wild_falling);
    std::fill_n(regimes.begin() + 50, DecayWatch::regime_days_min - 1, Regime::wild_rising);
    auto watch =
        DecayWatch::make({.returns = evidence, .regimes = regimes, .promised_sharpe = promised})
            .value();

    EXPECT_EQ(watch.add(0.001, Regime::calm_rising), DecayAlarm::none);
    EXPECT_EQ(watch.add(0.001, Regime::wild_falling), DecayAlarm::none);
    EXPECT_EQ(watch.add(0.001, Regime::wild_rising), DecayAlarm::regime);
    EXPECT_EQ(watch.add(0.001), DecayAlarm::none) << "nobody said which";
}

TEST(DecayWatch, RefusesEvidenceThatIsNoneAndCountsNoBrokenDay) {
    const auto good = edge_days(3, 0, 300, promised);
    std::vector<double> broken = good;
    broken[7] = std::numeric_limits<double>::quiet_NaN();
    const std::vector<double> flat(300, 0.0);
    const std::vector<Regime> few(10, Regime::early);

    EXPECT_FALSE(DecayWatch::make({.returns = broken, .promised_sharpe = promised}));
    EXPECT_FALSE(DecayWatch::make({.returns = flat, .promised_sharpe = promised}));
    EXPECT_FALSE(
        DecayWatch::make({.returns = std::span(good).first(50), .promised_sharpe = promised}));
    EXPECT_FALSE(DecayWatch::make({.returns = good, .promised_sharpe = 0}));
    EXPECT_FALSE(DecayWatch::make({.returns = good, .regimes = few, .promised_sharpe = promised}));
    auto watch = DecayWatch::make({.returns = good, .promised_sharpe = promised}).value();
    const BettingProcess before = watch.edge();
    EXPECT_EQ(watch.add(std::numeric_limits<double>::infinity()), DecayAlarm::none);
    EXPECT_EQ(watch.edge(), before);
}

}  // namespace
}  // namespace tradelab
