#include "config/daemon_file.hpp"

#include "config/strict_toml.hpp"
#include "config/trusted_file.hpp"
#include "core/text.hpp"
#include "document/sha256.hpp"
#include "sim/fill_model.hpp"

#include <array>
#include <utility>

namespace tradelab {
namespace {

using Keys = std::string_view;

constexpr std::array<Keys, 7> sections = {
    "state", "control", "feed", "paper", "log", "metrics", "research"};
constexpr std::array<Keys, 1> state_keys = {"directory"};
constexpr std::array<Keys, 4> control_keys = {"socket", "view", "operate", "approve"};
constexpr std::array<Keys, 3> feed_keys = {"store", "from", "speed"};
constexpr std::array<Keys, 5> paper_keys = {
    "strategies", "judge_after_days", "capital", "fill_model", "limits"};
constexpr std::array<Keys, 4> log_keys = {"file", "rotate_mib", "rotate_hours", "keep"};
constexpr std::array<Keys, 1> metrics_keys = {"port"};
constexpr std::array<Keys, 7> research_keys = {
    "mode", "strategies", "analyzers", "trials", "to", "cpu_percent", "pause_hours"};

constexpr std::uint64_t file_bytes_max = std::uint64_t{64} << 10U;
// Users of one machine who watch one account, and strategies that share it: more are a mistake.
constexpr std::size_t users_max = 32;
constexpr std::size_t strategies_max = 32;
constexpr std::size_t analyzers_max = 8;             // what `lab campaign` takes as well
constexpr std::int64_t user_id_max = 4'294'967'294;  // the one above it means "no user"
// The whole of six years in twenty seconds; beyond it the disk is the limit, not the clock.
constexpr std::int64_t speed_max = 10'000'000;
// What `lab campaign` takes as well.
constexpr std::int64_t trials_max = 100'000;
constexpr std::int64_t judge_after_days_max = 3'650;
constexpr std::int64_t pause_hours_max = 8'760;
constexpr std::int64_t capital_max = 100'000'000'000'000'000;  // 1,000,000,000 in 1e-8

struct Place {
    StrictTable& table;
    std::filesystem::path folder;

    [[nodiscard]] std::filesystem::path named(std::string_view key, const std::string& text) const {
        if (text.starts_with('~')) {
            table.refuse(key,
                         std::string(key) + " = \"" + text + "\"",
                         "~ is a word of shells: write the whole path");
        }
        return (folder / text).lexically_normal();
    }

