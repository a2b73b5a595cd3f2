#include "store/sources.hpp"

#include "document/json_write.hpp"
#include "journal/trials.hpp"
#include "journal/writer.hpp"
#include "lifecycle/lifecycle.hpp"
#include "paper/forge.hpp"
#include "paper/records.hpp"
#include "store/history.hpp"
#include "store/journals.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

// What the records of the lab become, and journals that cannot be read to their end.
namespace tradelab::store_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string first(const Projection& projection, const std::string& sql) {
    auto row = projection.database().prepare(sql).value();
    return row.step().value() ? std::string(row.text(0)) : "none";
}

std::int64_t count(const Projection& projection, const std::string& what) {
    return projection.database().number("SELECT count(*) FROM " + what).value();
}

const SourceState& of(const Projection& projection, Source source) {
    const auto found = std::ranges::find(projection.sources(), source, &SourceState::source);
    EXPECT_NE(found, projection.sources().end());
    return *found;
}

TEST(Sources, TrialsLivesAndVaultsBecomeRows) {
    StoreHome home;
    write_lab(home.disk);
    const auto projection = home.level();

    EXPECT_EQ(count(projection, "runs"), 4);
    EXPECT_EQ(count(projection, "trials"), 5);  // one run is of two files
    EXPECT_EQ(first(projection, "SELECT metrics FROM runs WHERE seq = 1"),
              "max_drawdown -0.25\nsharpe undefined\ntrades 417\n");
    EXPECT_EQ(first(projection, "SELECT parent FROM runs WHERE campaign = 'c1'"), "2");
    EXPECT_EQ(first(projection, "SELECT stage FROM strategies WHERE name = 'good'"), "approved");
    EXPECT_EQ(first(projection, "SELECT stage FROM strategies WHERE name = 'lucky'"), "retired");
    EXPECT_EQ(count(projection, "approvals"), 1);
    EXPECT_EQ(first(projection, "SELECT author FROM approvals"), "user 1000");
    EXPECT_EQ(count(projection, "gate WHERE source = 3"), 3);
    EXPECT_EQ(count(projection, "gate WHERE source = 4"), 3);
    EXPECT_EQ(first(projection, "SELECT power_permille FROM gate WHERE act = 'open_vault'"), "612");
}

TEST(Sources, ATrialOfVersionOneSaysLessAndIsThere) {
    StoreHome home;
    {
        ASSERT_TRUE(home.disk.make_directories("/state"));
        auto writer =
            JournalWriter::open(home.disk, "/state/trials", {.kind = std::string(trials_kind)});
        ASSERT_TRUE(writer);
        ASSERT_TRUE(writer->append({.type = trial_record_type, .version = trial_record_version_1},
                                   {},
                                   "strategy abc\nplugin p\nversion 1\nlibrary def\ndata ghi\n"
                                   "from_ns 1\nto_ns 2\nengine e\nfill_model f\nrisk none\n"
                                   "cost_stress_permille 1000\nseed 3\nresult 00\nmetric a 1\n"
                                   "basis synthetic\norigin human\ncounts no\n"));
        ASSERT_TRUE(writer->sync());
    }

    const auto projection = home.level();

    EXPECT_EQ(of(projection, Source::trials).problem, std::nullopt);
    EXPECT_EQ(first(projection, "SELECT strategy FROM trials"), "abc");
    EXPECT_EQ(count(projection, "runs WHERE figures IS NULL AND version = 1 AND counts = 0"), 1);
}

