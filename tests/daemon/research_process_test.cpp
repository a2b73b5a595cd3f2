#include "daemon/follower.hpp"
#include "daemon/research_home.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "journal/trials.hpp"
#include "lifecycle/lifecycle.hpp"
#include "lifecycle/subject.hpp"
#include "os/real_disk.hpp"
#include "strategy/parameter_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <iterator>
#include <optional>
#include <poll.h>
#include <span>
#include <string>
#include <unistd.h>
#include <vector>

// The real daemon with a search beside it.
namespace tradelab {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

// The kernel ends the search with its parent: nothing goes on that nobody looks after.
void expect_gone(pid_t process) {
    for (int look = 0; look < 5'000 && ::kill(process, 0) == 0; ++look) {
        (void)::poll(nullptr, 0, 2);
    }
    EXPECT_NE(::kill(process, 0), 0) << "the search goes on without its daemon";
}

class Research : public testing::Test, public ResearchHome {};

TEST_F(Research, WhatIsProvenComesOnPaperByItselfAndIsBroughtToAHuman) {
    const auto ended = home.tradelabd({"--once"});
    ASSERT_EQ(ended.exit_code, 0) << ended.errors.bytes;
    ASSERT_EQ(text_of(best()["stage"]), "awaiting_approval") << line_json(best());
    const std::string id = text_of(best()["strategy"]).substr(0, 12);
    std::string stages;
    const JsonValue life = best();
    for (const JsonValue& step : *life["steps"].array()) {
        stages += text_of(step["to"]) + " ";
    }
    EXPECT_EQ(stages, "valid screened selected vaulted paper consistent awaiting_approval ");

    const RunningDaemon daemon(home);
    const auto status = daemon.ask(ControlVerb::status);
    EXPECT_THAT(line_json(status["needs_a_person"]), HasSubstr("tradelab approve " + id));
    EXPECT_EQ(text_of(status["account"]), "1");
    EXPECT_EQ(text_of(status["research"]["state"]), "done");
    const std::string found = home.tradelab({"lab", "status", "--plain"}).output.bytes;
    EXPECT_THAT(found, HasSubstr("killed by the correction"));
    EXPECT_THAT(found, HasSubstr("dossier " + (home.state() / "dossiers").string()));
    const auto approved = home.tradelab({"approve", id, "--why", "read the dossier"});
    ASSERT_EQ(approved.exit_code, 0) << approved.errors.bytes;
    const JsonValue last = best()["steps"].array()->back();
    EXPECT_EQ(text_of(best()["stage"]), "approved");
    EXPECT_EQ(text_of(last["by"]), "user " + std::to_string(::getuid()));
    // Its file is not the one that was proven any more: it is who was approved that is taken back.
    const auto file = home.state() / "found" / (text_of(best()["name"]) + ".json");
    std::filesystem::copy_file(file, home.state() / "as-proven.json");
    (void)another_like(file, text_of(best()["name"]));
    const auto compared = home.tradelab({"lab", "consistency"});
    EXPECT_EQ(compared.exit_code, 5) << compared.output.bytes << compared.errors.bytes;
    EXPECT_EQ(text_of(best()["stage"]), "paper");
    std::filesystem::rename(home.state() / "as-proven.json", file);

    const auto retired = home.tradelab({"retire", id, "--why", "no longer"});

    ASSERT_EQ(retired.exit_code, 0) << retired.errors.bytes;
    const auto flat = daemon.ask(ControlVerb::status);
    EXPECT_EQ(line_json((*flat["instances"].array())[0]["retired"]), "true");
    EXPECT_EQ(text_of(flat["last_command"]["reason"]), "no longer");
    EXPECT_EQ(home.tradelab({"approve", id, "--why", "again"}).exit_code, 5);
}

// Its trials go into the ledger 32 at a time: it is killed with none of them there, and with some.
TEST_F(Research, KilledAgainAndAgainNoTrialIsCountedTwiceOrForgottenAndItEndsWhereItWouldHave) {
    settings({{"trials", "80"}});
    ASSERT_EQ(home.tradelabd({"--once"}).exit_code, 0);
    const auto whole = trials();
    const auto life = best();
    ASSERT_GE(whole.size(), 80U);  // and the neighbours of whoever was judged
    std::filesystem::remove_all(home.state());
    settings({{"trials", "80"}, {"cpu_percent", "40"}});

    std::size_t fewest = whole.size();
    for (const int tried : {0, 32, 64}) {
        RunningDaemon daemon(home);
        const auto running = daemon.status_when([&](const JsonValue& status) {
            const auto* so_far = status["research"]["campaign"]["tried"].integer();
            return so_far != nullptr && *so_far >= tried;
        });
        daemon.send_signal(SIGKILL);
        EXPECT_EQ(daemon.wait(), -SIGKILL);
        if (const auto* child = running["research"]["process"].integer()) {
            expect_gone(static_cast<pid_t>(*child));
        }
        const auto left = trials();
        EXPECT_GE(left.size(), static_cast<std::size_t>(tried));
        ASSERT_LE(left.size(), whole.size());
        fewest = std::min(fewest, left.size());
        EXPECT_TRUE(std::ranges::equal(left, std::span(whole).first(left.size())));
    }
    EXPECT_LT(fewest, whole.size()) << "it was never killed in the middle";
    settings({{"trials", "80"}});
    ASSERT_EQ(home.tradelabd({"--once"}).exit_code, 0);

    EXPECT_EQ(trials(), whole);
    EXPECT_EQ(text_of(best()["strategy"]), text_of(life["strategy"]));
    EXPECT_EQ(text_of(best()["stage"]), text_of(life["stage"]));
}

// Whoever holds the lock of the dossiers stops a campaign right there: its verdict is on record,
// and the page is not.
TEST_F(Research, KilledBetweenVerdictAndDossierTheNextStartWritesTheDossier) {
    const auto dossiers = home.state() / "dossiers";
    std::filesystem::create_directories(dossiers);
    RealDisk disk;
    auto lock = disk.lock(dossiers / ".lock", 0s);
    ASSERT_TRUE(lock) << describe(lock.error());
    {
        RunningDaemon daemon(home);
        wait_until([&] { return stage().value_or(LifeStage::idea) > LifeStage::selected; },
                   "the verdict");
        wait_until(
            [&] {
                const auto ledger = read_trials(disk, home.state() / "trials");
                return ledger && std::ranges::any_of(*ledger, [](const RecordedTrial& one) {
                           return one.trial.proposal.arm == "evidence";
                       });
            },
            "the evidence of the one that was proven, after its checks");
        const auto running = daemon.status();
        daemon.send_signal(SIGKILL);
        EXPECT_EQ(daemon.wait(), -SIGKILL);
        const auto* child = running["research"]["process"].integer();
        ASSERT_NE(child, nullptr) << "it was not waiting for the lock";
        expect_gone(static_cast<pid_t>(*child));
    }
    const auto budget = line_json(json_of({"gate", "budget", "--synthetic"})["tests"]);
    const auto whole = trials();
    lock->reset();

    ASSERT_EQ(home.tradelabd({"--once"}).exit_code, 0);

    const JsonValue verdicts = json_of({"gate", "list"});
    ASSERT_EQ(verdicts["verdicts"].array()->size(), 1U) << line_json(verdicts);
    const std::string id = text_of((*verdicts["verdicts"].array())[0]["id"]);
    EXPECT_TRUE(std::filesystem::exists(dossiers / (id + ".html"))) << id;
    EXPECT_EQ(line_json(json_of({"gate", "budget", "--synthetic"})["tests"]), budget);
    EXPECT_EQ(trials(), whole);
    EXPECT_EQ(text_of(best()["stage"]), "awaiting_approval");
}

TEST_F(Research, APauseThatCutsPaperShortIsSaidWithWhatToDoAndThatHelps) {
    settings({{"speed", "10000"}});
    {
        RunningDaemon daemon(home);
        (void)daemon.status_when(
            [](const JsonValue& status) { return !status["consistency"].is_null(); });
        ASSERT_EQ(home.tradelab({"pause"}).exit_code, 0);
        ASSERT_EQ(home.tradelab({"resume"}).exit_code, 0);

        const auto status = daemon.status_when([](const JsonValue& seen) {
            return line_json(seen["consistency"]["is_cut_short"]) == "true";
        });

        const std::string needs = line_json(status["needs_a_person"]);
        EXPECT_THAT(needs, HasSubstr(text_of(best()["name"]) + " cannot be found consistent"));
        EXPECT_THAT(needs, HasSubstr("move " + (home.state() / "paper").string() + " away"));
        EXPECT_FALSE(status["consistency"]["ended_by_command_at"].is_null());
        EXPECT_EQ(text_of(status["consistency"]["days_asked"]), "30");
        EXPECT_THAT(home.tradelab({"status", "--plain"}).output.bytes,
                    HasSubstr("cannot be found consistent"));
        daemon.send_signal(SIGTERM);
        EXPECT_EQ(daemon.wait(), 0);
    }
    EXPECT_EQ(text_of(best()["stage"]), "paper");
    std::filesystem::rename(home.state() / "paper", home.state() / "paper-of-old");
    settings({});

    ASSERT_EQ(home.tradelabd({"--once"}).exit_code, 0);

    EXPECT_EQ(text_of(best()["stage"]), "awaiting_approval");
    const RunningDaemon daemon(home);
    const std::string needs = line_json(daemon.status()["needs_a_person"]);
    EXPECT_THAT(needs, testing::Not(HasSubstr("cannot be found consistent")));
    EXPECT_THAT(needs, testing::Not(HasSubstr("store"))) << "the tables know both accounts";
}

bool waits_for_another_account(const JsonValue& status) {
    return line_json(status["needs_a_person"]).find("another account") != std::string::npos;
}

TEST_F(Research, AnotherProvenOneBeginsAnotherAccountWithoutARestartButNotUnderAPauseOrLatch) {
    ASSERT_EQ(home.tradelabd({"--once"}).exit_code, 0);
    RealDisk disk;
    Lifecycle record(disk, home.state() / "lifecycle");
    const StrategyLife first = record.find(text_of(best()["strategy"])).value();
    const auto found = home.state() / "found";
    const ParameterFile second = another_like(found / (first.name + ".json"), "second");
    std::optional<Follower> follower;  // ends with the daemon
    std::optional<RunningDaemon> daemon(std::in_place, home);
    ASSERT_EQ(home.tradelab({"pause"}).exit_code, 0);

    prove_like(first, record, identity_of(second), "second");
    (void)daemon->status_when(waits_for_another_account);
    // What holds is not undone by a restart.
    for (const std::string state : {"paused", "stopped"}) {
        daemon->send_signal(SIGKILL);
        EXPECT_EQ(daemon->wait(), -SIGKILL);
        daemon.emplace(home);
        const auto status = daemon->status_when(waits_for_another_account);
        EXPECT_EQ(text_of(status["account"]), "1");
        EXPECT_EQ(text_of(status["state"]), state);
        ASSERT_EQ(home.tradelab({"stop"}).exit_code, 0);
    }
    // Nor is it waited for by who is to end with the feed.
    daemon.reset();
    EXPECT_EQ(home.tradelabd({"--once"}).exit_code, 0);
    daemon.emplace(home);
    follower.emplace(home);
    (void)daemon->status_when([&](const JsonValue&) { return !follower->numbers().empty(); });
    ASSERT_EQ(home.tradelab({"resume"}).exit_code, 0);
    const auto both = daemon->status_when([](const JsonValue& status) {
        return text_of(status["account"]) == "2" && !status["instances"].array()->empty();
    });

    EXPECT_EQ(both["instances"].array()->size(), 2U);
    EXPECT_TRUE(std::filesystem::exists(home.state() / "paper/account-1/journal"));
    // Who follows what happens is shown the other journal from its beginning.
    (void)daemon->status_when(
        [](const JsonValue& status) { return line_json(status["feed"]["ended"]) == "true"; });
    const auto answer =
        parse_json(home.tradelab({"events", "--json", "--limit", "1000"}).output.bytes,
                   {.bytes_max = answer_bytes_max})
            .value();
    const auto expected = numbers_of(*answer["events"].array());
    EXPECT_EQ(text_of(answer["account"]), "2");
    ASSERT_FALSE(expected.empty());
    (void)daemon->status_when([&](const JsonValue&) {
        const auto seen = follower->numbers();
        return seen.size() > expected.size() && seen.back() == expected.back();
    });
    const auto seen = follower->numbers();
    EXPECT_TRUE(std::ranges::equal(std::span(seen).last(expected.size()), expected));
    (void)daemon->status_when(
        [&](const JsonValue&) { return record.find("second")->stage >= LifeStage::paper; });
    // Proven, and its file is gone: the account that stands goes on, and a person is told.
    prove_like(first, record, std::string(64, 'e'), "third");
    const auto told = daemon->status_when([](const JsonValue& status) {
        return line_json(status["needs_a_person"]).find("third") != std::string::npos;
    });
    EXPECT_EQ(text_of(told["account"]), "2");
    EXPECT_EQ(told["instances"].array()->size(), 2U);
}

TEST_F(Research, DataThatChangeUnderACampaignAreRefusedBeforeAnythingBeyondExploreIsLookedAt) {
    settings({{"trials", "100"}, {"cpu_percent", "20"}});
    const RunningDaemon daemon(home);
    // By its first trial it has read three years, which is as fast as it goes.
    const auto begun = daemon.status_when([](const JsonValue& status) {
        const auto* tried = status["research"]["campaign"]["tried"].integer();
        return tried != nullptr && *tried > 0;
    });

    make_market("6");
    const auto status = daemon.status_when(
        [](const JsonValue& seen) { return !seen["research"]["last_failure"].is_null(); });

    EXPECT_THAT(text_of(status["research"]["last_failure"]), HasSubstr("changed in the store"));
    EXPECT_THAT(line_json(status["needs_a_person"]), HasSubstr("the search failed"));
    EXPECT_TRUE(json_of({"gate", "budget", "--synthetic"})["tests"].array()->empty());
    // A fifth of a core, and the trial in hand.
    const JsonValue& before = begun["research"]["campaign"];
    const JsonValue& after = status["research"]["campaign"];
    const auto passed = checked_sub(parse_iso(text_of(after["written_at"])).value(),
                                    parse_iso(text_of(before["written_at"])).value());
    const std::int64_t trial_ms = IS_SANITIZED ? 10'000 : 1'000;
    EXPECT_LE(*after["cpu_ms"].integer() - *before["cpu_ms"].integer(),
              passed->count() / 1'000'000 / 5 + trial_ms);
}

// Only what searches is in want of it; what is on paper is looked after.
TEST_F(Research, DamagedCountsAndLivesThatCannotBeMendedDoNotKeepTheDaemonFromStarting) {
    RealDisk disk;
    std::vector<StageEdge> edges;
    for (const LifeStage to : {LifeStage::valid, LifeStage::screened, LifeStage::selected}) {
        edges.push_back(step(
            "one", edges.empty() ? LifeStage::idea : edges.back().to, to, VerdictBasis::synthetic));
    }
    ASSERT_TRUE(Lifecycle(disk, home.state() / "lifecycle").add(edges, UnixNanos(1)));
    std::ofstream(home.state() / "vault-synthetic") << "no record";
    std::filesystem::create_directories(home.state() / "research");
    std::ofstream(home.state() / "research/campaigns.json") << "{}";

    const RunningDaemon daemon(home);

    const auto status = daemon.ask(ControlVerb::status);
    EXPECT_THAT(line_json(status["needs_a_person"]), HasSubstr("campaigns.json"));
    EXPECT_EQ(text_of(status["research"]["state"]), "off");
    std::ifstream log(home.state() / "tradelabd.log");
    EXPECT_THAT((std::string{std::istreambuf_iterator<char>(log), {}}),
                HasSubstr("lives_not_mended"));
    EXPECT_EQ(home.tradelab({"lab", "start"}).exit_code, 5);
}

TEST_F(Research, StartsAndEndsWhenItIsToldAndGivesWayToEverybody) {
    settings({{"mode", "\"off\""}, {"cpu_percent", "10"}});
    RunningDaemon daemon(home);
    EXPECT_EQ(text_of(daemon.ask(ControlVerb::research)["state"]), "off");
    EXPECT_EQ(home.tradelab({"lab", "kill"}).exit_code, 5);

    ASSERT_EQ(home.tradelab({"lab", "start", "--reason", "now"}).exit_code, 0);
    const auto running = daemon.ask(ControlVerb::research);
    ASSERT_EQ(text_of(running["state"]), "running");
    // Of /proc/PID/stat: 19 is the nice value, 41 the policy; 5 is SCHED_IDLE.
    std::ifstream file("/proc/" + text_of(running["process"]) + "/stat");
    std::string word;
    std::vector<std::string> words;
    while (file >> word) {
        words.push_back(word);
    }
    ASSERT_GT(words.size(), 41U);
    EXPECT_EQ(words[18], "19");
    EXPECT_EQ(words[40], "5");
    EXPECT_EQ(home.tradelab({"lab", "start"}).exit_code, 5);

    (void)daemon.status_when(
        [](const JsonValue& seen) { return !seen["research"]["campaign"].is_null(); });
    ASSERT_EQ(home.tradelab({"lab", "kill"}).exit_code, 0);
    (void)daemon.status_when(
        [](const JsonValue& seen) { return text_of(seen["research"]["state"]) == "off"; });
    const std::string off = home.tradelab({"lab", "status", "--plain"}).output.bytes;
    EXPECT_THAT(off, HasSubstr("interrupted while searching"));
    EXPECT_THAT(off, HasSubstr("goes on     tradelab lab start"));
    EXPECT_THAT(off, Not(HasSubstr("minutes left")));
    daemon.send_signal(SIGTERM);
    EXPECT_EQ(daemon.wait(), 0);
    EXPECT_THAT(home.tradelab({"lab", "status", "--plain"}).output.bytes,
                HasSubstr("interrupted while searching"));
    const auto without = home.tradelab({"lab", "status", "--json"});
    ASSERT_EQ(without.exit_code, 0) << without.errors.bytes;
    const auto document = parse_json(without.output.bytes).value();
    EXPECT_EQ(text_of(document["schema"]), "tradelab.research/1");
    EXPECT_EQ(text_of(document["daemon"]), "not reachable");
    EXPECT_EQ(home.tradelab({"lab", "start"}).exit_code, 3);
}

TEST_F(Research, NothingIsReadyToGoLiveAndEveryLineSaysWhy) {
    const auto run = home.tradelab({"preflight", "--json"});

    EXPECT_EQ(run.exit_code, 5);
    const auto document = parse_json(run.output.bytes).value();
    EXPECT_EQ(text_of(document["schema"]), "tradelab.preflight/1");
    EXPECT_EQ(line_json(document["ready"]), "false");
    for (const JsonValue& line : *document["lines"].array()) {
        EXPECT_FALSE(text_of(line["detail"]).empty()) << text_of(line["what"]);
    }
}

}  // namespace
}  // namespace tradelab
