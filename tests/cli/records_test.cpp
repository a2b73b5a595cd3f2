#include "cli/program.hpp"
#include "document/json_parse.hpp"
#include "document/sha256.hpp"
#include "gate/lifetime.hpp"
#include "journal/trials.hpp"
#include "journal/trials_of.hpp"
#include "os/real_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tradelab {
namespace {

using testing::HasSubstr;

JsonValue document_of(const Outcome& outcome) {
    auto document = parse_json(outcome.output.bytes, {.bytes_max = 1U << 20U, .depth_max = 16});
    EXPECT_TRUE(document) << outcome.output.bytes << outcome.errors.bytes;
    return document ? std::move(*document) : JsonValue();
}

// A ledger of three trials where the program looks for it.
std::filesystem::path record_three(const Program& tradelab) {
    const auto path = tradelab.home.path() / ".local/state/tradelab/trials";
    RealDisk disk;
    std::vector<Trial> trials = {trial_of(1), trial_of(2), trial_of(3)};
    trials[2].basis = TrialData::synthetic;
    trials[2].counts = TrialCounts::no;
    const auto first = append_trials(disk, path, trials, UnixNanos(1'751'328'000'000'000'000));
    EXPECT_TRUE(first) << describe(first.error());
    return path;
}

TEST(Trials, WithoutALedgerThereAreNone) {
    const Program tradelab;

    const auto list = tradelab({"trials"});
    const auto count = tradelab({"trials", "count"});

    EXPECT_EQ(list.exit_code, 0);
    EXPECT_THAT(list.errors.bytes, HasSubstr("No trial was recorded so far."));
    EXPECT_EQ(count.output.bytes, "0\n");
}

TEST(Trials, AreListedCountedAndChosen) {
    const Program tradelab;
    (void)record_three(tradelab);

    EXPECT_EQ(tradelab({"trials", "count"}).output.bytes, "3\n");
    EXPECT_EQ(tradelab({"trials", "count", "--counted"}).output.bytes, "2\n");
    EXPECT_EQ(tradelab({"trials", "count", "--basis", "synthetic"}).output.bytes, "1\n");
    EXPECT_EQ(
        tradelab({"trials", "count", "--strategy", trial_instance_of(2).strategy.substr(0, 8)})
            .output.bytes,
        "1\n");
    EXPECT_EQ(tradelab({"trials", "count", "--plugin", "tl.other"}).output.bytes, "0\n");
    EXPECT_THAT(tradelab({"trials", "list"}).output.bytes, HasSubstr("pessimistic/1"));
    const JsonValue last = document_of(tradelab({"trials", "list", "--last", "1", "--json"}));
    EXPECT_EQ(last["in_all"], 3);
    ASSERT_EQ(last["trials"].array()->size(), 1U);
    EXPECT_EQ(last["trials"].array()->at(0)["number"], 3);
}

// The file with which a search began is a human's, what the search made of it is not.
TEST(Trials, WhatASearchProposedNamesItsArmAndItsCampaign) {
    const Program tradelab;
    RealDisk disk;
    std::vector<Trial> trials = {trial_of(1), trial_of(2)};
    trials[1].proposal = {.campaign = sha256_hex("a campaign"), .hypothesis = {}, .arm = "tpe"};
    ASSERT_TRUE(append_trials(disk,
                              tradelab.home.path() / ".local/state/tradelab/trials",
                              trials,
                              UnixNanos(1'751'328'000'000'000'000)));

    const auto list = tradelab({"trials", "list"});
    const JsonValue json = document_of(tradelab({"trials", "list", "--json"}));

    EXPECT_THAT(list.output.bytes, HasSubstr("human"));
    EXPECT_THAT(list.output.bytes,
                HasSubstr("search: tpe, campaign " + sha256_hex("a campaign").substr(0, 12)));
    const JsonArray& all = *json["trials"].array();
    EXPECT_EQ(all.at(0)["origin"], "human");
    EXPECT_EQ(all.at(1)["origin"], "search");
    EXPECT_EQ(all.at(1)["instances"].array()->at(0)["origin"], "search");
    EXPECT_EQ(all.at(1)["arm"], "tpe");
    EXPECT_EQ(all.at(1)["campaign"], sha256_hex("a campaign"));
}

TEST(Trials, OneIsShownWithAllItTakesToRunItAgain) {
    const Program tradelab;
    (void)record_three(tradelab);

    const auto shown = tradelab({"trials", "show", "2"});
    const auto missing = tradelab({"trials", "show", "4"});

    EXPECT_THAT(shown.output.bytes, HasSubstr(std::string(64, 'c')));
    EXPECT_THAT(shown.output.bytes, HasSubstr("file {\"name\":\"even\""));
    EXPECT_EQ(missing.exit_code, 1);
    EXPECT_THAT(missing.errors.bytes, HasSubstr("there is no trial 4"));
}

TEST(Trials, AnotherStateFolderIsAnotherLedger) {
    const Program tradelab;
    (void)record_three(tradelab);

    EXPECT_EQ(tradelab({"trials", "count", "--state", "elsewhere"}).output.bytes, "0\n");
    EXPECT_EQ(tradelab({"trials", "count", "--state", ".local/state/tradelab"}).output.bytes,
              "3\n");
}

TEST(JournalVerify, SaysThatAllIsWhole) {
    const Program tradelab;
    const auto path = record_three(tradelab);

    const auto outcome = tradelab({"journal", "verify", "--json"});

    EXPECT_EQ(outcome.exit_code, 0);
    const JsonValue document = document_of(outcome);
    const JsonValue& journal = document["journals"].array()->at(0);
    EXPECT_EQ(journal["path"], path.string());
    EXPECT_EQ(journal["journal"]["records"], 3);
    EXPECT_EQ(journal["journal"]["torn_bytes"], 0);
}

TEST(JournalVerify, AChangedByteIsDamageWithItsPlace) {
    const Program tradelab;
    const auto path = record_three(tradelab);
    replace_in(path, "pessimistic/1", "optimistic/11");

    const auto named = tradelab({"journal", "verify", path});
    const auto found = tradelab({"journal", "verify"});
    const auto list = tradelab({"trials", "list"});

    EXPECT_EQ(named.exit_code, 1);
    EXPECT_EQ(found.exit_code, 1);
    EXPECT_EQ(list.exit_code, 1);
    EXPECT_THAT(named.errors.bytes, HasSubstr("trials"));
    EXPECT_THAT(named.output.bytes, HasSubstr("damaged"));
}

TEST(JournalVerify, WhereNothingWasBegunDataIsMissing) {
    const Program tradelab;

    const auto outcome = tradelab({"journal", "verify"});

    EXPECT_EQ(outcome.exit_code, 6);
    EXPECT_THAT(outcome.errors.bytes, HasSubstr("no journal was begun in"));
}

TEST(JournalVerify, LooksAtBothLifetimeRecords) {
    const Program tradelab;
    const auto state = tradelab.home.path() / ".local/state/tradelab";
    RealDisk disk;
    ASSERT_TRUE(Lifetime(disk, state / "vault").grant(sha256_hex("one"), UnixNanos(1)));
    ASSERT_TRUE(Lifetime(disk, state / "vault-synthetic").grant(sha256_hex("two"), UnixNanos(1)));

    const auto whole = document_of(tradelab({"journal", "verify", "--json"}));
    replace_in(state / "vault-synthetic", sha256_hex("two"), sha256_hex("six"));
    const auto edited = tradelab({"journal", "verify"});

    ASSERT_EQ(whole["journals"].array()->size(), 2U);
    for (const JsonValue& one : *whole["journals"].array()) {
        EXPECT_EQ(one["ok"], true);
    }
    EXPECT_EQ(edited.exit_code, 1);
}

TEST(Journals, OneThatIsNotThereIsNotDamaged) {
    const Program tradelab;

    const auto absent = tradelab({"journal", "verify", "nofile"});

    EXPECT_EQ(absent.exit_code, static_cast<int>(exit_code(ErrorCode::data_missing)));
    EXPECT_THAT(absent.errors.bytes, HasSubstr("nofile is not there"));
    EXPECT_THAT(absent.output.bytes, HasSubstr("not there"));
    EXPECT_THAT(absent.output.bytes, testing::Not(HasSubstr("damaged")));

    write_text(tradelab.home.path() / "lost.mark", "x");
    EXPECT_THAT(tradelab({"journal", "verify", "lost"}).output.bytes, HasSubstr("damaged"));
}

TEST(Journals, OneThatLostItsMarkIsRefusedAdoptedAndAppendedTo) {
    const Program tradelab;
    const auto path = record_three(tradelab);
    auto mark = path;
    mark += ".mark";
    std::filesystem::remove(mark);

    const auto refused = tradelab({"trials", "list"});
    const auto unasked = tradelab({"journal", "adopt", path.string()});
    EXPECT_EQ(refused.exit_code, 5);
    EXPECT_THAT(refused.errors.bytes,
                HasSubstr("tradelab journal adopt '" + path.string() + "' --yes"));
    EXPECT_EQ(unasked.exit_code, 5);
    EXPECT_FALSE(std::filesystem::exists(mark));

    const auto adopted = tradelab({"journal", "adopt", path.string(), "--yes"});
    EXPECT_EQ(adopted.exit_code, 0) << adopted.errors.bytes;
    EXPECT_THAT(adopted.output.bytes, HasSubstr("3 records, the last is 3"));
    EXPECT_NE(tradelab({"journal", "adopt", path.string(), "--yes"}).exit_code, 0);
    EXPECT_EQ(tradelab({"journal", "adopt", "nothing", "--yes"}).exit_code, 6);

    RealDisk disk;
    const auto fourth = append_trial(disk, path, trial_of(4), UnixNanos(1'751'328'000'000'000'001));
    ASSERT_TRUE(fourth) << describe(fourth.error());
    EXPECT_EQ(*fourth, 4U);
    EXPECT_EQ(tradelab({"trials", "count"}).output.bytes, "4\n");
    EXPECT_EQ(tradelab({"journal", "verify", path.string()}).exit_code, 0);
}

}  // namespace
}  // namespace tradelab
