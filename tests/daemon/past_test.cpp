#include "daemon/running_daemon.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "os/real_disk.hpp"
#include "store/projection.hpp"
#include "support/tree.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <future>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <unistd.h>

// The tables that the real daemon keeps, and what it answers from them.
namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::Not;

using namespace std::chrono_literals;

std::string text_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string at(const JsonValue& document, std::string_view name) {
    return line_json(document[name]);
}

bool has_ended(const JsonValue& status) {
    const bool* ended = status["feed"]["ended"].boolean();
    return ended != nullptr && *ended;
}

JsonValue json_of(const Outcome& run) {
    EXPECT_EQ(run.exit_code, 0) << run.errors.bytes;
    return parse_json(run.output.bytes, {.bytes_max = answer_bytes_max}).value_or(JsonValue());
}

ProjectionPlaces places_of(const DaemonHome& home) {
    return projection_places(home.state(), home.state() / "paper");
}

struct Kept {
    std::int64_t digest = 0;  // of all rows and of how far each journal was read
    std::int64_t fills = 0;
    std::vector<std::string> remarks = {};

    friend bool operator==(const Kept&, const Kept&) = default;
};

// What is in the file; opening it proves that the rows are those of the digest.
Kept kept_in(Result<Projection> projection) {
    EXPECT_TRUE(projection) << describe(projection.error());
    if (!projection) {
        return {};
    }
    while (!projection->catch_up(10'000).value().is_level) {
    }
    return {.digest = projection->database().number("SELECT digest FROM seal").value(),
            .fills = projection->database().number("SELECT count(*) FROM fills").value(),
            .remarks = projection->take_remarks()};
}

Kept made_anew(const DaemonHome& home) {
    const RealDisk disk;
    ProjectionPlaces elsewhere = places_of(home);
    elsewhere.file += ".anew";
    return kept_in(Projection::open_anew(disk, elsewhere));
}

// Without reading on: as the daemon left it.
std::int64_t left_behind(const DaemonHome& home) {
    const auto database = Database::open(places_of(home).file);
    EXPECT_TRUE(database) << describe(database.error());
    return database ? database->number("SELECT digest FROM seal").value() : 0;
}

TEST(DaemonPast, EventsAuditAndLogsSayWhatHappenedAndWhoDidIt) {
    const DaemonHome home;
    {
        RunningDaemon daemon(home);
        (void)daemon.status_when(has_ended);
        ASSERT_EQ(home.tradelab({"pause", "--reason", "lunch"}).exit_code, 0);

        const auto events = json_of(home.tradelab({"events", "--json", "--limit", "1000"}));
        const auto audit = json_of(home.tradelab({"audit", "--json"}));
        const auto few = json_of(home.tradelab({"events", "--json", "--limit", "3"}));
        const auto page = home.tradelab({"events", "--plain"});
        const auto later = json_of(home.tradelab({"events", "--json", "--since", "2031-01-01"}));

        EXPECT_EQ(at(events, "schema"), "\"tradelab.events/1\"");
        EXPECT_EQ(at(events, "data"), "\"synthetic\"");
        EXPECT_EQ(at(events, "problems"), "[]");
        EXPECT_THAT(at(events, "events"), HasSubstr("\"event\":\"fill\""));
        EXPECT_EQ(few["events"].array()->size(), 3U);
        EXPECT_EQ(few["events"].array()->back(), events["events"].array()->back());
        EXPECT_EQ(at(later, "events"), "[]");
        EXPECT_TRUE(page.output.bytes.starts_with("PAPER  SYNTHETIC data")) << page.output.bytes;
        EXPECT_THAT(page.output.bytes, HasSubstr("lunch"));
        ASSERT_EQ(audit["audit"].array()->size(), 1U);
        const JsonValue& pause = audit["audit"].array()->front();
        EXPECT_EQ(at(pause, "act"), "\"pause\"");
        EXPECT_EQ(at(pause, "why"), "\"lunch\"");
        EXPECT_THAT(at(pause, "by"), HasSubstr("user " + std::to_string(::getuid())));
        EXPECT_EQ(home.tradelab({"events", "--since", "yesterday"}).exit_code, 2);
        daemon.send_signal(SIGTERM);
        EXPECT_EQ(daemon.wait(), 0);
    }

    const auto all = json_of(home.tradelab({"logs", "--json", "--limit", "1000"}));
    const auto grave = home.tradelab({"logs", "--level", "warning"});

    EXPECT_EQ(home.tradelab({"events"}).exit_code, 3);
    EXPECT_EQ(at(all, "schema"), "\"tradelab.logs/1\"");
    EXPECT_EQ(at(all["lines"].array()->front(), "event"), "\"start\"");
    EXPECT_EQ(at(all["lines"].array()->back(), "event"), "\"end\"");
    EXPECT_THAT(grave.output.bytes, HasSubstr("warning  command  verb=pause"));
    EXPECT_THAT(grave.output.bytes, Not(HasSubstr("  info  ")));
    EXPECT_EQ(left_behind(home), made_anew(home).digest);
}

TEST(DaemonPast, WhatIsCommandedWhileNothingTradesIsOnRecordToo) {
    const DaemonHome home;
    home.strategies({});
    const auto acts = [&] {
        std::string out;
        const auto audit = json_of(home.tradelab({"audit", "--json"}));
        for (const JsonValue& one : *audit["audit"].array()) {
            EXPECT_EQ(at(one, "journal"), "\"idle\"");
            EXPECT_THAT(at(one, "by"), HasSubstr("user " + std::to_string(::getuid())));
            out += at(one, "act") + at(one, "why") + " ";
        }
        return out;
    };
    {
        RunningDaemon daemon(home);
        for (const char* verb : {"pause", "resume", "stop"}) {
            ASSERT_EQ(home.tradelab({verb, "--reason", "lunch"}).exit_code, 0);
        }
        EXPECT_EQ(acts(), "\"pause\"\"lunch\" \"resume\"\"lunch\" \"stop\"\"lunch\" ");
        daemon.send_signal(SIGKILL);
        EXPECT_EQ(daemon.wait(), -SIGKILL);
    }
    // By the latch file, as no daemon answers; it is told once, at the next start and no other.
    ASSERT_EQ(home.tradelab({"panic", "--reason", "fire"}).exit_code, 0);
    for (int start = 0; start < 2; ++start) {
        const RunningDaemon daemon(home);
        EXPECT_EQ(at(daemon.status(), "state"), "\"panicked\"");

        EXPECT_EQ(acts(),
                  "\"pause\"\"lunch\" \"resume\"\"lunch\" \"stop\"\"lunch\" "
                  "\"panic\"\"fire\" ");
    }
}

TEST(DaemonPast, FollowedItIsWrittenAsItHappensUntilTheDaemonEnds) {
    const DaemonHome home;
    RunningDaemon daemon(home);
    (void)daemon.status_when(has_ended);
    const auto out = home.state() / "followed";
    Command command;
    command.program = "/bin/sh";
    command.arguments = {
        "-c",
        "exec \"$0\" events --follow --json --limit 1000 --config \"$1\" --state \"$2\" >\"$3\"",
        (build_tree() / "stage/bin/tradelab").string(),
        home.file().string(),
        home.state().string(),
        out.string()};
    command.variables = {{"HOME", home.file().parent_path().string()}};
    command.time_limit = 60s;
    auto followed =
        std::async(std::launch::async, [&] { return RealProcess().run(command).value(); });
    const auto says = [&](const std::string& what) {
        return
            [&out, what](const JsonValue&) { return text_of(out).find(what) != std::string::npos; };
    };
    (void)daemon.status_when(says("\"event\":\"fill\""));

    ASSERT_EQ(home.tradelab({"pause", "--reason", "first"}).exit_code, 0);
    (void)daemon.status_when(says("\"what\":\"first\""));
    ASSERT_EQ(home.tradelab({"resume", "--reason", "second"}).exit_code, 0);
    (void)daemon.status_when(says("\"what\":\"second\""));
    daemon.send_signal(SIGTERM);
    EXPECT_EQ(daemon.wait(), 0);

    EXPECT_EQ(followed.get().exit_code, 3);
    // Every event once.
    std::set<std::string> lines;
    std::istringstream text(text_of(out));
    for (std::string line; std::getline(text, line);) {
        EXPECT_TRUE(lines.insert(line).second) << line;
    }
    EXPECT_GT(lines.size(), 5U);
}

TEST(DaemonPast, KilledAgainAndAgainHasEveryRowOnce) {
    const DaemonHome home;
    home.settings({{"speed", "2000000"}});
    std::string steps = "0";
    int lives = 0;
    for (bool is_over = false; !is_over && lives < 12; ++lives) {
        RunningDaemon daemon(home);
        const auto status = daemon.status_when([&](const JsonValue& now) {
            return has_ended(now) || *now["steps"].integer() > std::stoll(steps) + 4;
        });
        steps = at(status, "steps");
        is_over = has_ended(status);
        (void)home.tradelab({"events", "--json"});
        daemon.send_signal(SIGKILL);
        (void)daemon.wait();
    }
    const RealDisk disk;
    const Kept after_kill = kept_in(Projection::open(disk, places_of(home)));
    EXPECT_EQ(after_kill, made_anew(home));
    home.settings({});

    ASSERT_EQ(home.tradelabd({"--once"}).exit_code, 0);

    EXPECT_GT(lives, 2);
    EXPECT_EQ(left_behind(home), made_anew(home).digest);
    EXPECT_GE(made_anew(home).fills, after_kill.fills);
    EXPECT_THAT(home.tradelab({"logs"}).output.bytes, Not(HasSubstr("thrown away")));
}

TEST(DaemonPast, RebuiltByHandSaysHowFastAndNotWhileADaemonRuns) {
    const DaemonHome home;
    {
        const RunningDaemon daemon(home);
        const auto refused = home.tradelabd({"--rebuild-store"});
        EXPECT_EQ(refused.exit_code, 1);
        EXPECT_THAT(refused.errors.bytes,
                    HasSubstr("process " + std::to_string(daemon.process()) + " already runs"));
    }
    ASSERT_EQ(home.tradelabd({"--once"}).exit_code, 0);
    const auto before = left_behind(home);
    std::ofstream(places_of(home).file) << "rubbish";

    const auto rebuilt = home.tradelabd({"--rebuild-store"});

    EXPECT_EQ(rebuilt.exit_code, 0) << rebuilt.errors.bytes;
    EXPECT_THAT(rebuilt.output.bytes,
                testing::ContainsRegex("[0-9]+ records in [0-9]+ ms: "
                                       "[0-9]+ records/s"));
    EXPECT_EQ(left_behind(home), before);
}

TEST(DaemonPast, WhateverLiesInTheFilesPlaceTradingGoesOnAndItIsSaid) {
    const DaemonHome home;
    std::filesystem::create_directories(home.state());
    std::ofstream(places_of(home).file) << std::string(5'000, 'x');
    ASSERT_EQ(home.tradelabd({"--once"}).exit_code, 0);
    EXPECT_THAT(home.tradelab({"logs"}).output.bytes, HasSubstr("thrown away and made anew"));
    EXPECT_EQ(left_behind(home), made_anew(home).digest);
    std::filesystem::remove(places_of(home).file);
    std::filesystem::create_directory(places_of(home).file);

    RunningDaemon daemon(home);
    const auto status = daemon.status_when([](const JsonValue& now) {
        return at(now, "needs_a_person").find("the store is not written") != std::string::npos;
    });
    const auto events = home.tradelab({"events"});

    EXPECT_EQ(at(status, "state"), "\"running\"");
    EXPECT_EQ(events.exit_code, 6) << events.output.bytes;
    EXPECT_THAT(events.errors.bytes, HasSubstr("trading goes on"));
    EXPECT_EQ(home.tradelab({"pause"}).exit_code, 0);
    std::filesystem::remove(places_of(home).file);
    daemon.send_signal(SIGTERM);
    EXPECT_EQ(daemon.wait(), 0);
    EXPECT_EQ(left_behind(home), made_anew(home).digest);
}

}  // namespace
}  // namespace tradelab
