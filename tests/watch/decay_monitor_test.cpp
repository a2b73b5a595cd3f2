#include "watch/decay_monitor.hpp"

#include "lab/regimes.hpp"
#include "lifecycle/edge_market.hpp"
#include "lifecycle/subject.hpp"
#include "os/simulated_disk.hpp"
#include "watch/day_return.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

namespace tradelab {
namespace {

using testing::HasSubstr;

const Disk::Path at = "/state/lifecycle";
constexpr Cash opening(1'000'000'000'000);
constexpr double promised = 2;

const DecayWatch& promise() {
    static const DecayWatch watch =
        DecayWatch::make({.returns = edge_days(1, 0, 2'000, promised), .promised_sharpe = promised})
            .value();
    return watch;
}

Lifecycle record_of(Disk& disk, LifeStage stage) {
    Lifecycle record(disk, at);
    std::vector<StageEdge> edges;
    for (int one = 0; one < static_cast<int>(stage); ++one) {
        edges.push_back(step("one", static_cast<LifeStage>(one), static_cast<LifeStage>(one + 1)));
    }
    EXPECT_TRUE(record.add(edges, UnixNanos(1)).has_value());
    return record;
}

DecayMonitor monitor_of(const Lifecycle& record, const DecayWatch& watch) {
    return {record,
            {{.instance = InstanceId(1),
              .identity = sha256_hex("one"),
              .watch = watch,
              .closes = {},
              .opening = opening}}};
}

// A promise that is kept for some days, and is gone for as many as come then.
std::vector<PaperDay> days_of(std::uint64_t seed, std::size_t kept, std::size_t gone) {
    auto returns = edge_days(seed, 0, kept, promised);
    const auto after = edge_days(seed, kept, gone, 0);
    returns.insert(returns.end(), after.begin(), after.end());
    std::vector<PaperDay> out;
    double equity = static_cast<double>(opening.mantissa());
    for (const double one : returns) {
        equity *= 1 + one;
        out.push_back({.ended = day(static_cast<int>(out.size())),
                       .equity = {Cash(static_cast<std::int64_t>(equity))},
                       .closes = {std::nullopt}});
    }
    return out;
}

PaperView view_of() {
    PaperView view;
    view.instances = {{.instance = InstanceId(1), .name = "one", .plugin = "p"}};
    return view;
}

// Does what the monitor asks, as the session does.
void obey(PaperView& view, const PaperCommand& command) {
    auto& why = view.instances[0].demoted_why;
    ASSERT_EQ(command.verb == PaperVerb::demote, !why.has_value());
    why = command.verb == PaperVerb::demote ? std::optional(command.reason) : std::nullopt;
}

// The days at whose end something was asked for, from 1.
std::vector<std::size_t> heard(DecayMonitor& monitor,
                               PaperView& view,
                               const std::vector<PaperDay>& days) {
    std::vector<std::size_t> out;
    for (std::size_t count = 1; count <= days.size(); ++count) {
        const auto asked = monitor.hear(std::span(days).first(count), view, UnixNanos(9));
        EXPECT_TRUE(asked.has_value()) << describe(asked.error());
        for (const PaperCommand& one : *asked) {
            out.push_back(count);
            obey(view, one);
        }
    }
    return out;
}

TEST(DecayMonitor, TakesBackAnEdgeThatIsGoneOnceAndRecordsWhy) {
    SimulatedDisk disk;
    const Lifecycle record = record_of(disk, LifeStage::approved);
    const auto days = days_of(5, 60, 1'000);
    PaperView view = view_of();
    DecayMonitor monitor = monitor_of(record, promise());

    const auto when = heard(monitor, view, days);

    ASSERT_EQ(when.size(), 1U);
    EXPECT_GT(when[0], 60U);
    ASSERT_TRUE(view.instances[0].demoted_why.has_value());
    const auto life = record.find("one").value();
    EXPECT_TRUE(is_demoted(life));
    EXPECT_THAT(life.steps.back().edge.evidence, HasSubstr("decay "));
    EXPECT_THAT(life.steps.back().edge.evidence, HasSubstr(", drawdown 0."));
    EXPECT_TRUE(life.stage == LifeStage::paper || life.stage == LifeStage::retired);
    std::cout << life.steps.back().edge.evidence << "\n";

    // Whoever is killed and hears it all again asks for nothing and records nothing.
    DecayMonitor again = monitor_of(record, promise());
    EXPECT_TRUE(again.hear(days, view, UnixNanos(10)).value().empty());
    EXPECT_EQ(record.find("one")->steps.size(), life.steps.size());
}

TEST(DecayMonitor, TakesNothingFromWhoIsNotApprovedYet) {
    SimulatedDisk disk;
    const Lifecycle record = record_of(disk, LifeStage::awaiting_approval);
    PaperView view = view_of();
    DecayMonitor monitor = monitor_of(record, promise());

    EXPECT_TRUE(heard(monitor, view, days_of(5, 60, 1'000)).empty());

    EXPECT_EQ(record.find("one")->stage, LifeStage::awaiting_approval);
    EXPECT_FALSE(view.instances[0].demoted_why.has_value());
}

TEST(DecayMonitor, ADemotionThatWasRecordedAndNotAskedForIsAskedForTheNextTime) {
    SimulatedDisk disk;
    const Lifecycle record = record_of(disk, LifeStage::approved);
    const auto days = days_of(5, 0, 1'000);
    PaperView view = view_of();
    ASSERT_EQ(monitor_of(record, promise()).hear(days, view, UnixNanos(9))->size(), 1U);
    const auto steps = record.find("one")->steps.size();

    const auto asked = monitor_of(record, promise()).hear(days, view, UnixNanos(9));

    ASSERT_EQ(asked->size(), 1U);
    EXPECT_EQ(asked->front().verb, PaperVerb::demote);
    EXPECT_EQ(record.find("one")->steps.size(), steps);
}

TEST(DecayMonitor, OfPlantedChangePointsItsDelayAndItsFalseAlarmsArePrinted) {
    constexpr std::size_t labs = 60;
    constexpr std::size_t kept = 90;
    std::size_t false_alarms = 0;
    std::vector<std::size_t> delays;
    for (std::size_t lab = 0; lab < labs; ++lab) {
        SimulatedDisk disk;
        const Lifecycle record = record_of(disk, LifeStage::approved);
        PaperView view = view_of();
        DecayMonitor monitor = monitor_of(record, promise());
        const auto when = heard(monitor, view, days_of(20'000 + lab, kept, 900));
        if (!when.empty() && when[0] <= kept) {
            ++false_alarms;
        } else if (!when.empty()) {
            delays.push_back(when[0] - kept);
        }
    }
    std::ranges::sort(delays);

    ASSERT_FALSE(delays.empty());
    std::cout << "seeds 20000 to " << 20'000 + labs - 1 << ": " << false_alarms << " of " << labs
              << " were demoted within " << kept << " days of a promise that was kept; of the rest "
              << delays.size() << " after it was gone, half of them within "
              << delays[delays.size() / 2] << " days\n";
    EXPECT_LE(false_alarms, labs * 15 / 100);
    EXPECT_GE(false_alarms + delays.size(), labs * 90 / 100);
}

// Profits are not reinvested: an account that begins anew moves as the evidence did at its
// beginning, however much the evidence had earned by its end.
TEST(DecayMonitor, ADayIsMeasuredByTheBudgetWhateverHasBecomeOfIt) {
    EXPECT_DOUBLE_EQ(day_return(Cash(1'000), Cash(1'010), Cash(1'000)), 0.01);
    EXPECT_DOUBLE_EQ(day_return(Cash(4'000), Cash(4'010), Cash(1'000)), 0.01);
    EXPECT_DOUBLE_EQ(day_return(Cash(4'000), Cash(2'500), Cash(1'000)), -1);
}

// Closes that rise a little each day, or fall by far more.
void move(std::vector<double>& closes, int days, double by) {
    for (int one = 0; one < days; ++one) {
        closes.push_back(closes.back() * (1 + by));
    }
}

TEST(DecayMonitor, AMarketThatTheEvidenceNeverSawIsSatOut) {
    std::vector<double> closes{1e6};
    move(closes, 400, 0.001);
    const auto returns = edge_days(3, 0, 400, promised);
    auto regimes = regimes_of(closes, 30);
    regimes.resize(returns.size());
    const auto watch =
        DecayWatch::make({.returns = returns, .regimes = regimes, .promised_sharpe = promised})
            .value();
    SimulatedDisk disk;
    const Lifecycle record = record_of(disk, LifeStage::approved);
    DecayMonitor monitor(record,
                         {{.instance = InstanceId(1),
                           .identity = sha256_hex("one"),
                           .watch = watch,
                           .closes = closes,
                           .opening = opening}});
    // The promise is kept all the time, a little each day.
    std::vector<double> paper{closes.back()};
    move(paper, 20, 0.001);
    move(paper, 40, -0.02);
    move(paper, 80, 0.001);
    std::vector<PaperDay> days;
    for (std::size_t one = 1; one < paper.size(); ++one) {
        days.push_back(
            {.ended = day(static_cast<int>(one)),
             .equity = {Cash(opening.mantissa() + static_cast<std::int64_t>(one) * 2'000'000'000)},
             .closes = {Price(static_cast<std::int64_t>(paper[one]))}});
    }
    PaperView view = view_of();

    const auto when = heard(monitor, view, days);

    ASSERT_EQ(when.size(), 2U);
    EXPECT_GT(when[0], 20U);
    EXPECT_LT(when[0], 60U);
    EXPECT_GT(when[1], 60U);
    EXPECT_FALSE(view.instances[0].demoted_why.has_value());
    EXPECT_THAT(record.find("one")->steps.back().edge.evidence, HasSubstr("decay regime"));
}

}  // namespace
}  // namespace tradelab
