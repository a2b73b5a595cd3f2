#include "cli/commands.hpp"
#include "cli/daemon_settings.hpp"
#include "core/decimal.hpp"
#include "os/disk.hpp"

#include <string>
#include <utility>
#include <vector>

// The daemon's settings: looked at, and begun.
namespace tradelab {

namespace {

constexpr std::uint64_t file_bytes_max = std::uint64_t{256} << 10U;

JsonValue users_json(const std::vector<std::int64_t>& users) {
    JsonArray out;
    for (const std::int64_t user : users) {
        out.emplace_back(user);
    }
    return out;
}

JsonObject settings_json(const DaemonSettings& settings) {
    const DaemonFile& file = settings.file;
    const DaemonFile::Research& research = file.research;
    JsonArray strategies;
    for (const auto& path : file.paper.strategies) {
        strategies.emplace_back(path.string());
    }
    JsonArray searched;
    for (const auto& path : research.strategies) {
        searched.emplace_back(path.string());
    }
    const auto or_word = [](const auto& number, std::string_view word) {
        return number ? JsonValue(*number) : JsonValue(word);
    };
    return JsonObject{
        {"state.directory", settings.places.state.string()},
        {"control.socket", settings.places.socket.string()},
        {"control.view", users_json(file.control.view)},
        {"control.operate", users_json(file.control.operate)},
        {"control.approve", users_json(file.control.approve)},
        {"feed.store", settings.places.store.string()},
        {"feed.from", file.feed.from ? JsonValue(iso_text(*file.feed.from)) : JsonValue("first")},
        {"feed.speed", or_word(file.feed.speed, "max")},
        {"paper.strategies",
         file.paper.takes_proven ? JsonValue("proven") : JsonValue(std::move(strategies))},
        {"paper.judge_after_days", file.paper.judge_after_days},
        {"paper.capital", decimal_text(file.paper.capital)},
        {"paper.fill_model", file.paper.fill_model},
        {"paper.limits", file.paper.limits.string()},
        {"log.file", settings.places.log.string()},
        {"log.rotate_mib", file.log.rotate_mib},
        {"log.rotate_hours", file.log.rotate_hours},
        {"log.keep", file.log.keep},
        {"metrics.port", or_word(file.metrics.port, "off")},
        {"research.mode", research.is_on ? "on" : "off"},
        {"research.strategies", std::move(searched)},
        {"research.analyzers", research.analyzers},
        {"research.trials", research.trials},
        {"research.to", research.to ? JsonValue(iso_text(*research.to)) : JsonValue("last")},
        {"research.cpu_percent", research.cpu_percent},
        {"research.pause_hours", or_word(research.pause_hours, "once")}};
}

std::string text_of(const JsonValue& value) {
    if (const auto* list = value.array()) {
        std::string text;
        for (const JsonValue& element : *list) {
            text += (text.empty() ? "" : ", ") + text_of(element);
        }
        return text.empty() ? "none" : text;
    }
    if (const auto* number = value.integer()) {
        return std::to_string(*number);
    }
    return value.text() == nullptr ? "" : *value.text();
}

Status copy_all(Disk& disk, const Disk::Path& from, const Disk::Path& to) {
    if (auto made = disk.make_directories(to / "venues"); !made) {
        return made;
    }
    const auto venues = disk.list(from / "venues");
    if (!venues) {
        return fail(venues.error());
    }
    std::vector<Disk::Path> files = {"risk.toml", "tradelabd.toml"};
    const auto evidence = disk.stat(from / "evidence.toml");
    if (evidence) {
        files.emplace_back("evidence.toml");
    } else if (evidence.error().code != ErrorCode::not_found) {
        return fail(evidence.error());
    }
    for (const std::string& name : *venues) {
        files.push_back(Disk::Path("venues") / name);
    }
    for (const auto& file : files) {
        const auto text =
            disk.read_file(from / file, {.size_max = file_bytes_max, .links = Links::follow});
        auto written = text ? write_atomically(disk, to / file, *text) : fail(text.error());
        if (!written) {
            return written;
        }
    }
    return {};
}

// A folder with all of it, or none: it is made beside its place under another name, which the next
// attempt takes away where this one came to a bad end.
Status copy_settings(Disk& disk, const Disk::Path& from, const Disk::Path& to) {
    if (disk.exists(to)) {
        return fail(ErrorCode::already_exists,
                    to.string() + " is there already",
                    "name a new folder, or edit that one");
    }
    const auto half_made = to.parent_path() / ("." + to.filename().string() + ".half-made");
    if (disk.exists(half_made)) {
        if (auto removed = disk.remove_tree(half_made); !removed) {
            return removed;
        }
    }
    auto done = copy_all(disk, from, half_made);
    done = done ? disk.rename(half_made, to) : std::move(done);
    if (!done) {
        // The first error is the one to be told.
        (void)disk.remove_tree(half_made);
        return done;
    }
    return disk.sync_directory(to.parent_path());
}

}  // namespace

Answer run(Session& session, const ShowSettings& request) {
    const auto settings = read_settings(session, request.settings);
    if (!settings) {
        return fail(settings.error());
    }
    JsonObject values = settings_json(*settings);
    Output& output = session.output;
    if (output.wants_json()) {
        output.document(JsonObject{{"schema", "tradelab.config/1"},
                                   {"file", settings->path.string()},
                                   {"sha256", settings->file.sha256},
                                   {"settings", std::move(values)}});
        return ExitCode::ok;
    }
    output.title(settings->path.string());
    Table table{.columns = {{.title = "setting"}, {.title = "value"}}, .rows = {}};
    for (const auto& [name, value] : values) {
        table.add({name, text_of(value)});
    }
    output.table(table);
    return ExitCode::ok;
}

Answer run(Session& session, const InitSettings& request) {
    auto folder = session.layout.absolute(request.folder).lexically_normal();
    folder = folder.has_filename() ? folder : folder.parent_path();
    if (auto copied = copy_settings(session.disk, session.layout.config, folder); !copied) {
        return fail(std::move(copied).error(), "making a folder of settings");
    }
    Output& output = session.output;
    const std::string file = (folder / "tradelabd.toml").string();
    if (output.wants_json()) {
        output.document(JsonObject{{"schema", "tradelab.config.init/1"}, {"file", file}});
        return ExitCode::ok;
    }
    output.line(file);
    output.line("every key is explained in it; then: export TRADELAB_CONFIG=" + folder.string());
    return ExitCode::ok;
}

}  // namespace tradelab
