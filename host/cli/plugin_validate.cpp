#include "cli/commands.hpp"
#include "cli/target.hpp"
#include "core/nearest.hpp"
#include "core/shell_word.hpp"
#include "core/text.hpp"
#include "os/random.hpp"
#include "plugin/registry.hpp"
#include "validate/check.hpp"
#include "validate/validate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

namespace tradelab {

namespace {

constexpr std::size_t found_length_max = 160;
constexpr std::size_t failure_length_max = 16'000;  // a bound for a stranger's words, no cut

std::vector<std::string> check_ids() {
    std::vector<std::string> ids;
    for (const auto& check : check_table()) {
        ids.emplace_back(check.id);
    }
    return ids;
}

// "D2,S" means D2 and all of group S.
Result<std::vector<std::string>> chosen_checks(const std::vector<std::string>& words) {
    const auto known = check_ids();
    std::vector<std::string> chosen;
    for (const auto& word : words) {
        std::size_t before = chosen.size();
        for (const auto& id : known) {
            const bool of_group = id.substr(0, id.find_first_of("0123456789")) == word;
            if (id == word || of_group) {
                chosen.push_back(id);
            }
        }
        if (chosen.size() == before) {
            const auto probably = nearest(word, known);
            return fail(ErrorCode::invalid_argument,
                        "there is no check " + in_quotes(word),
                        (probably ? "did you mean " + *probably + "? " : "") + "there are " +
                            listed(known));
        }
    }
    return chosen;
}

struct Target {
    std::string name;  // as the user can say it again
    std::filesystem::path folder;
};

struct Targets {
    std::vector<Target> list;
    std::vector<Refused> refused;  // of --all: what discovery would not have
};

Result<Targets> targets_of(Session& session, const ValidatePlugins& request) {
    Targets targets;
    if (request.all == !request.targets.empty()) {
        return fail(
            ErrorCode::invalid_argument,
            request.all ? "--all and a plugin's name exclude each other" : "no plugin to validate",
            "name plugins by id or folder, or give --all");
    }
    if (request.all) {
        auto found = discover(session.disk, session.layout.roots(), this_host());
        for (const auto& package : found.packages) {
            targets.list.push_back({.name = package.manifest.id, .folder = package.folder});
        }
        targets.refused = std::move(found.refused);
        return targets;
    }
    for (const auto& name : request.targets) {
        auto folder = find_folder(session, name);
        if (!folder) {
            return fail(std::move(folder.error()));
        }
        targets.list.push_back({.name = name, .folder = std::move(*folder)});
    }
    return targets;
}

std::string time_text(std::chrono::milliseconds took) {
    return fmt::format("{:.2f} s", static_cast<double>(took.count()) / 1'000);
}

void show_progress(Output& output, const CheckResult& result, std::size_t done, std::size_t total) {
    const std::string line = fmt::format(
        "[{:>2}/{}] {:<5} {:<4} {}", done, total, level_text(result.level), result.id, result.name);
    // A failure stays on the screen while the rest goes on.
    is_failure(result.level) ? output.note(line) : output.progress(line);
}

// The table cuts what was found, and the remedy stands at its end.
void show_failures(Output& output, const Report& report) {
    for (const auto& result : report.results) {
        if (is_failure(result.level)) {
            output.line();
            output.line(fmt::format("{} {}: {}",
                                    result.id,
                                    level_text(result.level),
                                    printable(result.text, failure_length_max)));
        }
    }
    output.line();
}

void show(Output& output, const Report& report, const Target& target) {
    Table table{.columns = {{.title = "check"},
                            {.title = "name"},
                            {.title = "verdict"},
                            {.title = "time", .align = Align::right},
                            {.title = "found"}},
                .rows = {}};
    for (const auto& result : report.results) {
        table.add({result.id,
                   result.name,
                   std::string(level_text(result.level)),
                   time_text(result.took),
                   printable(result.text, found_length_max)});
    }
    output.title(report.plugin.empty() ? target.name : report.plugin + " " + report.version);
    output.table(table);
    show_failures(output, report);
    std::string totals;
    for (const Level level :
         {Level::pass, Level::warn, Level::fail, Level::crash, Level::hung, Level::skip}) {
        if (const std::size_t count = report.count(level); count > 0) {
            totals += fmt::format("{}{} {}", totals.empty() ? "" : ", ", count, level_text(level));
        }
    }
    output.title(fmt::format("{}: {}", level_text(report.verdict()), totals));
    output.line(fmt::format(
        "again: tradelab plugin validate {} --reproduce {}", shell_word(target.name), report.seed));
}

Result<Report> examine(Session& session, const Target& target, const ValidateOptions& wanted) {
    ValidateOptions options = wanted;
    options.package = target.folder;
    Output& output = session.output;
    output.note("validating " + printable(target.name, found_length_max));
    auto report = validate(session.process,
                           session.disk,
                           options,
                           [&](const CheckResult& result, std::size_t done, std::size_t total) {
                               show_progress(output, result, done, total);
                           });
    output.end_progress();
    return report;
}

JsonValue document_of(const std::vector<Report>& reports, const ValidatePlugins& request) {
    if (!request.all && reports.size() == 1) {
        return report_json(reports.front());
    }
    JsonArray documents;
    for (const auto& report : reports) {
        documents.push_back(report_json(report));
    }
    return JsonObject{{"schema", "tradelab.plugin-reports/1"}, {"reports", std::move(documents)}};
}

std::uint64_t fresh_seed() {
    SystemRandom random;
    return random.below(1'000'000);  // short enough to be typed again
}

}  // namespace

Answer run(Session& session, const ValidatePlugins& request) {
    auto only = chosen_checks(request.only);
    if (!only) {
        return fail(std::move(only.error()));
    }
    const auto targets = targets_of(session, request);
    if (!targets) {
        return fail(targets.error());
    }
    ValidateOptions options;
    options.program = session.layout.program;
    options.seed = request.seed ? *request.seed : fresh_seed();
    options.only = std::move(*only);
    options.jobs =
        request.jobs != 0 ? request.jobs : std::max(1U, std::thread::hardware_concurrency());

    std::vector<Report> reports;
    ExitCode code = targets->refused.empty() ? ExitCode::ok : ExitCode::partly_done;
    for (const auto& refused : targets->refused) {
        session.output.error(refused.error);
    }
    for (const auto& target : targets->list) {
        auto report = examine(session, target, options);
        if (!report) {
            return fail(std::move(report.error()));
        }
        show(session.output, *report, target);
        if (is_failure(report->verdict())) {
            code = ExitCode::failed;
        }
        reports.push_back(std::move(*report));
    }
    session.output.document(document_of(reports, request));
    return code;
}

}  // namespace tradelab
