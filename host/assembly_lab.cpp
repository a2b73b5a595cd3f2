#include "assembly_lab.hpp"

#include "document/sha256.hpp"

#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

// What `tradelab` looks at.  Not where recorded data may be imported from: a search takes the store
// as it is.
constexpr std::array<std::string_view, 5> variables = {
    "HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "TRADELAB_CONFIG", "TRADELAB_PLUGINS"};

Command program_of(const ResearchPlaces& where, const Environment& environment) {
    Command command;
    command.program = where.layout.prefix / "bin/tradelab";
    for (const std::string_view name : variables) {
        if (auto value = environment.value(name)) {
            command.variables.push_back({std::string(name), *std::move(value)});
        }
    }
    // Paths in there count from where the daemon was started.
    command.directory = where.layout.here;
    command.arguments = {"--plain", "--no-input", "--state", where.places.state.string()};
    return command;
}

void add(Command& command, std::vector<std::string> words) {
    command.arguments.insert(command.arguments.end(), words.begin(), words.end());
}

Command campaign_of(const ResearchPlaces& where, const Environment& environment) {
    const DaemonFile::Research& research = where.file.research;
    Command command = program_of(where, environment);
    add(command, {"lab", "campaign"});
    for (const auto& file : research.strategies) {
        add(command, {file.string()});
    }
    for (const std::string& id : research.analyzers) {
        add(command, {"--analyzer", id});
    }
    add(command,
        {"--trials",
         std::to_string(research.trials),
         "--threads",
         "1",
         "--cpu-percent",
         std::to_string(research.cpu_percent),
         "--risk",
         where.file.paper.limits.string(),
         "--store",
         where.places.store.string(),
         "--progress",
         search_progress_file(where.places.research).string()});
    if (research.to) {
        add(command, {"--to", iso_text(*research.to)});
    }
    return command;
}

// Another one of these is another search, whose campaigns begin at seed 1.
std::string subject_of(const DaemonFile::Research& research) {
    std::string text = std::to_string(research.trials) + "\n" +
                       (research.to ? iso_text(*research.to) : std::string("last")) + "\n";
    for (const auto& file : research.strategies) {
        text += file.string() + "\n";
    }
    for (const std::string& id : research.analyzers) {
        text += "analyzer " + id + "\n";
    }
    return sha256_hex(text);
}

}  // namespace

LabDesk::Options lab_options(const ResearchPlaces& where, const Environment& environment) {
    const DaemonFile::Research& research = where.file.research;
    LabDesk::Options out;
    out.research.command = campaign_of(where, environment);
    out.research.folder = where.places.research;
    out.research.subject = subject_of(research);
    out.research.trials = research.trials;
    out.research.cpu_percent = research.cpu_percent;
    if (research.pause_hours) {
        out.research.pause = std::chrono::hours(*research.pause_hours);
    }
    out.research.begins_by_itself = research.is_on;
    if (research.strategies.empty()) {
        out.research.why_not = "there is nothing to search: research.strategies is empty in " +
                               where.settings.string();
    }
    out.check = program_of(where, environment);
    add(out.check,
        {"lab",
         "consistency",
         "--config",
         where.settings.string(),
         "--store",
         where.places.store.string()});
    out.judge_after_days = where.file.paper.judge_after_days;
    out.lifecycle = where.places.state / "lifecycle";
    out.ledger = where.places.state / "trials";
    out.paper = where.places.paper;
    out.takes_proven = where.file.paper.takes_proven;
    out.from = where.file.feed.from;
    out.fill_model = where.file.paper.fill_model;
    return out;
}

}  // namespace tradelab
