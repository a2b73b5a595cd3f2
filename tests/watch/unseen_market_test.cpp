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

// Days on which closes move by so much, by `wobble` more on one and less on the next, and each
// brings a share of the budget.
struct Leg {
    int days;
    double move;
    double wobble = 0;
    double gain = 0.002;  // what was promised, and more
};
constexpr Leg rise{.days = 80, .move = 0.002, .wobble = 0.006};
constexpr Leg fall{.days = 40, .move = -0.02};

void add(std::vector<double>& closes, const Leg& leg) {
    for (int day = 0; day < leg.days; ++day) {
        const double wobble = closes.size() % 2 == 1 ? leg.wobble : -leg.wobble;
        closes.push_back(closes.back() * (1 + leg.move + wobble));
    }
}

// A strategy whose evidence has seen markets that rose wildly, fell calmly, and rose calmly, but
// none that fell wildly.
class UnseenMarket : public testing::Test {
public:
    SimulatedDisk disk;
    Lifecycle record = record_of(disk, LifeStage::approved);
    PaperView view = view_of();

    UnseenMarket() {
        while (closes_.size() < 401) {
            add(closes_, {.days = 40, .move = 0.004, .wobble = 0.02});
            add(closes_, {.days = 40, .move = -0.001, .wobble = 0.004});
            add(closes_, {.days = 40, .move = 0.001, .wobble = 0.003});
        }
        closes_.resize(401);
    }
    // Of an account that begins after these.
    [[nodiscard]] DecayMonitor monitor(const std::vector<Leg>& before = {}) const {
        const auto returns = edge_days(3, 0, 400, promised);
        auto regimes = regimes_of(closes_);
        regimes.resize(returns.size());
        const auto watch =
            DecayWatch::make({.returns = returns, .regimes = regimes, .promised_sharpe = promised});
        EXPECT_TRUE(watch) << describe(watch.error());
        return {record,
                {{.instance = InstanceId(1),
                  .identity = sha256_hex("one"),
                  .watch = *watch,
                  .labels = labels_after(closes_after(before)),
                  .opening = opening}}};
    }
    [[nodiscard]] std::vector<PaperDay> days_of(const std::vector<Leg>& legs,
                                                const std::vector<Leg>& before = {}) const {
        std::vector<double> closes = closes_after(before);
        std::vector<PaperDay> out;
        double equity = 1;
        for (const Leg& leg : legs) {
            const std::size_t first = closes.size();
            add(closes, leg);
            for (std::size_t at = first; at < closes.size(); ++at) {
                equity += leg.gain;
                const double money = equity * static_cast<double>(opening.mantissa());
                out.push_back({.ended = day(static_cast<int>(out.size()) + 1),
                               .equity = {Cash(static_cast<std::int64_t>(money))},
                               .closes = {Price(static_cast<std::int64_t>(closes[at]))}});
            }
        }
        return out;
    }

private:
    [[nodiscard]] static RegimeLabels labels_after(const std::vector<double>& closes) {
        RegimeLabels labels;
        for (const double close : closes) {
            labels.add(close);
        }
        return labels;
    }
    [[nodiscard]] std::vector<double> closes_after(const std::vector<Leg>& legs) const {
        std::vector<double> out = closes_;
        for (const Leg& leg : legs) {
            add(out, leg);
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
        EXPECT_THAT(edge.evidence, HasSubstr(", market wild, falling"));
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
    constexpr Leg loss{.days = 40, .move = rise.move, .wobble = rise.wobble, .gain = -0.01};
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
