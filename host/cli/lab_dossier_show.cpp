#include "cli/commands.hpp"
#include "cli/lab_dossier.hpp"
#include "cli/layout.hpp"
#include "core/text.hpp"
#include "lifecycle/lifecycle.hpp"
#include "report/dossier_json.hpp"
#include "report/dossier_text.hpp"

#include <ranges>
#include <string>
#include <utility>

// What was kept of a verdict, on a terminal.
namespace tradelab {
namespace {

constexpr std::string_view verdict_evidence = "verdict ";
constexpr std::size_t name_shown = 63;
constexpr std::size_t id_shown = 12;

// The last verdict of a strategy's life.
Result<std::string> verdict_of_strategy(Session& session, const std::string& id) {
    const auto path = lifecycle_of(session.layout);
    const auto life = path ? Lifecycle(session.disk, *path).find(id) : fail(path.error());
    if (!life) {
        return fail(life.error());
    }
    for (const StageStep& step : std::views::reverse(life->steps)) {
        if (step.edge.evidence.starts_with(verdict_evidence)) {
            return step.edge.evidence.substr(verdict_evidence.size());
        }
    }
    return fail(
        ErrorCode::not_found,
        life->name + " is " + std::string(stage_text(life->stage)) + ": the gate has not judged it",
        "tradelab gate list shows what it judged");
}

Result<std::string> verdict_named(Session& session, const std::string& id) {
    const auto folder = verdicts_of(session.layout);
    const auto ids = folder ? VerdictStore(session.disk, *folder).ids(id) : fail(folder.error());
    if (!ids) {
        return fail(ids.error());
    }
    if (ids->size() > 1) {
        return fail(ErrorCode::invalid_argument,
                    "verdict '" + printable(id, name_shown) + "' is the beginning of " +
                        std::to_string(ids->size()),
                    "give more of its digits");
    }
    return ids->empty() ? verdict_of_strategy(session, id) : Result<std::string>(ids->front());
}

}  // namespace

Answer run(Session& session, const ShowDossier& request) {
    const auto verdict = verdict_named(session, request.id);
    if (!verdict) {
        return fail(verdict.error());
    }
    const auto page = dossier_path(session, *verdict);
    const auto dossier = page ? kept_dossier(session, *verdict) : fail(page.error());
    if (!dossier) {
        return fail(dossier.error());
    }
    for (const SummaryLine& line : dossier_summary(*dossier, {.look = session.output.look()})) {
        if (line.kind == SummaryLine::Kind::title) {
            session.output.title(line.text);
        } else {
            session.output.line(line.text);
        }
    }
    session.output.line("every number with its formula: tradelab gate explain " +
                        verdict->substr(0, id_shown));
    session.output.line("as a page: " + page->string());
    session.output.document(JsonObject{{"schema", "tradelab.dossier-shown/1"},
                                       {"page", page->string()},
                                       {"figures", json_of(figures_of(*dossier))},
                                       {"dossier", json_of(*dossier)}});
    return ExitCode::ok;
}

}  // namespace tradelab