TEST(Sources, EveryAccountThatThereWasIsReadAndTheNewestIsShown) {
    StoreHome home;
    write_everything(home.disk);
    auto projection = home.level();
    const auto fills = count(projection, "fills");
    const auto shown = events_in(projection.database(), {.last = 1'000}, {}).value();
    for (const char* file : {"journal", "journal.mark", "journal.lock"}) {
        const std::string bytes = paper_test::bytes_of(home.disk, file);
        ASSERT_TRUE(home.disk.make_directories(paper_test::folder / "account-12"));
        ASSERT_TRUE(write_atomically(home.disk, paper_test::folder / "account-12" / file, bytes));
        // Names that are none of an account.
        ASSERT_TRUE(home.disk.make_directories(paper_test::folder / "account-012"));
        ASSERT_TRUE(write_atomically(home.disk, paper_test::folder / "account-012" / file, bytes));
    }
    // The newer one has not come as far.
    paper_test::forge(home.disk, "account-12/journal", paper_journal_kind, [](auto& records) {
        records.resize(records.size() * 6 / 10);
    });

    (void)bring_level(projection);

    const auto newer = count(projection, "fills WHERE account = 12");
    EXPECT_GT(newer, 0);
    EXPECT_LT(newer, fills);
    EXPECT_EQ(count(projection, "fills"), fills + newer);
    EXPECT_EQ(count(projection, "sessions"), 2);
    const auto events = [&](const HistoryQuestion& question) {
        return line_json(events_in(projection.database(), question, {}).value());
    };
    EXPECT_EQ(events({.last = 1'000}), events({.last = 1'000, .account = 12}));
    EXPECT_NE(events({.last = 1'000}), line_json(shown));
    EXPECT_EQ(events({.last = 1'000, .account = 0}), line_json(shown));
    EXPECT_TRUE(events_in(projection.database(), {.account = 3}, {}).value().empty());
    EXPECT_GE(count(projection, "audit WHERE act = 'panic'"), 1);
    EXPECT_THAT(projection.take_remarks(), IsEmpty());
    EXPECT_EQ(contents_of(projection.database()), home.made_at_once());
}

TEST(Sources, NoneOfThemNeedsToBeThere) {
    StoreHome home;
    auto projection = Projection::open(home.disk, home.places()).value();

    const auto done = projection.catch_up(1'000).value();

    EXPECT_TRUE(done.is_level);
    EXPECT_EQ(done.records, 0U);
    EXPECT_THAT(projection.take_remarks(), IsEmpty());
    write_lab(home.disk);
    EXPECT_GT(bring_level(projection), 20U);
    EXPECT_EQ(contents_of(projection.database()), home.made_at_once());
}

TEST(Sources, ADamagedOneIsReadUpToThereAndTheOthersGoOn) {
    StoreHome home;
    write_everything(home.disk);
    const auto undamaged = [&] { return of(home.level(), Source::paper).applied.seq; }();
    ASSERT_TRUE(Database::remove(home.file()));
    std::string bytes = paper_test::bytes_of(home.disk, "journal");
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    ASSERT_TRUE(write_atomically(home.disk, paper_test::folder / "journal", bytes).has_value());

    for (int start = 0; start < 3; ++start) {
        auto projection = Projection::open(home.disk, home.places()).value();
        (void)bring_level(projection);
        (void)bring_level(projection);

        EXPECT_THAT(projection.take_remarks(), testing::Contains(HasSubstr("damaged at byte")));
        EXPECT_THAT(of(projection, Source::paper).problem.value_or(""),
                    HasSubstr("paper is read up to record"));
        EXPECT_GT(of(projection, Source::paper).applied.seq, 10U);
        EXPECT_LT(of(projection, Source::paper).applied.seq, undamaged);
        EXPECT_EQ(count(projection, "trials"), 5);
        EXPECT_EQ(count(projection, "stages"), 16);
    }
}

TEST(Sources, WhatThisProgramDoesNotKnowIsNotPassedOver) {
    StoreHome home;
    write_everything(home.disk);
    paper_test::forge(home.disk, "journal", paper_journal_kind, [](auto& records) {
        records.at(40).first.kind.version = 9;
    });

    auto projection = Projection::open(home.disk, home.places()).value();
    (void)bring_level(projection);

    EXPECT_EQ(of(projection, Source::paper).applied.seq, 40U);
    EXPECT_THAT(of(projection, Source::paper).problem.value_or(""),
                HasSubstr("unknown to this program"));
}

TEST(Sources, ARecordThatIsNotAsItIsWrittenLeavesNoRow) {
    StoreHome home;
    write_everything(home.disk);
    std::uint64_t place = 0;
    paper_test::forge(home.disk, "journal", paper_journal_kind, [&](auto& records) {
        for (auto& [record, payload] : records) {
            if (record.kind == paper_fill) {
                payload += "more 1\n";
                place = record.seq;
                return;
            }
        }
    });

    auto projection = Projection::open(home.disk, home.places()).value();
    (void)bring_level(projection);

    EXPECT_EQ(of(projection, Source::paper).applied.seq, place - 1);
    EXPECT_EQ(count(projection, "fills"), 0);
    EXPECT_GT(count(projection, "decided_orders"), 0);
}

TEST(Sources, AnOrderThatIsThereTwiceIsRefusedAndWhatCameBeforeIsKept) {
    StoreHome home;
    write_everything(home.disk);
    std::uint64_t second = 0;
    paper_test::forge(home.disk, "journal", paper_journal_kind, [&](auto& records) {
        std::string earlier;
        for (auto& [record, payload] : records) {
            if (record.kind == paper_order && earlier.empty()) {
                earlier = payload;
            } else if (record.kind == paper_order) {
                payload = earlier;
                second = record.seq;
                return;
            }
        }
    });

    auto projection = Projection::open(home.disk, home.places()).value();
    (void)bring_level(projection);
    (void)bring_level(projection);

    EXPECT_EQ(of(projection, Source::paper).applied.seq, second - 1);
    EXPECT_THAT(of(projection, Source::paper).problem.value_or(""), HasSubstr("UNIQUE"));
    EXPECT_EQ(count(projection, "decided_orders"), 1);
    EXPECT_EQ(count(projection, "trials"), 5);
}

TEST(Sources, OnlyWhatWasAcknowledgedIsApplied) {
    StoreHome home;
    write_everything(home.disk);
    const std::string before = contents_of(home.level().database());
    auto writer = JournalWriter::open(
        home.disk, paper_test::folder / "journal", {.kind = paper_journal_kind});
    ASSERT_TRUE(writer);
    for (int n = 0; n < 3; ++n) {
        ASSERT_TRUE(writer->append(paper_step, {}, "until_ns 1\n"));
    }

    EXPECT_EQ(contents_of(home.level().database()), before);
    ASSERT_TRUE(writer->sync());
    EXPECT_NE(contents_of(home.level().database()), before);
}

}  // namespace
}  // namespace tradelab::store_test