    [[nodiscard]] std::optional<std::filesystem::path> path(std::string_view key) const {
        const std::string text = table.text(key);
        return text == "default" ? std::nullopt : std::optional(named(key, text));
    }
};

DaemonFile::Control read_control(StrictTable table, const std::filesystem::path& folder) {
    const WholeRange user{.max = user_id_max, .unit = "user ids, see: id -u"};
    DaemonFile::Control out;
    out.socket = Place{table, folder}.path("socket");
    out.view = table.wholes("view", user, users_max);
    out.operate = table.wholes("operate", user, users_max);
    out.approve = table.wholes("approve", user, users_max);
    return out;
}

// A time, or nothing for the word that stands for an end of the history.
std::optional<UnixNanos> read_time_or(StrictTable& table,
                                      std::string_view key,
                                      std::string_view shown,
                                      std::string_view word) {
    const std::string text = table.text(key);
    if (text == word || text.empty()) {
        return std::nullopt;
    }
    const auto at = parse_iso(text);
    if (!at) {
        table.refuse(
            key,
            std::string(shown) + " = \"" + text + "\"",
            "must be a time in UTC, \"2024-01-31T00:00:00Z\", or \"" + std::string(word) + "\"");
        return std::nullopt;
    }
    return *at;
}

DaemonFile::Feed read_feed(StrictTable table, const std::filesystem::path& folder) {
    DaemonFile::Feed out;
    out.store = Place{table, folder}.path("store");
    out.from = read_time_or(table, "from", "feed.from", "first");
    out.speed = table.whole_or(
        "speed", {.max = speed_max, .unit = "feed seconds per second; 1 is real time"}, "max");
    return out;
}

std::vector<std::filesystem::path> parameter_files(const Place& place,
                                                   const std::vector<std::string>& texts,
                                                   std::string_view shown) {
    std::vector<std::filesystem::path> out;
    for (const std::string& text : texts) {
        if (!text.ends_with(".json")) {
            place.table.refuse("strategies",
                               std::string(shown) + " holds \"" + text + "\"",
                               "must name parameter files, which end in .json");
        }
        out.push_back(place.named("strategies", text));
    }
    return out;
}

DaemonFile::Paper read_paper(StrictTable table, const std::filesystem::path& folder) {
    const Place place{table, folder};
    DaemonFile::Paper out;
    const auto listed = table.texts_or("strategies", strategies_max, "proven");
    out.takes_proven = !listed;
    out.strategies =
        parameter_files(place, listed.value_or(std::vector<std::string>()), "paper.strategies");
    out.judge_after_days =
        table.whole("judge_after_days", {.max = judge_after_days_max, .unit = "days of the feed"});
    const std::int64_t capital = table.decimal("capital", DecimalPlaces(8));
    if (capital > capital_max) {
        table.refuse("capital",
                     "paper.capital is above 1000000000",
                     "10000 fits the shipped limits of risk.toml");
    }
    out.capital = Cash(capital);
    out.fill_model = table.text("fill_model");
    if (const auto known = fill_model(out.fill_model); !known && !out.fill_model.empty()) {
        table.refuse(
            "fill_model", "paper.fill_model = \"" + out.fill_model + "\"", known.error().hint);
    }
    out.limits = place.named("limits", table.text("limits"));
    out.limits_line = table.line_of_key("limits");
    return out;
}

DaemonFile::Log read_log(StrictTable table, const std::filesystem::path& folder) {
    DaemonFile::Log out;
    out.file = Place{table, folder}.path("file");
    out.rotate_mib = table.whole("rotate_mib", {.max = 1'024, .unit = "MiB of one log file"});
    out.rotate_hours = table.whole("rotate_hours", {.max = 8'760, .unit = "hours of one log file"});
    out.keep = table.whole("keep", {.max = 1'000, .unit = "old log files"});
    return out;
}

DaemonFile::Metrics read_metrics(StrictTable table) {
    const auto port =
        table.whole_or("port", {.max = 65'535, .unit = "TCP port on 127.0.0.1"}, "off");
    return {.port = port ? std::optional(static_cast<std::uint16_t>(*port)) : std::nullopt};
}

// They become words of a command line, so nothing that could be an option is an id.
std::vector<std::string> analyzers_of(StrictTable& table) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    auto out = table.texts_if_there("analyzers", analyzers_max);
    for (const std::string& id : out) {
        if (id.starts_with('-') || id.find_first_not_of(letters) != std::string::npos) {
            table.refuse("analyzers",
                         "research.analyzers holds " + in_quotes(id),
                         "name installed analyzers by their id: tradelab plugin list");
        }
    }
    return out;
}

DaemonFile::Research read_research(StrictTable table, const std::filesystem::path& folder) {
    DaemonFile::Research out;
    const std::string mode = table.text("mode");
    out.is_on = mode == "on";
    if (!mode.empty() && mode != "on" && mode != "off") {
        table.refuse("mode", "research.mode = \"" + mode + "\"", "must be \"on\" or \"off\"");
    }
    out.strategies = parameter_files(
        Place{table, folder}, table.texts("strategies", strategies_max), "research.strategies");
    if (out.is_on && out.strategies.empty()) {
        table.refuse("strategies",
                     "research.strategies is empty while research.mode is \"on\"",
                     "name parameter files to begin from, or set the mode to \"off\"");
    }
    out.analyzers = analyzers_of(table);
    out.trials = table.whole("trials", {.max = trials_max, .unit = "ideas of each campaign"});
    out.to = read_time_or(table, "to", "research.to", "last");
    out.cpu_percent = table.whole("cpu_percent", {.max = 100, .unit = "percent of one core"});
    out.pause_hours = table.whole_or(
        "pause_hours", {.max = pause_hours_max, .unit = "hours between two campaigns"}, "once");
    return out;
}

}  // namespace

DaemonPlaces places_of(const DaemonFile& file, const DaemonDefaults& defaults) {
    const auto state = file.state.value_or(defaults.state);
    return {.state = state,
            .paper = state / "paper",
            .socket = file.control.socket.value_or(state / "control.sock"),
            .log = file.log.file.value_or(state / "tradelabd.log"),
            .store = file.feed.store.value_or(defaults.store),
            .research = state / "research"};
}

Result<DaemonFile> parse_daemon_file(std::string_view text, const Disk::Path& file) {
    auto toml = StrictToml::parse(text, file.string());
    if (!toml) {
        return fail(std::move(toml).error());
    }
    const auto folder = file.parent_path();
    StrictTable root = toml->root(sections);
    StrictTable state = root.table("state", state_keys);
    DaemonFile out;
    out.state = Place{state, folder}.path("directory");
    out.control = read_control(root.table("control", control_keys), folder);
    out.feed = read_feed(root.table("feed", feed_keys), folder);
    out.paper = read_paper(root.table("paper", paper_keys), folder);
    out.log = read_log(root.table("log", log_keys), folder);
    out.metrics = read_metrics(root.table("metrics", metrics_keys));
    out.research = read_research(root.table("research", research_keys), folder);
    if (toml->problem()) {
        return fail(*toml->problem());
    }
    out.sha256 = sha256_hex(toml->canonical());
    out.path = file;
    return out;
}

Result<RiskFile> read_limits(const Disk& disk, const DaemonFile& settings) {
    auto risk = read_trusted_risk(disk, settings.paper.limits);
    if (risk || risk.error().code != ErrorCode::not_found) {
        return risk;
    }
    return fail(
        {.code = ErrorCode::not_found,
         .context = "paper.limits names " + settings.paper.limits.string() + ", which is not there",
         .hint = "name a file of limits, counted from the folder of this one; "
                 "tradelab config init makes one",
         .file = settings.path.string(),
         .line = settings.paper.limits_line});
}

Result<DaemonFile> read_daemon_file(const Disk& disk, const Disk::Path& path) {
    const auto text = read_trusted(disk, path, file_bytes_max);
    return text ? parse_daemon_file(*text, path) : fail(text.error(), "reading what to run");
}

}  // namespace tradelab
