#include "paper/consistency.hpp"

#include "lab/backtest_plan.hpp"
#include "paper/forge.hpp"
#include "paper/manifest.hpp"
#include "paper/records.hpp"
#include "paper/session_case.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <functional>

// Whole sessions, judged against the backtest of what was approved.
namespace tradelab::paper_test {
namespace {

using namespace std::chrono_literals;

ConsistencyVerdict judged(const Disk& disk) {
    const BacktestOptions options = the_case().options();
    const auto verdict = check_consistency(disk,
                                           folder,
                                           {.candidates = the_case().candidates(),
                                            .catalogue = the_case().market().catalogue(),
                                            .venues = the_case().venues(),
                                            .options = options});
    EXPECT_TRUE(verdict.has_value()) << describe(verdict.error());
    return verdict.value_or(ConsistencyVerdict());
}

std::string said(const ConsistencyVerdict& verdict) {
    std::string out;
    for (const std::string& reason : verdict.reasons) {
        out += reason + "\n";
    }
    return out;
}

// A session run to its end with something changed.
void run(SimulatedDisk& disk,
         const std::function<void(PaperOptions&)>& change = {},
         Duration step = Duration(6h)) {
    auto session = the_case().open(disk, change);
    ASSERT_TRUE(session.has_value()) << describe(session.error());
    const auto done = go_on(*session, the_case().steps(step));
    ASSERT_TRUE(done.has_value()) << describe(done.error());
}

TEST(Paper, ThatRanAsApprovedIsConsistentInStepsOfAnyLength) {
    for (const Duration step : {Duration(1h), Duration(6h), Duration(100h)}) {
        SimulatedDisk disk;
        run(disk, {}, step);

        const auto verdict = judged(disk);

        EXPECT_EQ(verdict.verdict, Consistency::consistent) << said(verdict);
        EXPECT_GT(verdict.matched, 10U);
        EXPECT_EQ(verdict.matched, verdict.fills_of_paper);
        EXPECT_EQ(verdict.signals_alike, verdict.signals_of_backtest);
        EXPECT_EQ(verdict.equity_of_paper, verdict.equity_of_backtest);
        EXPECT_EQ(verdict.until, the_case().to());
    }
}

TEST(Paper, ThatHasOnlyBegunIsUndecided) {
    SimulatedDisk disk;
    ASSERT_TRUE(the_case().open(disk, {}).has_value());

    const auto verdict = judged(disk);

    EXPECT_EQ(verdict.verdict, Consistency::undecided) << said(verdict);
}

TEST(Paper, ThatStillRunsIsJudgedUpToItsLastStep) {
    SimulatedDisk disk;
    auto session = the_case().open(disk);
    ASSERT_TRUE(session.has_value()) << describe(session.error());
    EXPECT_EQ(judged(disk).verdict, Consistency::undecided);
    ASSERT_TRUE(session->advance(the_case().from() + Duration(24h * 10)).has_value());

    const auto verdict = judged(disk);

    EXPECT_EQ(verdict.verdict, Consistency::consistent) << said(verdict);
    EXPECT_EQ(verdict.until, the_case().from() + Duration(24h * 10));
}

TEST(Paper, WithADroppedFillIsInconsistent) {
    // Each of them, also the last, which no later decision could betray.
    std::size_t fills = 0;
    {
        SimulatedDisk disk;
        run(disk);
        fills = judged(disk).fills_of_paper;
        ASSERT_GT(fills, 10U);
    }
    for (std::size_t dropped = 0; dropped < fills; ++dropped) {
        SimulatedDisk disk;
        run(disk);
        forge(disk, "journal", paper_journal_kind, [&](auto& records) {
            std::size_t n = 0;
            std::erase_if(records, [&](const auto& one) {
                return one.first.kind == paper_fill && n++ == dropped;
            });
        });

        const auto verdict = judged(disk);

        EXPECT_EQ(verdict.verdict, Consistency::inconsistent) << dropped;
        EXPECT_EQ(verdict.fills_of_paper + 1, verdict.fills_of_backtest);
        EXPECT_NE(said(verdict).find("same positions"), std::string::npos) << said(verdict);
    }
}

TEST(Paper, OnALateFeedIsInconsistent) {
    // The same rows, each a day late.
    const SyntheticSettings late{.seed = 11, .start = UnixNanos(1'577'923'200'000'000'000)};
    const BacktestCase feed = BacktestCase::synthetic(late);
    SimulatedDisk disk;
    {
        auto session = PaperSession::open({.disk = disk,
                                           .catalogue = feed.catalogue(),
                                           .venues = the_case().venues(),
                                           .folder = folder,
                                           .candidates = the_case().candidates(),
                                           .options = the_case().options()});
        ASSERT_TRUE(session.has_value()) << describe(session.error());
        ASSERT_TRUE(go_on(*session, the_case().steps(6h)).has_value());
        ASSERT_GT(session->view().fills, 10U);
    }

    const auto verdict = judged(disk);

    EXPECT_EQ(verdict.verdict, Consistency::inconsistent);
    EXPECT_NE(said(verdict).find("the feed differs"), std::string::npos) << said(verdict);
    EXPECT_NE(said(verdict).find("signals differ"), std::string::npos) << said(verdict);
}

TEST(Paper, WithOtherParametersIsInconsistentEvenIfItSaysThatTheyAreTheSame) {
    SimulatedDisk disk;
    run(disk, [](PaperOptions& one) {
        Candidate& momentum = one.candidates.front();
        const auto& parameters = momentum.declaration.parameters;
        const auto at = std::ranges::find_if(
            parameters, [](const auto& parameter) { return parameter.name == "channel"; });
        ASSERT_NE(at, parameters.end());
        momentum.ticks[static_cast<std::size_t>(at - parameters.begin())] = 30;
    });

    const auto verdict = judged(disk);

    EXPECT_EQ(verdict.verdict, Consistency::inconsistent);
    EXPECT_EQ(said(verdict).find("paper ran with"), std::string::npos) << said(verdict);
    EXPECT_NE(said(verdict).find("signals differ"), std::string::npos) << said(verdict);
}

TEST(Paper, WithAnotherFillModelIsInconsistentByWhatItSaysAndByWhatItPaid) {
    SimulatedDisk disk;
    run(disk, [](PaperOptions& one) { one.options.fill_model = "optimistic/1"; });

    const auto verdict = judged(disk);

    EXPECT_EQ(verdict.verdict, Consistency::inconsistent);
    EXPECT_NE(said(verdict).find("paper ran with 'fill_model optimistic/1', approved is "
                                 "'fill_model pessimistic/1'"),
              std::string::npos)
        << said(verdict);
    EXPECT_GT(*verdict.paired_difference, ConsistencyBounds().paired_difference_max);
}

TEST(Paper, IsJudgedUpToTheFirstCommandOfAPerson) {
    SimulatedDisk disk;
    {
        auto session = the_case().open(disk);
        ASSERT_TRUE(session.has_value()) << describe(session.error());
        const auto steps = the_case().steps(24h);
        ASSERT_TRUE(go_on(*session, std::span(steps).first(10)).has_value());
        ASSERT_TRUE(session->command(asked(PaperVerb::panic)).has_value());
        ASSERT_TRUE(session->advance(the_case().to()).has_value());
    }

    const auto verdict = judged(disk);

    EXPECT_EQ(verdict.verdict, Consistency::consistent) << said(verdict);
    EXPECT_EQ(verdict.until, the_case().from() + Duration(24h * 10));
}

TEST(Paper, ThatIsWatchedFromItsFirstDayOnIsJudgedToItsEnd) {
    SimulatedDisk disk;
    {
        auto session = the_case().open(disk);
        ASSERT_TRUE(session.has_value()) << describe(session.error());
        const auto steps = the_case().steps(24h);
        ASSERT_TRUE(go_on(*session, std::span(steps).first(1)).has_value());
        PaperCommand watch = asked(PaperVerb::watch);
        watch.instance = InstanceId(1);
        ASSERT_TRUE(session->command(watch).has_value());
        ASSERT_TRUE(session->advance(the_case().to()).has_value());
        EXPECT_FALSE(session->view().commanded_at.has_value());
        EXPECT_FALSE(session->view().last_command.has_value());
    }

    const auto verdict = judged(disk);

    EXPECT_EQ(verdict.verdict, Consistency::consistent) << said(verdict);
    EXPECT_EQ(verdict.until, the_case().to());
    EXPECT_EQ(verdict.matched, verdict.fills_of_paper);
}

TEST(Paper, WhereOneIsDemotedAndReadmittedIsJudgedToItsEndByABacktestThatIsGivenTheSame) {
    SimulatedDisk disk;
    std::vector<Act> acts = the_case().steps(12h);
    PaperCommand demote = asked(PaperVerb::demote);
    PaperCommand readmit = asked(PaperVerb::readmit);
    demote.instance = readmit.instance = InstanceId(2);
    acts.insert(acts.begin() + 25, readmit);
    acts.insert(acts.begin() + 5, demote);
    {
        auto session = the_case().open(disk);
        ASSERT_TRUE(session.has_value()) << describe(session.error());
        ASSERT_TRUE(go_on(*session, acts).has_value());
        EXPECT_FALSE(session->view().commanded_at.has_value());
        EXPECT_EQ(session->view().last_command->verb, PaperVerb::readmit);
    }

    const auto verdict = judged(disk);

    EXPECT_EQ(verdict.verdict, Consistency::consistent) << said(verdict);
    EXPECT_EQ(verdict.until, the_case().to());
    EXPECT_EQ(verdict.matched, verdict.fills_of_paper);
    // It is not the same as if nobody had been demoted.
    SimulatedDisk undisturbed;
    run(undisturbed, {}, 12h);
    EXPECT_NE(verdict.equity_of_paper, judged(undisturbed).equity_of_paper);
}

// Sessions were begun with the hash of whole venue files once.
TEST(Paper, OfBeforeGoesOnWhileTheVenueFilesAreWhatTheyWere) {
    const VenueBook& venues = the_case().venues();
    const auto names = instruments_of(the_case().candidates());
    const auto text = [](const std::string& sha256) {
        return "leverage 1\nvenues_sha256 " + sha256 + "\nfrom x\n";
    };
    const std::string now = text(venues.sha256_of(names));
    const std::string then = text(venues.files_sha256_of(names));
    const std::string other = text(std::string(64, '7'));

    ASSERT_NE(now, then);
    EXPECT_EQ(manifest_as_begun(now, then, venues, names), then);
    EXPECT_EQ(manifest_as_begun(now, now, venues, names), now);
    EXPECT_EQ(manifest_as_begun(now, other, venues, names), now);
}

}  // namespace
}  // namespace tradelab::paper_test
