#include "lab/regimes.hpp"
#include "lifecycle/edge_market.hpp"
#include "os/simulated_disk.hpp"
#include "watch/decay_monitor.hpp"
#include "watch/monitor_case.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::Not;

// Days on which closes move by so much, and each brings a share of the budget.
struct Leg {
    int days;
    double move;
    double gain = 0.002;  // what was promised, and more
};
constexpr Leg rise{.days = 80, .move = 0.001};
constexpr Leg fall{.days = 40, .move = -0.02};

// A strategy whose evidence has only seen a market that rises a little each day, after a month in
// which it rose by more: what is calm is less than what was before.
class UnseenMarket : public testing::Test {
public:
    SimulatedDisk disk;
    Lifecycle record = record_of(disk, LifeStage::approved);
    PaperView view = view_of();

    UnseenMarket() {
        for (int day = 0; day < 400; ++day) {
            closes_.push_back(closes_.back() * (1 + (day < 30 ? 3 : 1) * rise.move));
        }
    }
    // Of an account that begins after these.
    [[nodiscard]] DecayMonitor monitor(const std::vector<Leg>& before = {}) const {
        const auto returns = edge_days(3, 0, 400, promised);
        auto regimes = regimes_of(closes_, regime_window_days);
        regimes.resize(returns.size());
        const auto watch =
            DecayWatch::make({.returns = returns, .regimes = regimes, .promised_sharpe = promised});
        EXPECT_TRUE(watch) << describe(watch.error());
        return {record,
                {{.instance = InstanceId(1),
                  .identity = sha256_hex("one"),
                  .watch = *watch,
                  .closes = closes_after(before),
                  .opening = opening}}};
    }
    [[nodiscard]] std::vector<PaperDay> days_of(const std::vector<Leg>& legs,
                                                const std::vector<Leg>& before = {}) const {
        std::vector<PaperDay> out;
        double close = closes_after(before).back();
        double equity = 1;
        for (const Leg& leg : legs) {
            for (int one = 0; one < leg.days; ++one) {
                close *= 1 + leg.move;
                equity += leg.gain;
                const double money = equity * static_cast<double>(opening.mantissa());
                out.push_back({.ended = day(static_cast<int>(out.size()) + 1),
                               .equity = {Cash(static_cast<std::int64_t>(money))},
                               .closes = {Price(static_cast<std::int64_t>(close))}});
            }
        }
        return out;
    }

private:
    [[nodiscard]] std::vector<double> closes_after(const std::vector<Leg>& legs) const {
        std::vector<double> out = closes_;
        for (const Leg& leg : legs) {
            for (int one = 0; one < leg.days; ++one) {
                out.push_back(out.back() * (1 + leg.move));
            }
        }
        return out;
    }

    std::vector<double> closes_{1e6};
};

TEST_F(UnseenMarket, IsSatOutEachTimeItComes) {
    const auto days = days_of({rise, fall, rise, fall, rise});
    const std::string approval = approval_of(*record.find("one"));
    DecayMonitor once = monitor();

    const auto when = heard(once, view, days);

    ASSERT_EQ(when.size(), 4U);
    EXPECT_GT(when[0], 80U);
    EXPECT_LT(when[0], 120U);
    EXPECT_GT(when[1], 120U);
    EXPECT_LT(when[1], 200U);
    EXPECT_GT(when[2], 200U);
    EXPECT_LT(when[2], 240U);
    EXPECT_GT(when[3], 240U);
    EXPECT_FALSE(view.instances[0].demoted_why.has_value());
    const auto life = record.find("one").value();
    ASSERT_EQ(life.steps.size(), 12U);
    for (const std::size_t demotion : {8U, 10U}) {
        const StageEdge& edge = life.steps[demotion].edge;
        EXPECT_THAT(edge.evidence, HasSubstr("decay regime"));
        EXPECT_EQ(edge.by, decay_author);
        EXPECT_EQ(life.steps[demotion + 1].edge.by, readmission_author);
        EXPECT_EQ(life.steps[demotion + 1].edge.evidence, edge.evidence);
    }
    EXPECT_EQ(life.stage, LifeStage::paper);
    EXPECT_FALSE(is_demoted(life));
    EXPECT_EQ(approval_of(life), approval);

    // Whoever is killed and hears it all again adds nothing.
    DecayMonitor again = monitor();
    EXPECT_TRUE(again.hear(days, view, UnixNanos(10)).empty());
    EXPECT_TRUE(again.record(UnixNanos(10)).has_value());
    EXPECT_EQ(record.find("one")->steps.size(), 12U);
}

TEST_F(UnseenMarket, ReadmitsNobodyFromWhatWasPromised) {
    constexpr Leg loss{.days = 40, .move = rise.move, .gain = -0.01};
    DecayMonitor once = monitor();

    const auto when = heard(once, view, days_of({rise, fall, rise, loss}));

    ASSERT_EQ(when.size(), 3U);
    EXPECT_GT(when[2], 200U);
    EXPECT_TRUE(view.instances[0].demoted_why.has_value());
    const auto life = record.find("one").value();
    EXPECT_TRUE(is_demoted(life));
    EXPECT_THAT(life.steps[10].edge.evidence, Not(HasSubstr("decay regime")));
}

TEST_F(UnseenMarket, IsSatOutOnTheNextAccountFromItsBeginningUntilItEnds) {
    DecayMonitor first = monitor();
    ASSERT_EQ(heard(first, view, days_of({rise, fall})).size(), 1U);
    const std::string evidence = record.find("one")->steps.back().edge.evidence;
    ASSERT_TRUE(is_sat_out(*record.find("one")));

    view = view_of();
    const auto days = days_of({rise}, {rise, fall});
    DecayMonitor second = monitor({rise, fall});
    const auto begun = heard(second, view, {days.begin(), days.begin() + 5});
    EXPECT_EQ(begun, std::vector<std::size_t>{1}) << "it may enter from the first day on";
    EXPECT_TRUE(view.instances[0].watched.has_value());
    EXPECT_EQ(record.find("one")->steps.size(), 9U) << "it is on record already";

    // Whoever is killed goes on with it.
    DecayMonitor third = monitor({rise, fall});
    const auto when = heard(third, view, days);

    ASSERT_EQ(when.size(), 1U);
    EXPECT_GT(when[0], 5U);
    EXPECT_FALSE(view.instances[0].demoted_why.has_value());
    const auto life = record.find("one").value();
    ASSERT_EQ(life.steps.size(), 10U);
    EXPECT_EQ(life.steps[9].edge.by, readmission_author);
    EXPECT_EQ(life.steps[9].edge.evidence, evidence);
}

TEST_F(UnseenMarket, ThatEndedBetweenTwoAccountsIsSatOutForADay) {
    DecayMonitor first = monitor();
    ASSERT_EQ(heard(first, view, days_of({rise, fall})).size(), 1U);
    view = view_of();
    DecayMonitor second = monitor({rise, fall, rise});

    EXPECT_EQ(heard(second, view, days_of({rise}, {rise, fall, rise})),
              (std::vector<std::size_t>{1, 2}));

    EXPECT_EQ(record.find("one")->steps.back().edge.by, readmission_author);
    EXPECT_FALSE(view.instances[0].demoted_why.has_value());
}

}  // namespace
}  // namespace tradelab
