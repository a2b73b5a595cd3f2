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

}  // namespace
}  // namespace tradelab::paper_test
