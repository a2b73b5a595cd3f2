#include "daemon/running_daemon.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "os/real_disk.hpp"
#include "paper/latch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <iostream>
#include <string>

// The real daemon, as a process of its own, on a generated market of 60 days.
namespace tradelab {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

std::string at(const JsonValue& document, std::string_view name) {
    return line_json(document[name]);
}

bool is_true(const JsonValue& value) {
    return value.boolean() != nullptr && *value.boolean();
}

// Those that carry funding are of version 2: it was positive where it was paid.
std::string version_of(const std::string& verb) {
    return verb == "orders" || verb == "fills" || verb == "risk" ? "/1" : "/2";
}

bool has_ended(const JsonValue& status) {
    return is_true(status["feed"]["ended"]);
}

// What an account is, apart from the process that looks after it.
std::string account_of(const JsonValue& status) {
    std::string text;
    for (const char* name : {"data",
                             "state",
                             "now",
                             "steps",
                             "commands",
                             "equity",
                             "pnl",
                             "exposure",
                             "protection",
                             "instances",
                             "positions",
                             "open_orders",
                             "is_flat",
                             "orders_made",
                             "fills",
                             "last_command",
                             "decision_hash"}) {
        text += std::string(name) + " " + at(status, name) + "\n";
    }
    return text;
}

TEST(DaemonProcess, StatusAndPnlOfOneInstantSayTheSameEquityOnEverySurface) {
    const DaemonHome home;
    const RunningDaemon daemon(home);
    (void)daemon.status_when(has_ended);

    const auto status = home.tradelab({"status", "--json"});
    const auto pnl = home.tradelab({"pnl", "--json"});
    const auto page = home.tradelab({"status", "--plain"});

    ASSERT_EQ(status.exit_code, 0) << status.errors.bytes;
    ASSERT_EQ(pnl.exit_code, 0) << pnl.errors.bytes;
    const auto status_json = parse_json(status.output.bytes).value();
    const auto pnl_json = parse_json(pnl.output.bytes).value();
    EXPECT_EQ(at(status_json, "schema"), "\"tradelab.status/2\"");
    EXPECT_EQ(at(pnl_json, "schema"), "\"tradelab.pnl/2\"");
    EXPECT_EQ(at(status_json, "steps"), at(pnl_json, "steps"));
    EXPECT_EQ(at(status_json, "equity"), at(pnl_json, "equity"));
    EXPECT_EQ(at(daemon.ask(ControlVerb::risk), "equity"), at(pnl_json, "equity"));
    EXPECT_NE(at(status_json, "equity"), "\"10000.00000000\"");
    EXPECT_THAT(page.output.bytes, HasSubstr("PAPER  SYNTHETIC data  running"));
    EXPECT_THAT(page.output.bytes, HasSubstr("the feed has ended"));
}

TEST(DaemonProcess, EveryQuestionHasAPageAndADocument) {
    const DaemonHome home;
    const RunningDaemon daemon(home);
    (void)daemon.status_when(has_ended);

    for (const std::string verb :
         {"status", "pnl", "positions", "orders", "fills", "funding", "risk"}) {
        const auto page = home.tradelab({verb, "--plain"});
        const auto json = home.tradelab({verb, "--json"});

        EXPECT_EQ(page.exit_code, 0) << verb << page.errors.bytes;
        EXPECT_TRUE(page.output.bytes.starts_with("PAPER  SYNTHETIC data")) << page.output.bytes;
        const auto document = parse_json(json.output.bytes, {.bytes_max = answer_bytes_max});
        ASSERT_TRUE(document.has_value()) << verb;
        EXPECT_EQ(at(*document, "schema"), "\"tradelab." + verb + version_of(verb) + "\"");
        EXPECT_EQ(at(*document, "data"), "\"synthetic\"");
    }
    const auto doctor = home.tradelab({"doctor"});
    EXPECT_EQ(doctor.exit_code, 0) << doctor.output.bytes;
    EXPECT_THAT(doctor.output.bytes, HasSubstr("2020-01-01T00:00:00Z to 2020-03-01T00:00:00Z"));
}

TEST(DaemonProcess, PauseHoldsAndResumeLiftsIt) {
    const DaemonHome home;
    const RunningDaemon daemon(home);

    const auto paused = home.tradelab({"pause", "--reason", "lunch", "--json"});
    EXPECT_EQ(paused.exit_code, 0) << paused.errors.bytes;
    EXPECT_EQ(at(parse_json(paused.output.bytes).value(), "state"), "\"paused\"");
    const auto status = daemon.ask(ControlVerb::status);
    EXPECT_EQ(at(status["last_command"], "reason"), "\"lunch\"");
    EXPECT_THAT(at(status, "needs_a_person"), HasSubstr("paused"));

    EXPECT_EQ(home.tradelab({"resume"}).exit_code, 0);
    EXPECT_EQ(at(daemon.ask(ControlVerb::status), "state"), "\"running\"");
}

TEST(DaemonProcess, PanicClosesWhatIsHeldAndHoldsOverAKill) {
    const DaemonHome home;
    home.settings({{"speed", "400000"}});
    std::string flat;
    {
        RunningDaemon daemon(home);
        (void)daemon.status_when(
            [](const JsonValue& status) { return at(status, "positions") != "0"; });

        const auto begun = std::chrono::steady_clock::now();
        const auto answer = daemon.ask(ControlVerb::panic);
        const auto took = std::chrono::steady_clock::now() - begun;

        EXPECT_EQ(at(answer, "state"), "\"panicked\"");
        std::cout << "panic held after " << took / 1us << " us\n";
        EXPECT_LT(took, 2s);  // 50 ms on a machine that has nothing else to do
        const auto status =
            daemon.status_when([](const JsonValue& now) { return is_true(now["is_flat"]); });
        EXPECT_EQ(at(status, "positions"), "0");
        flat = at(status, "equity");
        daemon.send_signal(SIGKILL);
        EXPECT_EQ(daemon.wait(), -SIGKILL);
    }

    const RunningDaemon again(home);
    const auto status = again.ask(ControlVerb::status);
    EXPECT_EQ(at(status, "state"), "\"panicked\"");
    EXPECT_EQ(at(status, "equity"), flat);
    EXPECT_EQ(home.tradelab({"panic"}).exit_code, 0);
}

TEST(DaemonProcess, AfterAKillTheAccountIsTheSameToTheLastDigit) {
    const DaemonHome home;
    std::string before;
    {
        RunningDaemon daemon(home);
        before = account_of(daemon.status_when(has_ended));
        daemon.send_signal(SIGKILL);
        EXPECT_EQ(daemon.wait(), -SIGKILL);
    }

    const RunningDaemon again(home);

    EXPECT_EQ(account_of(again.ask(ControlVerb::status)), before);
    EXPECT_THAT(before, HasSubstr("fills"));
}

TEST(DaemonProcess, KilledAgainAndAgainItDecidesWhatAnUninterruptedOneDoes) {
    const DaemonHome home;
    std::string undisturbed;
    {
        const RunningDaemon daemon(home);
        undisturbed = at(daemon.status_when(has_ended), "decision_hash");
    }
    std::filesystem::remove_all(home.state());
    home.settings({{"speed", "2000000"}});
    // Slower than the disk, so that each life ends in the middle.
    std::string steps = "0";
    int lives = 0;
    for (bool is_over = false; !is_over && lives < 12; ++lives) {
        RunningDaemon daemon(home);
        const auto status = daemon.status_when([&](const JsonValue& now) {
            return has_ended(now) || *now["steps"].integer() > std::stoll(steps) + 4;
        });
        steps = at(status, "steps");
        is_over = has_ended(status);
        daemon.send_signal(SIGKILL);
        (void)daemon.wait();
    }
    home.settings({});

    const RunningDaemon last(home);

    EXPECT_GT(lives, 2);
    EXPECT_EQ(at(last.status_when(has_ended), "decision_hash"), undisturbed);
}

TEST(DaemonProcess, ASecondOneIsRefusedByTheNumberOfTheFirst) {
    const DaemonHome home;
    const RunningDaemon first(home);

    const auto second = home.tradelabd();

    EXPECT_EQ(second.exit_code, 1);
    EXPECT_THAT(second.errors.bytes,
                HasSubstr("process " + std::to_string(first.process()) + " already runs"));
    EXPECT_EQ(at(first.ask(ControlVerb::status), "process"), std::to_string(first.process()));
}

TEST(DaemonProcess, StopWorksWithTheDaemonStoppedAndHoldsAtItsNextStart) {
    const DaemonHome home;

    const auto stopped = home.tradelab({"stop", "--reason", "holidays"});
    EXPECT_EQ(stopped.exit_code, 0) << stopped.errors.bytes;
    EXPECT_THAT(stopped.output.bytes, HasSubstr("latched"));
    EXPECT_THAT(stopped.output.bytes, HasSubstr("takes effect when one starts"));
    EXPECT_EQ(home.tradelab({"status"}).exit_code, 3);

    const RunningDaemon daemon(home);
    EXPECT_EQ(at(daemon.status_when(has_ended), "state"), "\"stopped\"");
    EXPECT_EQ(at(daemon.ask(ControlVerb::status), "fills"), "0");
}

TEST(DaemonProcess, AStopIsNeverRefusedForItsWording) {
    const DaemonHome home;
    const RunningDaemon daemon(home);

    const auto stopped =
        home.tradelab({"stop", "--reason", "fire\nin the\thouse" + std::string(900, '!')});

    EXPECT_EQ(stopped.exit_code, 0) << stopped.errors.bytes;
    EXPECT_EQ(at(daemon.ask(ControlVerb::status), "state"), "\"stopped\"");
}

TEST(DaemonProcess, AStopThatGuessesWhereTheDaemonIsSaysSo) {
    const DaemonHome home;
    std::filesystem::permissions(home.file(), std::filesystem::perms(0666));

    const auto guessed = home.run("tradelab", {"stop", "--config", home.file().string()});
    EXPECT_EQ(guessed.exit_code, 7) << guessed.output.bytes;
    EXPECT_THAT(guessed.errors.bytes, HasSubstr("--state DIR"));

    const auto named = home.tradelab({"stop"});
    EXPECT_EQ(named.exit_code, 0) << named.errors.bytes;
}

TEST(DaemonProcess, ALatchFileIsObeyedWhileItRuns) {
    const DaemonHome home;
    const RunningDaemon daemon(home);
    RealDisk disk;

    ASSERT_TRUE(engage_paper_latch(disk,
                                   home.state() / "paper",
                                   {.level = PaperLatchLevel::panic, .by = "somebody else"})
                    .has_value());

    const auto status =
        daemon.status_when([](const JsonValue& now) { return at(now, "state") == "\"panicked\""; });
    EXPECT_THAT(at(status, "needs_a_person"), HasSubstr("latched"));
}

TEST(DaemonProcess, ASignalEndsItCleanlyAndOnceEndsWithTheFeed) {
    const DaemonHome home;
    {
        RunningDaemon daemon(home);
        daemon.send_signal(SIGTERM);
        EXPECT_EQ(daemon.wait(), 0);
        EXPECT_FALSE(std::filesystem::exists(home.socket()));
    }

    const auto once = home.tradelabd({"--once"});

    EXPECT_EQ(once.exit_code, 0) << once.errors.bytes;
    EXPECT_EQ(once.errors.bytes, "");
}

TEST(DaemonProcess, IdleItIsSmallAndStillLatches) {
    const DaemonHome home;
    home.settings({{"strategies", "[]"}});
    const RunningDaemon daemon(home);

    const auto status = daemon.ask(ControlVerb::status);
    EXPECT_EQ(at(status, "equity"), "\"10000.00000000\"");
    EXPECT_EQ(at(status, "data"), "null");
    EXPECT_EQ(home.tradelab({"stop"}).exit_code, 0);
    EXPECT_EQ(at(daemon.ask(ControlVerb::status), "state"), "\"stopped\"");
    std::cout << "idle: " << daemon.resident_bytes() / 1'024 << " KiB resident\n";
    if (!IS_SANITIZED) {
        EXPECT_LT(daemon.resident_bytes(), std::uint64_t{64} << 20U);
    }
}

TEST(DaemonProcess, WhatIsWrongBeforeItStartsIsNamed) {
    const DaemonHome home;
    const auto refusal = [&](const std::vector<std::pair<std::string, std::string>>& values) {
        home.settings(values);
        const auto run = home.tradelabd({"--once"});
        EXPECT_NE(run.exit_code, 0);
        EXPECT_EQ(run.signal, 0);
        return run.errors.bytes;
    };

    EXPECT_THAT(refusal({{"strategies", "[\"absent.json\"]"}}), HasSubstr("absent.json"));
    EXPECT_THAT(refusal({{"fill_model", "\"hopeful\""}}), HasSubstr("pessimistic/1"));
    EXPECT_THAT(refusal({{"store", "\"nothing\""}}), HasSubstr("synthetic.usdm:SYN-USDT-PERP"));
    EXPECT_THAT(refusal({{"limits", "\"absent.toml\""}}), HasSubstr("absent.toml"));
    EXPECT_THAT(refusal({{"speed", "\"fast\""}}), HasSubstr("t.toml:"));
    home.settings({});
    std::filesystem::permissions(home.file(), std::filesystem::perms(0666));
    EXPECT_THAT(home.tradelabd().errors.bytes, HasSubstr("chmod o-w"));
    home.settings({});
    std::filesystem::remove_all(home.state());
    std::ofstream(home.state()) << "a file";
    EXPECT_THAT(home.tradelabd().errors.bytes, HasSubstr("state directory"));
    EXPECT_THAT(home.tradelabd({"--onec"}).errors.bytes, HasSubstr("did you mean --once?"));
}

TEST(DaemonProcess, WhatItDidIsConsistentWithTheBacktestOfWhatWasApprovedAndOfNothingElse) {
    const DaemonHome home;
    ASSERT_EQ(home.tradelabd({"--once"}).exit_code, 0);

    const auto same = home.tradelab({"lab", "consistency", "--json"});
    home.settings({{"fill_model", "\"optimistic/1\""}});
    const auto other = home.tradelab({"lab", "consistency", "--json"});

    ASSERT_EQ(same.exit_code, 0) << same.errors.bytes;
    const auto verdict = parse_json(same.output.bytes).value();
    EXPECT_EQ(at(verdict, "verdict"), "\"consistent\"");
    EXPECT_EQ(at(verdict, "matched"), at(verdict, "fills_of_backtest"));
    EXPECT_NE(at(verdict, "matched"), "0");
    EXPECT_EQ(other.exit_code, 5) << other.output.bytes << other.errors.bytes;
    EXPECT_THAT(other.output.bytes, HasSubstr("fill"));
}

TEST(DaemonProcess, SettingsOfOnesOwnAreBegunOnceAndShown) {
    const DaemonHome home;
    const std::string folder = (home.file().parent_path() / "mine").string();

    const auto begun = home.run("tradelab", {"config", "init", folder});
    const auto again = home.run("tradelab", {"config", "init", folder});
    const auto shown =
        home.run("tradelab", {"config", "show", "--json", "--config", folder + "/tradelabd.toml"});

    EXPECT_EQ(begun.exit_code, 0) << begun.errors.bytes;
    EXPECT_THAT(begun.output.bytes, HasSubstr("TRADELAB_CONFIG=" + folder));
    EXPECT_EQ(again.exit_code, 1);
    EXPECT_THAT(again.errors.bytes, HasSubstr("is there already"));
    ASSERT_EQ(shown.exit_code, 0) << shown.errors.bytes;
    const auto settings = parse_json(shown.output.bytes).value();
    EXPECT_EQ(at(settings["settings"], "paper.limits"), "\"" + folder + "/risk.toml\"");
    EXPECT_EQ(at(settings["settings"], "paper.strategies"), "[]");
    for (const char* file : {"risk.toml", "venues/binance.toml", "venues/synthetic.toml"}) {
        EXPECT_TRUE(std::filesystem::exists(std::filesystem::path(folder) / file)) << file;
    }
}

TEST(DaemonProcess, TheDoctorNamesWhatIsBrokenAndWatchingNobodyEnds) {
    const DaemonHome home;
    home.settings({{"store", "\"nothing\""}});

    const auto doctor = home.tradelab({"doctor", "--json"});
    const auto watched = home.tradelab({"status", "--watch"});

    EXPECT_EQ(doctor.exit_code, 1);
    EXPECT_THAT(doctor.output.bytes, HasSubstr("\"BROKEN\""));
    EXPECT_THAT(doctor.output.bytes, HasSubstr("SYN-USDT-PERP"));
    EXPECT_THAT(doctor.output.bytes, HasSubstr("not running at"));
    EXPECT_EQ(watched.exit_code, 3);
}

TEST(DaemonProcess, AnotherCapitalIsAnotherAccountAndRefused) {
    const DaemonHome home;
    ASSERT_EQ(home.tradelabd({"--once"}).exit_code, 0);
    home.settings({{"capital", "\"20000\""}});

    const auto other = home.tradelabd({"--once"});

    EXPECT_NE(other.exit_code, 0);
    EXPECT_THAT(other.errors.bytes, HasSubstr("capital"));
}

}  // namespace
}  // namespace tradelab
