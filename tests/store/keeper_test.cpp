#include "store/keeper.hpp"

#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "journal/trials.hpp"
#include "journal/trials_of.hpp"
#include "os/clock.hpp"
#include "os/real_disk.hpp"
#include "paper/session_case.hpp"
#include "store/journals.hpp"
#include "store/throwing_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <memory>
#include <string>
#include <vector>

// The thread that keeps the tables level.
namespace tradelab::store_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

JsonValue asked(StoreKeeper& keeper, StoreQuestion::Of of = StoreQuestion::Of::events) {
    // Shared with the answer, which may come when nobody waits any more.
    const auto said = std::make_shared<std::promise<std::string>>();
    auto answer = said->get_future();
    const bool taken = keeper.ask({.of = of,
                                   .which = {.last = 1'000},
                                   .head = {{"schema", "a test"}},
                                   .answer = [said](std::string line) { said->set_value(line); }});
    EXPECT_TRUE(taken);
    return parse_json(answer.get(), {.bytes_max = std::size_t{4} << 20U}).value();
}

// All that was written so far is in the answer.
JsonValue asked_until_level(StoreKeeper& keeper) {
    JsonValue answer = asked(keeper);
    while (answer["records_behind"].integer() != nullptr &&
           *answer["records_behind"].integer() > 0) {
        answer = asked(keeper);
    }
    return answer;
}

TEST(StoreKeeper, AnswersFromWhatWasJustWritten) {
    StoreHome home;
    write_everything(home.disk);
    const SystemClock clock;
    StoreKeeper keeper(home.disk, clock, home.places());

    const auto events = asked_until_level(keeper);
    const auto audit = asked(keeper, StoreQuestion::Of::audit);

    EXPECT_EQ(line_json(events["schema"]), "\"a test\"");
    EXPECT_GT(events["events"].array()->size(), 50U);
    EXPECT_GT(*events["applied_seq"]["paper"].integer(), 100);
    EXPECT_EQ(line_json(events["problems"]), "[]");
    EXPECT_GT(audit["audit"].array()->size(), 7U);
    EXPECT_EQ(keeper.problem(), std::nullopt);
    EXPECT_THAT(keeper.take_notices(), IsEmpty());
}

TEST(StoreKeeper, HasEverythingOnceItIsFinished) {
    StoreHome home;
    write_everything(home.disk);
    const SimulatedClock clock{UnixNanos()};
    {
        StoreKeeper keeper(home.disk, clock, home.places());
        keeper.finish();
        EXPECT_FALSE(keeper.ask({}));
        EXPECT_FALSE(std::filesystem::exists(home.file().string() + "-wal"));
    }

    const auto projection = Projection::open(home.disk, home.places()).value();

    EXPECT_EQ(contents_of(projection.database()), home.made_at_once());
}

// A minute later at each look: no patience lasts.
class HastyClock final : public Clock {
public:
    [[nodiscard]] UnixNanos now() const override { return {}; }
    [[nodiscard]] std::chrono::nanoseconds monotonic() const override {
        return std::chrono::minutes(++looks_);
    }

private:
    mutable std::atomic<int> looks_ = 0;
};

TEST(StoreKeeper, EndsWithoutTheRestWhereThatTakesLongAndTheNextOneReadsItAndThrowsNothingAway) {
    StoreHome home;
    std::vector<Trial> trials;
    for (std::uint64_t seed = 1; seed <= 30'000; ++seed) {
        trials.push_back(trial_of(seed));
    }
    ASSERT_TRUE(home.disk.make_directories("/state"));
    ASSERT_TRUE(append_trials(home.disk, "/state/trials", trials, UnixNanos(1)));
    const HastyClock hasty;
    {
        StoreKeeper keeper(home.disk, hasty, home.places());
        keeper.finish();
        EXPECT_EQ(keeper.problem(), std::nullopt);
        EXPECT_THAT(keeper.take_notices(), IsEmpty());
    }

    {
        auto projection = Projection::open(home.disk, home.places()).value();
        EXPECT_GT(bring_level(projection), 0U);
        EXPECT_EQ(contents_of(projection.database()), home.made_at_once());
    }
    // To take the file up every row of it is read, and that is given up as well.
    const auto given_up = Projection::open(home.disk, home.places(), [] { return true; });
    ASSERT_FALSE(given_up);
    EXPECT_EQ(given_up.error().code, ErrorCode::interrupted) << describe(given_up.error());
    auto again = Projection::open(home.disk, home.places()).value();
    EXPECT_THAT(again.take_remarks(), IsEmpty());
    EXPECT_EQ(bring_level(again), 0U);
}

TEST(StoreKeeper, SaysOnceThatItCannotWriteAndCatchesUpLater) {
    StoreHome home;
    write_everything(home.disk);
    const SystemClock clock;
    std::filesystem::create_directory(home.file());
    {
        StoreKeeper keeper(home.disk, clock, home.places());

        const auto answer = asked(keeper);
        (void)asked(keeper);

        EXPECT_THAT(line_json(answer), HasSubstr("trading goes on"));
        EXPECT_THAT(keeper.problem().value_or(""), HasSubstr("projection.sqlite"));
        const auto notices = keeper.take_notices();
        ASSERT_EQ(notices.size(), 1U);
        EXPECT_EQ(notices.front().grade, StoreNotice::Grade::warning);
        // The last try is at the end.
        std::filesystem::remove(home.file());
        keeper.finish();
        EXPECT_EQ(keeper.problem(), std::nullopt);
        EXPECT_EQ(keeper.take_notices().size(), 1U);
    }

    EXPECT_EQ(contents_of(home.level().database()), home.made_at_once());
}

TEST(StoreKeeper, WhatIsThrownOnItsThreadIsAProblemAndNotTheEndOfTheProcess) {
    const StoreHome home;
    const ThrowingDisk disk;
    const SystemClock clock;
    StoreKeeper keeper(disk, clock, home.places());

    const auto answer = asked(keeper);

    EXPECT_THAT(line_json(answer), HasSubstr("bad_alloc"));
    EXPECT_THAT(keeper.problem().value_or(""), HasSubstr("trading goes on"));
    EXPECT_EQ(keeper.take_notices().size(), 1U);
}

TEST(StoreKeeper, KeepsUpWithASessionThatRuns) {
    // Both threads read and write the same files: the machine's disk.
    RealDisk disk;
    const StoreHome home;
    ProjectionPlaces places =
        projection_places(home.folder() / "state", home.folder() / "state" / "paper");
    ASSERT_TRUE(disk.make_directories(home.folder() / "state"));
    const SystemClock clock;
    std::string last;
    {
        StoreKeeper keeper(disk, clock, places);
        auto session = paper_test::the_case()
                           .open(disk,
                                 [&](PaperOptions& options) {
                                     options.folder = home.folder() / "state" / "paper";
                                 })
                           .value();
        for (const auto& act : paper_test::the_case().steps(std::chrono::hours(24))) {
            ASSERT_TRUE(session.advance(std::get<UnixNanos>(act)));
            (void)asked(keeper);
        }
        last = line_json(asked_until_level(keeper)["applied_seq"]);
        EXPECT_THAT(keeper.take_notices(), IsEmpty());
    }
    auto kept = Projection::open(disk, places).value();
    ProjectionPlaces once = places;
    once.file += ".once";

    auto whole = Projection::open_anew(disk, once).value();
    (void)bring_level(whole);

    EXPECT_EQ(contents_of(kept.database()), contents_of(whole.database()));
    EXPECT_THAT(last, HasSubstr("\"paper\":"));
}

}  // namespace
}  // namespace tradelab::store_test
