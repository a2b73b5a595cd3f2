#include "config/daemon_file.hpp"

#include "os/real_disk.hpp"
#include "os/simulated_disk.hpp"
#include "support/temporary_directory.hpp"
#include "support/tree.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace tradelab {
namespace {

const std::string good =
    "[state]\ndirectory = \"default\"\n"
    "[control]\nsocket = \"run/lab.sock\"\nview = [1001, 1002]\noperate = [1002]\napprove = []\n"
    "[feed]\nstore = \"/srv/history\"\nfrom = \"2024-01-31\"\nspeed = 3600\n"
    "[paper]\nstrategies = [\"a.json\", \"/srv/b.json\"]\njudge_after_days = 30\n"
    "capital = \"2500.5\"\n"
    "fill_model = \"pessimistic/1\"\nlimits = \"risk.toml\"\n"
    "[log]\nfile = \"default\"\nrotate_mib = 16\nrotate_hours = 24\nkeep = 14\n"
    "[metrics]\nport = 9464\n"
    "[research]\nmode = \"on\"\nstrategies = [\"begin.json\"]\ntrials = 500\n"
    "to = \"2024-07-01\"\ncpu_percent = 40\npause_hours = 24\n";

std::string with(std::string line, const std::string& other) {
    std::string text = good;
    return text.replace(text.find(line), line.size(), other);
}

TEST(DaemonFile, ReadsEveryKeyAndCountsPathsFromItsFolder) {
    const auto read = parse_daemon_file(good, "/etc/tradelab/tradelabd.toml");

    ASSERT_TRUE(read.has_value()) << describe(read.error());
    EXPECT_EQ(read->state, std::nullopt);
    EXPECT_EQ(read->control.socket, "/etc/tradelab/run/lab.sock");
    EXPECT_EQ(read->control.view, (std::vector<std::int64_t>{1001, 1002}));
    EXPECT_EQ(read->control.operate, std::vector<std::int64_t>{1002});
    EXPECT_TRUE(read->control.approve.empty());
    EXPECT_EQ(read->feed.store, "/srv/history");
    EXPECT_EQ(read->feed.from, parse_iso("2024-01-31").value());
    EXPECT_EQ(read->feed.speed, 3600);
    EXPECT_EQ(read->paper.strategies,
              (std::vector<std::filesystem::path>{"/etc/tradelab/a.json", "/srv/b.json"}));
    EXPECT_EQ(read->paper.capital, Cash(250'050'000'000));
    EXPECT_EQ(read->paper.fill_model, "pessimistic/1");
    EXPECT_EQ(read->paper.limits, "/etc/tradelab/risk.toml");
    EXPECT_EQ(read->log.rotate_mib, 16);
    EXPECT_EQ(read->log.rotate_hours, 24);
    EXPECT_EQ(read->log.keep, 14);
    EXPECT_EQ(read->metrics.port, 9464);
    EXPECT_FALSE(read->paper.takes_proven);
    EXPECT_EQ(read->paper.judge_after_days, 30);
    EXPECT_TRUE(read->research.is_on);
    EXPECT_EQ(read->research.strategies,
              std::vector<std::filesystem::path>{"/etc/tradelab/begin.json"});
    EXPECT_EQ(read->research.trials, 500);
    EXPECT_EQ(read->research.to, parse_iso("2024-07-01").value());
    EXPECT_EQ(read->research.cpu_percent, 40);
    EXPECT_EQ(read->research.pause_hours, 24);
}

TEST(DaemonFile, WordsStandForWhatHasNoNumber) {
    const auto fast = parse_daemon_file(with("speed = 3600", "speed = \"max\""), "t.toml").value();
    const auto quiet = parse_daemon_file(with("port = 9464", "port = \"off\""), "t.toml").value();
    const auto early =
        parse_daemon_file(with("from = \"2024-01-31\"", "from = \"first\""), "t.toml").value();

    const auto proven =
        parse_daemon_file(with("[\"a.json\", \"/srv/b.json\"]", "\"proven\""), "t.toml").value();
    const auto once =
        parse_daemon_file(with("pause_hours = 24", "pause_hours = \"once\""), "t.toml").value();
    const auto all = parse_daemon_file(with("\"2024-07-01\"", "\"last\""), "t.toml").value();

    EXPECT_TRUE(proven.paper.takes_proven);
    EXPECT_TRUE(proven.paper.strategies.empty());
    EXPECT_EQ(once.research.pause_hours, std::nullopt);
    EXPECT_EQ(all.research.to, std::nullopt);
    EXPECT_EQ(fast.feed.speed, std::nullopt);
    EXPECT_EQ(quiet.metrics.port, std::nullopt);
    EXPECT_EQ(early.feed.from, std::nullopt);
}

TEST(DaemonFile, AnalyzersAreNamedByIdAndAFileOfBeforeHasNone) {
    const auto none = parse_daemon_file(good, "t.toml").value();
    const auto named = parse_daemon_file(
        with("trials = 500", "analyzers = [\"org.example.model\"]\ntrials = 500"), "t.toml");
    const auto option =
        parse_daemon_file(with("trials = 500", "analyzers = [\"--seed\"]\ntrials = 500"), "t.toml");

    EXPECT_TRUE(none.research.analyzers.empty());
    ASSERT_TRUE(named) << describe(named.error());
    EXPECT_EQ(named->research.analyzers, std::vector<std::string>{"org.example.model"});
    EXPECT_NE(named->sha256, none.sha256);
    ASSERT_FALSE(option);
    EXPECT_EQ(describe(option.error()),
              "t.toml:28: research.analyzers holds \"--seed\": name installed analyzers by their "
              "id: tradelab plugin list");
}

TEST(DaemonFile, PlacesAreWhatItSaysAndElseBelowTheStateDirectory) {
    const auto read = parse_daemon_file(good, "/etc/t.toml").value();

    const DaemonPlaces places = places_of(read, {.state = "/var/lab", .store = "/var/history"});

    EXPECT_EQ(places.state, "/var/lab");
    EXPECT_EQ(places.paper, "/var/lab/paper");
    EXPECT_EQ(places.socket, "/etc/run/lab.sock");
    EXPECT_EQ(places.log, "/var/lab/tradelabd.log");
    EXPECT_EQ(places.store, "/srv/history");
    EXPECT_EQ(places.research, "/var/lab/research");
}

TEST(DaemonFile, HashIsOfTheValuesNotOfCommentsOrLayout) {
    const auto hash = [](const std::string& text) {
        return parse_daemon_file(text, "t.toml").value().sha256;
    };

    EXPECT_EQ(hash(good), hash("# later\n" + with("keep = 14", "keep  =  1_4  # fortnight")));
    EXPECT_NE(hash(good), hash(with("keep = 14", "keep = 15")));
    EXPECT_NE(hash(good), hash(with("operate = [1002]", "operate = []")));
}

TEST(DaemonFile, TheShippedOneIsReadRunsNothingUnprovenAndExplainsEveryKey) {
    const RealDisk disk;
    const auto path = source_tree() / "config/tradelabd.toml";
    const auto text = disk.read_file(path, {.size_max = 100'000});
    ASSERT_TRUE(text.has_value());

    const auto read = parse_daemon_file(*text, path);

    ASSERT_TRUE(read.has_value()) << describe(read.error());
    EXPECT_TRUE(read->paper.strategies.empty());
    EXPECT_FALSE(read->research.is_on);
    EXPECT_EQ(read->metrics.port, std::nullopt);
    int keys = 0;
    bool explained = false;
    for (std::size_t at = 0; at < text->size();) {
        const std::size_t end = text->find('\n', at);
        const std::string line = text->substr(at, end - at);
        if (line.find(" = ") != std::string::npos && !line.starts_with('#')) {
            EXPECT_TRUE(explained) << line;
            ++keys;
        }
        // Lists of users are explained together.
        const bool goes_on = explained && (line.starts_with("view") || line.starts_with("operate"));
        explained = line.starts_with('#') || goes_on;
        at = end + 1;
    }
    EXPECT_EQ(keys, 25);
}

TEST(DaemonFile, AFileThatEverybodyMayWriteIsRefusedAlsoBehindALink) {
    SimulatedDisk disk;
    ASSERT_TRUE(disk.make_directory("/etc").has_value());
    const auto put = [&](const Disk::Path& path, std::uint32_t mode) {
        auto file = disk.create_new(path, mode);
        ASSERT_TRUE(file.has_value() && (*file)->write(good).has_value());
    };
    put("/etc/open.toml", 0666);
    put("/etc/mine.toml", 0644);
    ASSERT_TRUE(disk.make_symlink("open.toml", "/etc/link.toml").has_value());
    ASSERT_TRUE(disk.make_symlink("mine.toml", "/etc/fine.toml").has_value());

    for (const auto* path : {"/etc/open.toml", "/etc/link.toml"}) {
        const auto read = read_daemon_file(disk, path);

        ASSERT_FALSE(read.has_value()) << path;
        EXPECT_EQ(read.error().code, ErrorCode::permission_denied);
        EXPECT_NE(describe(read.error()).find(path), std::string::npos);
        EXPECT_NE(describe(read.error()).find("chmod o-w"), std::string::npos);
    }
    EXPECT_TRUE(read_daemon_file(disk, "/etc/mine.toml").has_value());
    EXPECT_TRUE(read_daemon_file(disk, "/etc/fine.toml").has_value());
    EXPECT_FALSE(read_daemon_file(disk, "/etc/absent.toml").has_value());
}

TEST(DaemonFile, AFileInAFolderThatEverybodyMayWriteIsRefusedAlsoBehindALink) {
    const TemporaryDirectory folder;
    const auto open = folder.path() / "open";
    const auto mine = folder.path() / "mine";
    RealDisk disk;
    for (const auto& one : {open, mine}) {
        ASSERT_TRUE(disk.make_directory(one));
        ASSERT_TRUE(write_atomically(disk, one / "t.toml", good));
    }
    ASSERT_TRUE(disk.make_symlink(open / "t.toml", mine / "to_open.toml"));
    ASSERT_TRUE(disk.make_symlink(mine / "t.toml", open / "to_mine.toml"));
    std::filesystem::permissions(open, std::filesystem::perms(0777));

    for (const auto& path : {open / "t.toml", mine / "to_open.toml", open / "to_mine.toml"}) {
        const auto read = read_daemon_file(disk, path);

        ASSERT_FALSE(read) << path;
        EXPECT_EQ(read.error().code, ErrorCode::permission_denied);
        EXPECT_EQ(read.error().file, path.string());
        EXPECT_NE(read.error().hint.find("chmod o-w " + open.string()), std::string::npos);
    }
    EXPECT_TRUE(read_daemon_file(disk, mine / "t.toml"));
    ASSERT_TRUE(disk.make_symlink(mine, folder.path() / "link"));
    EXPECT_TRUE(read_daemon_file(disk, folder.path() / "link/t.toml"));
    ASSERT_TRUE(disk.make_symlink(open, folder.path() / "to_open"));
    EXPECT_FALSE(read_daemon_file(disk, folder.path() / "to_open/t.toml"));
    // As /tmp is: nobody replaces what is not his.
    std::filesystem::permissions(open, std::filesystem::perms(01777));
    EXPECT_TRUE(read_daemon_file(disk, open / "t.toml"));
}

TEST(DaemonFile, LimitsThatAreNotThereAreMissedInTheLineThatNamesThem) {
    SimulatedDisk disk;
    ASSERT_TRUE(disk.make_directory("/etc"));
    ASSERT_TRUE(write_atomically(disk, "/etc/t.toml", good));
    const auto settings = read_daemon_file(disk, "/etc/t.toml");
    ASSERT_TRUE(settings);

    const auto limits = read_limits(disk, *settings);

    ASSERT_FALSE(limits);
    EXPECT_EQ(limits.error().file, "/etc/t.toml");
    EXPECT_EQ(limits.error().line, 17);
    EXPECT_NE(limits.error().context.find("/etc/risk.toml"), std::string::npos);
}

}  // namespace
}  // namespace tradelab
