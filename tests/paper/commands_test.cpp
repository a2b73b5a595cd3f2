#include "paper/latch.hpp"
#include "paper/session_case.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace tradelab::paper_test {
namespace {

using namespace std::chrono_literals;

// A session that has just opened a position.
Result<PaperSession> holding(Disk& disk) {
    auto session = the_case().open(disk);
    for (const Act& act : the_case().steps(1h)) {
        if (!session || !session->view().positions.empty()) {
            break;
        }
        if (auto stepped = session->advance(std::get<UnixNanos>(act)); !stepped) {
            return fail(stepped.error());
        }
    }
    return session;
}

void to_the_end(PaperSession& session) {
    const auto stepped = session.advance(the_case().to());
    EXPECT_TRUE(stepped.has_value()) << describe(stepped.error());
}

TEST(Command, PanicEndsFlatAndLatchedWithThePositionClosedAtTheNextOpen) {
    SimulatedDisk disk;
    auto session = holding(disk);
    ASSERT_TRUE(session.has_value()) << describe(session.error());
    ASSERT_FALSE(session->view().is_flat);
    const UnixNanos at = session->view().now;

    ASSERT_TRUE(session->command(asked(PaperVerb::panic)).has_value());
    EXPECT_EQ(session->view().mode, PaperMode::panicked);
    ASSERT_TRUE(session->advance(at + Duration(2h)).has_value());

    EXPECT_TRUE(session->view().is_flat);
    const FillRecord& last = session->record().fills.back();
    EXPECT_EQ(last.at, at + Duration(1h));
    to_the_end(*session);
    EXPECT_TRUE(session->view().is_flat);
    EXPECT_EQ(session->record().fills.back().at, last.at);
    EXPECT_TRUE(read_paper_latch(disk, folder).value().has_value());
}

TEST(Command, PanicClosesBothLegsOfAHedge) {
    SimulatedDisk disk;
    auto session = the_case().open(disk, [](PaperOptions& one) {
        one.candidates = the_case().carry();
        one.options.to.reset();
    });
    ASSERT_TRUE(session.has_value()) << describe(session.error());
    while (session->view().positions.size() < 2 && !session->view().has_ended) {
        ASSERT_TRUE(session->advance(session->view().now + Duration(8h)).has_value());
    }
    ASSERT_EQ(session->view().positions.size(), 2U);
    EXPECT_GT(session->view().coverage.of[static_cast<std::size_t>(ProtectionKind::hedge_pair)],
              Cash());
    const std::size_t fills = session->record().fills.size();

    ASSERT_TRUE(session->command(asked(PaperVerb::panic)).has_value());
    ASSERT_TRUE(session->advance(session->view().now + Duration(1h)).has_value());

    EXPECT_TRUE(session->view().is_flat);
    EXPECT_EQ(session->record().fills.size(), fills + 2);
    ASSERT_TRUE(session->advance(session->view().feed_to).has_value());
    EXPECT_EQ(session->record().fills.size(), fills + 2);
}

TEST(Command, StopKeepsWhatIsHeldWithItsProtectionAndLetsNothingIn) {
    SimulatedDisk disk;
    auto session = holding(disk);
    ASSERT_TRUE(session.has_value()) << describe(session.error());
    const PaperView before = session->view();
    ASSERT_EQ(before.protections.size(), 1U);

    ASSERT_TRUE(session->command(asked(PaperVerb::stop)).has_value());

    const PaperView after = session->view();
    EXPECT_EQ(after.positions.size(), before.positions.size());
    EXPECT_EQ(after.protections.size(), 1U);
    to_the_end(*session);
    for (const OrderRecord& order : session->record().orders) {
        const bool entered_later = order.decided_at > before.now &&
                                   order.terms.reduce_only == ReduceOnly::no &&
                                   order.filled > Quantity();
        EXPECT_FALSE(entered_later) << order.order.value();
    }
    EXPECT_GT(session->view().refusals.size(), 0U);
    EXPECT_EQ(session->view().refusals.front().first, "stopped");
}

TEST(Command, SurvivesARestartAndIsLiftedByResumeAlone) {
    SimulatedDisk disk;
    {
        auto session = holding(disk);
        ASSERT_TRUE(session.has_value()) << describe(session.error());
        ASSERT_TRUE(session->command(asked(PaperVerb::stop, "lunch")).has_value());
    }
    auto session = the_case().open(disk);
    ASSERT_TRUE(session.has_value()) << describe(session.error());
    EXPECT_EQ(session->view().mode, PaperMode::stopped);
    EXPECT_EQ(session->view().last_command->reason, "lunch");
    EXPECT_EQ(session->view().commands, 1U);

    ASSERT_TRUE(session->command(asked(PaperVerb::pause)).has_value());
    EXPECT_EQ(session->view().mode, PaperMode::stopped);  // a pause weakens nothing
    ASSERT_TRUE(session->command(asked(PaperVerb::resume)).has_value());
    EXPECT_EQ(session->view().mode, PaperMode::running);
    EXPECT_FALSE(read_paper_latch(disk, folder).value().has_value());
    const auto orders = session->view().orders_made;
    to_the_end(*session);
    EXPECT_GT(session->view().orders_made, orders);
}

TEST(Command, RetireClosesOneInstanceAndTheOthersGoOn) {
    SimulatedDisk disk;
    auto session = holding(disk);
    ASSERT_TRUE(session.has_value()) << describe(session.error());
    const InstanceId one = session->view().positions.front().instance;
    const UnixNanos at = session->view().now;
    PaperCommand retire = asked(PaperVerb::retire);
    retire.instance = one;

    ASSERT_TRUE(session->command(retire).has_value());
    to_the_end(*session);

    std::size_t of_others = 0;
    for (const OrderRecord& order : session->record().orders) {
        const bool is_later = order.decided_at > at;
        of_others += is_later && order.instance != one ? 1U : 0U;
        EXPECT_FALSE(is_later && order.instance == one);
    }
    EXPECT_GT(of_others, 0U);
    for (const PaperPosition& held : session->view().positions) {
        EXPECT_NE(held.instance, one);
    }
    EXPECT_FALSE(session->command(retire).has_value());
    retire.instance = InstanceId(9);
    const auto unknown = session->command(retire);
    ASSERT_FALSE(unknown.has_value());
    EXPECT_EQ(unknown.error().code, ErrorCode::not_found);
    EXPECT_TRUE(session->command(asked(PaperVerb::pause)).has_value());  // it was no failure
}

TEST(Command, OfTextThatIsNoLineIsRefusedWithoutHarm) {
    SimulatedDisk disk;
    auto session = the_case().open(disk);
    ASSERT_TRUE(session.has_value()) << describe(session.error());

    const auto broken = session->command(asked(PaperVerb::pause, "two\nlines"));
    const auto endless = session->command(asked(PaperVerb::pause, std::string(500, 'x')));
    PaperCommand nobody = asked(PaperVerb::retire);
    const auto without = session->command(nobody);

    for (const auto& refused : {broken, endless, without}) {
        ASSERT_FALSE(refused.has_value());
        EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
    }
    EXPECT_EQ(session->view().commands, 0U);
    EXPECT_TRUE(session->command(asked(PaperVerb::pause)).has_value());
}

TEST(Command, OfAnyTextIsMadeOneThatIsTaken) {
    const std::string at_the_edge = std::string(command_text_bytes_max - 1, 'x') + "ä";
    SimulatedDisk disk;
    auto session = the_case().open(disk);
    ASSERT_TRUE(session.has_value()) << describe(session.error());

    EXPECT_EQ(command_text("no\nlonger"), "no longer");
    EXPECT_EQ(command_text("schön"), "schön");
    EXPECT_EQ(command_text(at_the_edge), std::string(command_text_bytes_max - 1, 'x'));
    EXPECT_EQ(command_text(std::string(500, 'x')).size(), command_text_bytes_max);
    EXPECT_TRUE(session->command(asked(PaperVerb::pause, command_text("two\nlines"))).has_value());
}

PaperCommand asked_of(PaperVerb verb, InstanceId instance) {
    PaperCommand out = asked(verb);
    out.instance = instance;
    return out;
}

// How often a fill made more of what an instance holds, in the feed's time from and to.
std::size_t entries_of(const RunRecord& record, InstanceId id, UnixNanos from, UnixNanos to) {
    std::size_t out = 0;
    Quantity held;
    for (const FillRecord& one : record.fills) {
        if (one.instance != id) {
            continue;
        }
        const bool is_entry = magnitude(one.position_after) > magnitude(held);
        out += is_entry && one.at > from && one.at <= to ? 1U : 0U;
        held = one.position_after;
    }
    return out;
}

TEST(Watch, IsKnownAfterAKillAndChangesNothingElse) {
    const UnixNanos since = the_case().from() + Duration(60h);
    SimulatedDisk undisturbed_disk;
    auto undisturbed = the_case().open(undisturbed_disk);
    ASSERT_TRUE(undisturbed.has_value());
    ASSERT_TRUE(undisturbed->advance(the_case().to()).has_value());
    SimulatedDisk disk;
    {
        auto session = the_case().open(disk);
        ASSERT_TRUE(session.has_value()) << describe(session.error());
        ASSERT_TRUE(session->advance(since).has_value());
        ASSERT_TRUE(session->command(asked_of(PaperVerb::watch, InstanceId(2))).has_value());
        EXPECT_FALSE(session->command(asked(PaperVerb::watch)).has_value());
    }

    auto session = the_case().open(disk);

    ASSERT_TRUE(session.has_value()) << describe(session.error());
    const auto seen = session->view().instances;
    EXPECT_FALSE(seen[0].watched.has_value());
    ASSERT_TRUE(seen[1].watched.has_value());
    EXPECT_EQ(seen[1].watched->since, since);
    EXPECT_EQ(seen[1].watched->under, "a test");
    ASSERT_TRUE(session->advance(the_case().to()).has_value());
    EXPECT_EQ(session->view().decision_hash, undisturbed->view().decision_hash);
}

TEST(Demotion, EndsTheEntriesOfOneAndNothingElseUntilItIsReadmittedAlsoAfterAKill) {
    const InstanceId second(2);
    const UnixNanos from = the_case().from();
    const UnixNanos demoted = from + Duration(60h);
    const UnixNanos readmitted = from + Duration(300h);
    std::vector<Act> acts{demoted,
                          asked_of(PaperVerb::demote, second),
                          from + Duration(180h),
                          readmitted,
                          asked_of(PaperVerb::readmit, second),
                          the_case().to()};
    SimulatedDisk undisturbed_disk;
    auto undisturbed = the_case().open(undisturbed_disk);
    ASSERT_TRUE(undisturbed.has_value());
    ASSERT_TRUE(undisturbed->advance(the_case().to()).has_value());
    ASSERT_GT(entries_of(undisturbed->record(), second, demoted, readmitted), 0U)
        << "nothing to hold back: choose another time";
    SimulatedDisk disk;
    {
        auto session = the_case().open(disk);
        ASSERT_TRUE(session.has_value()) << describe(session.error());
        EXPECT_FALSE(session->command(asked_of(PaperVerb::readmit, second)).has_value());
        ASSERT_TRUE(go_on(*session, std::span(acts).first(3)).has_value());
        EXPECT_EQ(session->view().instances[1].demoted_why, "a test");
        EXPECT_FALSE(session->command(asked_of(PaperVerb::demote, second)).has_value());
    }

    auto session = the_case().open(disk);

    ASSERT_TRUE(session.has_value()) << describe(session.error());
    EXPECT_TRUE(session->view().instances[1].demoted_why.has_value());
    ASSERT_TRUE(go_on(*session, acts).has_value());
    EXPECT_FALSE(session->view().instances[1].demoted_why.has_value());
    const RunRecord& record = session->record();
    EXPECT_EQ(entries_of(record, second, demoted, readmitted), 0U);
    EXPECT_GT(entries_of(record, second, readmitted, the_case().to()), 0U);
    EXPECT_EQ(entries_of(record, InstanceId(1), from, the_case().to()),
              entries_of(undisturbed->record(), InstanceId(1), from, the_case().to()));
}

TEST(Days, EndAtMidnightWhateverTheSteps) {
    std::vector<std::vector<PaperDay>> all;
    for (const Duration length : {Duration(1h), Duration(7h), Duration(24h * 30)}) {
        SimulatedDisk disk;
        auto session = the_case().open(disk);
        ASSERT_TRUE(session.has_value()) << describe(session.error());
        ASSERT_TRUE(go_on(*session, the_case().steps(length)).has_value());
        all.push_back(session->days());
    }

    ASSERT_EQ(all[0].size(), 22U);  // three weeks, and the midnight that they begin with
    EXPECT_EQ(all[0].front().ended, the_case().from());
    EXPECT_EQ(all[0].back().ended, the_case().to());
    EXPECT_NE(all[0].back().equity, all[0].front().equity);
    for (const auto& days : all) {
        ASSERT_EQ(days.size(), all[0].size());
        for (std::size_t day = 0; day < days.size(); ++day) {
            EXPECT_EQ(days[day].ended, all[0][day].ended);
            EXPECT_EQ(days[day].equity, all[0][day].equity);
            EXPECT_EQ(days[day].closes, all[0][day].closes);
        }
    }
}

}  // namespace
}  // namespace tradelab::paper_test
