#pragma once

#include "config/risk_file.hpp"
#include "core/money.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// config/tradelabd.toml: what the daemon runs and where.  Paths are as written, counted from the
// file's folder where they are relative; nothing stands for "default".
struct DaemonFile {
    using Path = std::filesystem::path;

    struct Control {
        std::optional<Path> socket;
        // User ids, beside the owner's and root's.
        std::vector<std::int64_t> view;
        std::vector<std::int64_t> operate;
        std::vector<std::int64_t> approve;
    };
    struct Feed {
        std::optional<Path> store;
        std::optional<UnixNanos> from;      // nothing: where the data begin
        std::optional<std::int64_t> speed;  // feed seconds per second; nothing: as fast as it goes
    };
    struct Paper {
        bool takes_proven = false;     // what the gate has passed, instead of a list
        std::vector<Path> strategies;  // of a list
        std::int64_t judge_after_days = 0;
        Cash capital;
        std::string fill_model;
        Path limits;
        int limits_line = 0;  // of the settings, which name it there
    };
    struct Log {
        std::optional<Path> file;
        std::int64_t rotate_mib = 0;
        std::int64_t rotate_hours = 0;
        std::int64_t keep = 0;
    };
    struct Metrics {
        std::optional<std::uint16_t> port;  // nothing: off
    };
    struct Research {
        bool is_on = false;
        std::vector<Path> strategies;             // where searches begin
        std::vector<std::string> analyzers = {};  // ids of plugins that propose, too
        std::int64_t trials = 0;
        std::optional<UnixNanos> to;  // nothing: where the history ends
        std::int64_t cpu_percent = 0;
        std::optional<std::int64_t> pause_hours;  // nothing: one campaign
    };

    std::optional<Path> state;
    Control control;
    Feed feed;
    Paper paper;
    Log log;
    Metrics metrics;
    Research research;
    std::string sha256;  // of every value in it
    Path path = {};      // where it was read; empty: nowhere
};

// Where things lie when the file says "default".
struct DaemonDefaults {
    std::filesystem::path state;
    std::filesystem::path store;
};

// Where things lie.
struct DaemonPlaces {
    std::filesystem::path state;
    std::filesystem::path paper;  // the session's folder, with the kill latch in it
    std::filesystem::path socket;
    std::filesystem::path log;
    std::filesystem::path store;
    std::filesystem::path research;  // how far the daemon's campaign is, and how many there were
};

[[nodiscard]] DaemonPlaces places_of(const DaemonFile& file, const DaemonDefaults& defaults);

// `file` is how errors name it, and its folder is what relative paths count from.
[[nodiscard]] Result<DaemonFile> parse_daemon_file(std::string_view text, const Disk::Path& file);
// The limits that the settings name.  Where there is no such file the error says which line does.
[[nodiscard]] Result<RiskFile> read_limits(const Disk& disk, const DaemonFile& settings);
// Refuses a file that everybody may write, or put there.
[[nodiscard]] Result<DaemonFile> read_daemon_file(const Disk& disk, const Disk::Path& path);

}  // namespace tradelab
