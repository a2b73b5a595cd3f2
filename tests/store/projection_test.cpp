#include "store/projection.hpp"

#include "paper/session_case.hpp"
#include "store/anew.hpp"
#include "store/journals.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>

// The same rows, however they came there.
namespace tradelab::store_test {
namespace {

using testing::IsEmpty;

std::int64_t number(const Projection& projection, const std::string& sql) {
    const auto found = projection.database().number(sql);
    EXPECT_TRUE(found) << sql << ": " << describe(found.error());
    return found.value_or(-1);
}

TEST(Projection, BroughtUpWhileASessionRunsIsTheSameAsMadeAtOnce) {
    StoreHome home;
    write_lab(home.disk);
    auto projection = Projection::open(home.disk, home.places()).value();
    std::uint64_t records = 0;

    const auto session = run_session(home.disk, [&] { records += bring_level(projection, 7); });

    EXPECT_GT(records, 150U);
    EXPECT_EQ(contents_of(projection.database()), home.made_at_once());
    EXPECT_THAT(projection.take_remarks(), IsEmpty());
    EXPECT_GT(number(projection, "SELECT count(*) FROM fills"), 10);
    EXPECT_GT(number(projection, "SELECT count(*) FROM funding"), 0);
}

TEST(Projection, AppliedTwiceChangesNothing) {
    StoreHome home;
    write_everything(home.disk);
    std::string once;
    {
        auto projection = home.level();
        once = contents_of(projection.database());
        EXPECT_EQ(bring_level(projection), 0U);
        EXPECT_EQ(contents_of(projection.database()), once);
    }

    auto again = Projection::open(home.disk, home.places()).value();

    EXPECT_EQ(bring_level(again), 0U);
    EXPECT_EQ(contents_of(again.database()), once);
    EXPECT_THAT(again.take_remarks(), IsEmpty());
}

TEST(Projection, CutBehindAnyRecordItGoesOnToTheSame) {
    StoreHome home;
    write_everything(home.disk);
    const std::string whole = home.made_at_once();
    std::uint64_t records = 0;
    for (std::uint64_t cut = 1; cut == 1 || cut <= records; ++cut) {
        ASSERT_TRUE(Database::remove(home.file()));
        std::uint64_t before = 0;
        {
            auto first = Projection::open(home.disk, home.places()).value();
            before = first.catch_up(cut).value().records;
        }
        auto second = Projection::open(home.disk, home.places()).value();
        records = before + bring_level(second);

        ASSERT_EQ(contents_of(second.database()), whole) << "cut behind " << cut;
        ASSERT_THAT(second.take_remarks(), IsEmpty()) << "cut behind " << cut;
    }
    EXPECT_GT(records, 150U);
}

TEST(Projection, OfAProcessThatWasKilledAtAnyCommitGoesOnToTheSame) {
    StoreHome home;
    write_everything(home.disk);
    const std::string whole = home.made_at_once();
    auto projection = Projection::open(home.disk, home.places()).value();
    bool is_level = false;
    int deaths = 0;
    while (!is_level) {
        is_level = projection.catch_up(13).value().is_level;
        // What a kill leaves behind: the file and its log as they are, nobody closes them.
        ProjectionPlaces left = home.places();
        left.file = home.folder() / "left.sqlite";
        ASSERT_TRUE(Database::remove(left.file));
        for (const char* ending : {"", "-wal"}) {
            std::filesystem::copy_file(home.file().string() + ending, left.file.string() + ending);
        }
        auto next = Projection::open(home.disk, left).value();
        (void)bring_level(next);

        ASSERT_EQ(contents_of(next.database()), whole) << "death " << deaths;
        ASSERT_THAT(next.take_remarks(), IsEmpty()) << "death " << deaths;
        ++deaths;
    }
    EXPECT_GT(deaths, 10);
}

TEST(Projection, SumsToTheSessionsLedgerToTheLastUnit) {
    StoreHome home;
    const auto session = run_session(home.disk);
    const auto projection = home.level();
    const PaperView view = session.view();
    const RunRecord& record = session.record();

    EXPECT_EQ(number(projection, "SELECT sum(realised_e8) FROM fills"),
              view.statement.realised.mantissa());
    EXPECT_EQ(number(projection, "SELECT sum(fee_e8) FROM fills"), view.statement.fees.mantissa());
    EXPECT_EQ(number(projection, "SELECT sum(paid_e8) FROM funding"),
              view.statement.funding.mantissa());
    EXPECT_EQ(number(projection, "SELECT equity_e8 FROM standings ORDER BY seq DESC LIMIT 1"),
              view.statement.equity.mantissa());
    EXPECT_EQ(number(projection, "SELECT count(*) FROM fills"),
              static_cast<std::int64_t>(record.fills.size()));
    EXPECT_EQ(number(projection, "SELECT count(*) FROM orders"),
              static_cast<std::int64_t>(record.orders.size()));
    EXPECT_EQ(number(projection, "SELECT count(*) FROM funding"),
              static_cast<std::int64_t>(record.funding.size()));
    EXPECT_EQ(number(projection, "SELECT count(*) FROM commands"),
              static_cast<std::int64_t>(view.commands));
    EXPECT_NE(view.statement.realised, Cash());
    EXPECT_NE(view.statement.funding, Cash());
}

TEST(Projection, ShowsOrdersAndPositionsAsTheyStand) {
    StoreHome home;
    std::optional<Projection> projection;
    projection.emplace(Projection::open(home.disk, home.places()).value());
    auto session = paper_test::the_case().open(home.disk).value();
    int held = 0;

    for (const auto& act : paper_test::the_case().steps(std::chrono::hours(31))) {
        ASSERT_TRUE(session.advance(std::get<UnixNanos>(act)));
        (void)bring_level(*projection);
        const PaperView view = session.view();
        ASSERT_EQ(number(*projection, "SELECT count(*) FROM positions"),
                  static_cast<std::int64_t>(view.positions.size()));
        for (const PaperPosition& one : view.positions) {
            ++held;
            ASSERT_EQ(number(*projection,
                             "SELECT quantity FROM positions WHERE instance = " +
                                 std::to_string(one.instance.value())),
                      one.position.quantity.mantissa());
        }
    }
    const auto& orders = session.record().orders;
    for (std::size_t place = 0; place < orders.size(); ++place) {
        auto row = projection->database()
                       .prepare("SELECT state, filled FROM orders WHERE place = " +
                                std::to_string(place + 1))
                       .value();
        ASSERT_TRUE(row.step().value());
        const bool is_refused = orders[place].refused_by_risk || orders[place].refused_by_filter;
        EXPECT_EQ(row.text(0), is_refused ? "refused" : order_state_text(orders[place].state));
        EXPECT_EQ(row.integer(1), orders[place].filled.mantissa());
    }
    EXPECT_GT(held, 3);
    EXPECT_GT(orders.size(), 5U);
}

TEST(Projection, RebuiltSaysHowManyRecordsAndHowFast) {
    StoreHome home;
    write_everything(home.disk);
    (void)home.level();
    const SystemClock clock;

    const auto rebuilt = rebuild_projection(
        home.disk, clock, home.places(), [](const RebuildProgress&) { return true; });

    ASSERT_TRUE(rebuilt) << describe(rebuilt.error());
    EXPECT_EQ(rebuilt->progress.records, rebuilt->progress.acknowledged);
    EXPECT_GT(rebuilt->progress.records, 150U);
    EXPECT_GT(rate_of(rebuilt->progress), 0U);
    EXPECT_EQ(contents_of(home.level().database()), home.made_at_once());
}

}  // namespace
}  // namespace tradelab::store_test
