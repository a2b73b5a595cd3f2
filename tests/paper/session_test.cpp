#include "paper/session.hpp"

#include "journal/reader.hpp"
#include "journal/trial_lines.hpp"
#include "os/real_disk.hpp"
#include "paper/records.hpp"
#include "paper/session_case.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <map>

namespace tradelab::paper_test {
namespace {

using namespace std::chrono_literals;

TEST(Session, InStepsOfAnyLengthIsTheBacktestOfTheSameSpan) {
    const auto whole = the_case().outcome(the_case().options());
    ASSERT_TRUE(whole.has_value()) << describe(whole.error());
    ASSERT_GT(whole->record.fills.size(), 10U);

    for (const Duration length :
         {Duration(1h), Duration(7h), Duration(13min), Duration(24h * 30)}) {
        SimulatedDisk disk;
        auto session = the_case().open(disk);
        ASSERT_TRUE(session.has_value()) << describe(session.error());
        ASSERT_TRUE(go_on(*session, the_case().steps(length)).has_value());
        const PaperView view = session->view();
        auto outcome = session->finish();
        ASSERT_TRUE(outcome.has_value()) << describe(outcome.error());

        EXPECT_TRUE(view.has_ended);
        EXPECT_EQ(view.decision_hash, whole->decision_hash);
        EXPECT_EQ(outcome->result_hash, whole->result_hash);
        EXPECT_EQ(view.statement.equity, whole->statement.equity);
        EXPECT_EQ(view.statement.fees, whole->statement.fees);
        EXPECT_EQ(view.statement.funding, whole->statement.funding);
        EXPECT_EQ(view.fills, whole->record.fills.size());
        EXPECT_EQ(view.orders_made, whole->record.orders.size());
    }
}

TEST(Session, BeginsWarmAtItsStartWithNothingDecided) {
    SimulatedDisk disk;

    const auto session = the_case().open(disk);

    ASSERT_TRUE(session.has_value()) << describe(session.error());
    const PaperView view = session->view();
    EXPECT_EQ(view.now, the_case().from());
    EXPECT_EQ(view.last_event, the_case().from());
    EXPECT_EQ(view.orders_made, 0U);
    EXPECT_EQ(view.steps, 1U);
    EXPECT_EQ(view.origin, DataOrigin::synthetic);
    EXPECT_EQ(view.mode, PaperMode::running);
    EXPECT_TRUE(view.is_flat);
    EXPECT_EQ(view.instances.size(), 2U);
    EXPECT_EQ(view.statement.equity, the_case().options().capital);
}

TEST(Session, ShowsWhatIsHeldAndHowItIsProtectedAndWhereTheMoneyWent) {
    SimulatedDisk disk;
    auto session = the_case().open(disk);
    ASSERT_TRUE(session.has_value()) << describe(session.error());

    std::size_t held = 0;
    for (const Act& act : the_case().steps(7h)) {
        ASSERT_TRUE(session->advance(std::get<UnixNanos>(act)).has_value());
        const PaperView view = session->view();
        held += view.positions.size();
        EXPECT_EQ(view.is_flat, view.positions.empty() && view.orders.empty());
        const Statement& all = view.statement;
        EXPECT_EQ(
            all.opening + all.realised + all.unrealised - all.fees - all.funding + all.insurance,
            all.equity);
        Cash equity;
        for (const PaperInstance& one : view.instances) {
            equity += one.equity;
        }
        // What is unrealised is rounded down for each instance, and for the account once.
        EXPECT_LE(equity, all.equity);
        EXPECT_GE(equity + Cash(2), all.equity);
        for (const PaperPosition& one : view.positions) {
            EXPECT_NE(one.position.quantity, Quantity());
            EXPECT_GT(view.coverage.open, Cash());
        }
    }
    EXPECT_GT(held, 5U);
}

TEST(Session, GoesNoFurtherThanItsFeedAndStaysWhereItIsForThePast) {
    SimulatedDisk disk;
    auto session = the_case().open(disk);
    ASSERT_TRUE(session.has_value()) << describe(session.error());

    const auto back = session->advance(the_case().from() - Duration(1h));
    const auto to_the_end = session->advance(the_case().to() + Duration(1h));
    const auto beyond = session->advance(the_case().to() + Duration(9h));

    ASSERT_TRUE(back && to_the_end && beyond);
    EXPECT_EQ(back->now, the_case().from());
    EXPECT_FALSE(back->has_ended);
    EXPECT_EQ(to_the_end->now, the_case().to());
    EXPECT_TRUE(to_the_end->has_ended);
    EXPECT_EQ(beyond->now, the_case().to());
    EXPECT_EQ(session->view().steps, 2U);
}

TEST(Session, TakenUpAgainStandsWhereItStood) {
    SimulatedDisk disk;
    std::string journal;
    PaperView before;
    {
        auto session = the_case().open(disk);
        ASSERT_TRUE(session.has_value()) << describe(session.error());
        const auto steps = the_case().steps(7h);
        ASSERT_TRUE(go_on(*session, std::span(steps).first(40)).has_value());
        before = session->view();
        journal = bytes_of(disk, "journal");
    }

    const auto again = the_case().open(disk);

    ASSERT_TRUE(again.has_value()) << describe(again.error());
    const PaperView after = again->view();
    EXPECT_EQ(after.now, before.now);
    EXPECT_EQ(after.decision_hash, before.decision_hash);
    EXPECT_EQ(after.statement.equity, before.statement.equity);
    EXPECT_EQ(after.positions.size(), before.positions.size());
    EXPECT_EQ(after.orders.size(), before.orders.size());
    EXPECT_EQ(after.steps, before.steps);
    EXPECT_EQ(bytes_of(disk, "journal"), journal);
}

// What the journal says by kind of record, and the states in which it leaves orders.
struct Said {
    std::map<std::uint16_t, std::size_t> records;
    std::map<std::string, std::string> last_state;  // by order
};

Said said_by(const Disk& disk) {
    Said out;
    auto reader = JournalReader::open(disk, folder / "journal", ReadFrom::first_record);
    EXPECT_TRUE(reader.has_value());
    for (auto next = reader->next(); next && *next; next = reader->next()) {
        ++out.records[(*next)->kind.type];
        if ((*next)->kind == paper_order_state) {
            TrialLines lines((*next)->payload);
            (void)lines.text("place");
            const std::string order(lines.text("order"));
            out.last_state[order] = lines.text("state");
        }
    }
    return out;
}

TEST(Session, WritesEveryOrderFillAndSettlementIntoItsJournalAndHowEachOrderEnded) {
    SimulatedDisk disk;
    auto session = the_case().open(disk);
    ASSERT_TRUE(session.has_value()) << describe(session.error());
    ASSERT_TRUE(go_on(*session, the_case().steps(5h)).has_value());
    const RunRecord& record = session->record();
    ASSERT_GT(record.funding.size(), 0U);

    Said said = said_by(disk);

    EXPECT_EQ(said.records[paper_manifest.type], 1U);
    EXPECT_EQ(said.records[paper_step.type], session->view().steps);
    EXPECT_EQ(said.records[paper_done.type], session->view().steps);
    EXPECT_EQ(said.records[paper_order.type], record.orders.size());
    EXPECT_EQ(said.records[paper_fill.type], record.fills.size());
    EXPECT_EQ(said.records[paper_funding.type], record.funding.size());
    EXPECT_EQ(said.records[paper_note.type], record.notes.size());
    for (const OrderRecord& order : record.orders) {
        if (order.order) {
            EXPECT_EQ(said.last_state[std::to_string(order.order.value())],
                      order_state_text(order.state));
        }
    }
}

TEST(Session, OnARealDiskIsWhatItIsOnASimulatedOne) {
    const TemporaryDirectory directory;
    RealDisk disk;
    const auto in_directory = [&](PaperOptions& one) { one.folder = directory.path() / "a/paper"; };
    const auto steps = the_case().steps(24h);
    for (const std::size_t count : {3U, 9U, 12U, 21U}) {
        auto session = the_case().open(disk, in_directory);
        ASSERT_TRUE(session.has_value()) << describe(session.error());
        const auto done = go_on(*session, std::span(steps).first(count));
        ASSERT_TRUE(done.has_value()) << describe(done.error());
    }
    SimulatedDisk simulated;
    auto session = the_case().open(simulated);
    ASSERT_TRUE(session.has_value()) << describe(session.error());
    ASSERT_TRUE(go_on(*session, steps).has_value());

    for (const char* name : {"journal", "tape"}) {
        const auto bytes =
            disk.read_file(directory.path() / "a/paper" / name, {.size_max = 64U << 20U});
        ASSERT_TRUE(bytes.has_value());
        EXPECT_TRUE(*bytes == bytes_of(simulated, name)) << name;
    }
}

TEST(Session, IsOneToAFolder) {
    SimulatedDisk disk;
    const auto first = the_case().open(disk);
    ASSERT_TRUE(first.has_value()) << describe(first.error());

    const auto second = the_case().open(disk);

    ASSERT_FALSE(second.has_value());
    EXPECT_NE(describe(second.error()).find("journal"), std::string::npos);
}

}  // namespace
}  // namespace tradelab::paper_test
