#include "watch/decay_monitor.hpp"

#include "journal/writer.hpp"
#include "lifecycle/edge_market.hpp"
#include "os/simulated_disk.hpp"
#include "watch/day_return.hpp"
#include "watch/monitor_case.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <memory>

namespace tradelab {
namespace {

using testing::HasSubstr;

const DecayWatch& promise() {
    static const DecayWatch watch =
        DecayWatch::make({.returns = edge_days(1, 0, 2'000, promised), .promised_sharpe = promised})
            .value();
    return watch;
}

DecayMonitor monitor_of(const Lifecycle& record, const DecayWatch& watch) {
    return {record,
            {{.instance = InstanceId(1),
              .identity = sha256_hex("one"),
              .watch = watch,
              .labels = {},
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

TEST(DecayMonitor, TakesBackAnEdgeThatIsGoneOnceAndRecordsWhy) {
    SimulatedDisk disk;
    Lifecycle record = record_of(disk, LifeStage::approved);
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
    EXPECT_TRUE(again.hear(days, view, UnixNanos(10)).empty());
    EXPECT_TRUE(again.record(UnixNanos(10)).has_value());
    EXPECT_EQ(record.find("one")->steps.size(), life.steps.size());
}

TEST(DecayMonitor, TakesNothingFromWhoIsNotApprovedYet) {
    SimulatedDisk disk;
    Lifecycle record = record_of(disk, LifeStage::awaiting_approval);
    PaperView view = view_of();
    DecayMonitor monitor = monitor_of(record, promise());

    EXPECT_TRUE(heard(monitor, view, days_of(5, 60, 1'000)).empty());

    EXPECT_EQ(record.find("one")->stage, LifeStage::awaiting_approval);
    EXPECT_FALSE(view.instances[0].demoted_why.has_value());
}

TEST(DecayMonitor, WhatPaperDidBeforeTheApprovalCountsForNothingAlsoAfterAKill) {
    SimulatedDisk disk;
    Lifecycle record = record_of(disk, LifeStage::awaiting_approval);
    const auto days = days_of(5, 0, 1'000);
    const std::span all(days);
    PaperView view = view_of();
    DecayMonitor monitor = monitor_of(record, promise());
    EXPECT_TRUE(heard(monitor, view, {days.begin(), days.begin() + 600}).empty());
    const auto approval =
        step("one", LifeStage::awaiting_approval, LifeStage::approved, VerdictBasis::recorded);
    ASSERT_TRUE(record.add({&approval, 1}, UnixNanos(2)).has_value());

    view.now = days[600].ended;
    const auto asked = monitor.hear(all.first(601), view, UnixNanos(9));

    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].verb, PaperVerb::watch);
    obey(view, asked[0]);
    DecayMonitor again = monitor_of(record, promise());
    for (std::size_t count = 601; count <= 630; ++count) {
        view.now = days[count - 1].ended;
        EXPECT_TRUE(again.hear(all.first(count), view, UnixNanos(9)).empty()) << count;
    }
    EXPECT_EQ(record.find("one")->stage, LifeStage::approved);
    EXPECT_FALSE(again.hear(days, view, UnixNanos(9)).empty());
}

TEST(DecayMonitor, AnApprovalThatExpiresOrIsRenewedNeitherEndsNorBeginsTheWatch) {
    SimulatedDisk disk;
    Lifecycle record = record_of(disk, LifeStage::approved);
    const std::string approval = approval_of(*record.find("one"));
    ASSERT_FALSE(approval.empty());
    const auto expiry = step("one", LifeStage::approved, LifeStage::awaiting_approval);
    const auto renewal = step("one", LifeStage::awaiting_approval, LifeStage::approved);
    for (const StageEdge& edge : {expiry, renewal, expiry}) {
        ASSERT_TRUE(record.add({&edge, 1}, UnixNanos(2)).has_value());
        EXPECT_EQ(approval_of(*record.find("one")), approval);
    }
    PaperView view = watched_view(record);
    DecayMonitor monitor = monitor_of(record, promise());

    EXPECT_EQ(heard(monitor, view, days_of(5, 60, 1'000)).size(), 1U);

    EXPECT_TRUE(is_demoted(*record.find("one")));
    EXPECT_EQ(approval_of(*record.find("one")), "");
}

TEST(DecayMonitor, AnApprovalThatExpiredBeforeTheAccountBeganIsWatchedThereToo) {
    SimulatedDisk disk;
    Lifecycle record = record_of(disk, LifeStage::approved);
    const std::string approval = approval_of(*record.find("one"));
    const auto expiry = step("one", LifeStage::approved, LifeStage::awaiting_approval);
    ASSERT_TRUE(record.add({&expiry, 1}, UnixNanos(2)).has_value());
    const auto days = days_of(5, 0, 1'000);
    PaperView view = view_of();
    DecayMonitor monitor = monitor_of(record, promise());

    const auto asked = monitor.hear(std::span(days).first(1), view, UnixNanos(9));

    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].verb, PaperVerb::watch);
    EXPECT_EQ(asked[0].reason, approval);
    obey(view, asked[0]);
    EXPECT_EQ(heard(monitor, view, days).size(), 1U);
    EXPECT_TRUE(is_demoted(*record.find("one")));
}

TEST(DecayMonitor, ADemotionThatWasAskedForAndNotRecordedIsRecordedTheNextTime) {
    SimulatedDisk disk;
    Lifecycle record = record_of(disk, LifeStage::approved);
    const auto days = days_of(5, 0, 1'000);
    PaperView view = watched_view(record);
    const auto lone = monitor_of(record, promise()).hear(days, view, UnixNanos(9));
    ASSERT_EQ(lone.size(), 1U);
    EXPECT_EQ(lone.front().verb, PaperVerb::demote);
    obey(view, lone.front());
    EXPECT_FALSE(is_demoted(*record.find("one")));

    DecayMonitor again = monitor_of(record, promise());
    EXPECT_TRUE(again.hear(days, view, UnixNanos(9)).empty());
    EXPECT_TRUE(again.is_behind());
    EXPECT_TRUE(again.record(UnixNanos(9)).has_value());

    EXPECT_FALSE(again.is_behind());
    EXPECT_TRUE(is_demoted(*record.find("one")));
}

TEST(DecayMonitor, WhoeverHoldsTheRecordDelaysNoDemotionAndTheStepFollows) {
    SimulatedDisk disk;
    (void)record_of(disk, LifeStage::approved);
    Lifecycle impatient(disk, at, std::chrono::nanoseconds(0));
    DecayMonitor monitor = monitor_of(impatient, promise());
    const PaperView view = watched_view(impatient);
    auto holder = std::make_unique<Result<JournalWriter>>(
        JournalWriter::open(disk, at, {.kind = std::string(lifecycle_kind)}));
    ASSERT_TRUE(holder->has_value());

    const auto asked = monitor.hear(days_of(5, 0, 1'000), view, UnixNanos(9));
    const auto refused = monitor.record(UnixNanos(9));

    ASSERT_EQ(asked.size(), 1U);
    EXPECT_EQ(asked[0].verb, PaperVerb::demote);
    EXPECT_FALSE(refused.has_value());
    EXPECT_TRUE(monitor.is_behind());
    EXPECT_THAT(monitor.needs(), testing::ElementsAre(HasSubstr("tries again")));
    holder.reset();
    EXPECT_TRUE(monitor.record(UnixNanos(9)).has_value());
    EXPECT_FALSE(monitor.is_behind());
    EXPECT_TRUE(monitor.needs().empty());
    EXPECT_TRUE(is_demoted(*impatient.find("one")));
}

TEST(DecayMonitor, WhoeverWasPromisedSomethingAndCannotBeWatchedIsNamed) {
    SimulatedDisk disk;
    const DecayMonitor monitor(Lifecycle(disk, at), {}, {"one: 3 days of evidence"});

    EXPECT_TRUE(monitor.is_empty());
    EXPECT_THAT(monitor.needs(), testing::ElementsAre(HasSubstr("one: 3 days of evidence")));
}

TEST(DecayMonitor, OfPlantedChangePointsItsDelayAndItsFalseAlarmsArePrinted) {
    constexpr std::size_t labs = 60;
    constexpr std::size_t kept = 90;
    std::size_t false_alarms = 0;
    std::vector<std::size_t> delays;
    for (std::size_t lab = 0; lab < labs; ++lab) {
        SimulatedDisk disk;
        Lifecycle record = record_of(disk, LifeStage::approved);
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

}  // namespace
}  // namespace tradelab
