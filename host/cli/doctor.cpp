#include "cli/backtest_setup.hpp"
#include "cli/campaign_analyzers.hpp"
#include "cli/commands.hpp"
#include "cli/daemon_settings.hpp"
#include "cli/doctor_disk.hpp"
#include "cli/symptom.hpp"
#include "config/risk_file.hpp"
#include "control/client.hpp"
#include "core/text.hpp"
#include "history/catalogue.hpp"
#include "lab/backtest_plan.hpp"
#include "paper/latch.hpp"
#include "sim/fill_model.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

// What keeps the daemon from working.  Nothing is changed but for a file that comes and goes.
namespace tradelab {

namespace {

constexpr std::chrono::seconds patience(2);
std::string_view text_of(Health health) {
    return health == Health::fine ? "ok" : health == Health::warning ? "warning" : "BROKEN";
}

Symptom look_at_limits(Session& session, const DaemonFile& file) {
    const auto risk = read_limits(session.disk, file);
    return risk ? Symptom{.subject = "limits", .what = file.paper.limits.string()}
                : broken("limits", risk.error());
}

Symptom look_at_latch(Session& session, const DaemonPlaces& places) {
    const auto latch = read_paper_latch(session.disk, places.paper);
    if (!latch) {
        return broken("latch", latch.error());
    }
    if (!*latch) {
        return {.subject = "latch", .what = "off"};
    }
    const bool is_panic = (*latch)->level == PaperLatchLevel::panic;
    return {.subject = "latch",
            .health = Health::warning,
            .what = std::string(is_panic ? "panic" : "stop") + ", by " +
                    printable((*latch)->by, 100) + ": no entries until: tradelab resume"};
}

Symptom look_at_daemon(const DaemonPlaces& places) {
    const auto answer = ask_daemon(places.socket, {.verb = ControlVerb::doctor}, patience);
    if (!answer) {
        const bool is_off = answer.error().code == ErrorCode::daemon_unreachable;
        return {.subject = "daemon",
                .health = is_off ? Health::warning : Health::broken,
                .what = is_off ? "not running at " + places.socket.string() +
                                     ": start it with: "
                                     "tradelabd"
                               : describe(answer.error())};
    }
    const auto* needs = (*answer)["needs_a_person"].array();
    const bool is_calm = needs == nullptr || needs->empty();
    const std::string* first = is_calm ? nullptr : needs->front().text();
    return {
        .subject = "daemon",
        .health = is_calm ? Health::fine : Health::warning,
        .what = first == nullptr ? "answers at " + places.socket.string() : printable(*first, 200)};
}

// What has to be in the store for every strategy, and whether each fits its plugin.
void look_at_strategies(Session& session,
                        const DaemonSettings& settings,
                        std::vector<Symptom>& findings) {
    const auto model = fill_model(settings.file.paper.fill_model);
    findings.push_back(model ? Symptom{.subject = "fill model", .what = model->name}
                             : broken("fill model", model.error()));
    if (settings.file.paper.takes_proven) {
        findings.push_back({.subject = "strategies", .what = "whatever is proven, as it comes"});
        return;
    }
    if (settings.file.paper.strategies.empty()) {
        findings.push_back({.subject = "strategies", .what = "none: the daemon will be idle"});
        return;
    }
    std::vector<std::string> paths;
    for (const auto& path : settings.file.paper.strategies) {
        paths.push_back(path.string());
    }
    const auto candidates = load_candidates(session, paths);
    const auto venues = candidates ? venues_of(session, *candidates) : fail(candidates.error());
    if (!venues) {
        findings.push_back(broken("strategies", venues.error()));
        return;
    }
    findings.push_back({.subject = "strategies", .what = std::to_string(paths.size())});
    const Catalogue catalogue(session.disk, settings.places.store);
    const auto plan =
        plan_backtest(*candidates, catalogue, *venues, {.from = settings.file.feed.from});
    findings.push_back(plan ? Symptom{.subject = "feed",
                                      .what = iso_text(plan->from) + " to " + iso_text(plan->to)}
                            : broken("feed", plan.error()));
    if (plan) {
        findings.push_back(look_at_blocks(session, *plan));
    }
}

// The daemon starts without them, and each of its campaigns would end before its first trial.
void look_at_analyzers(Session& session,
                       const DaemonSettings& settings,
                       std::vector<Symptom>& findings) {
    const auto& ids = settings.file.research.analyzers;
    const std::string or_else =
        "; or take it out of analyzers in [research] of " + settings.path.string();
    const std::size_t before = findings.size();
    for (const std::string& id : ids) {
        if (const auto one = analyzers_for(session, {id}); !one) {
            findings.push_back(broken("analyzers", one.error()));
            findings.back().what += or_else;
        }
    }
    if (const auto all = analyzers_for(session, ids); !all && findings.size() == before) {
        findings.push_back(broken("analyzers", all.error()));
        findings.back().what += or_else;
    }
    if (!ids.empty() && findings.size() == before) {
        findings.push_back({.subject = "analyzers", .what = std::to_string(ids.size())});
    }
}

JsonValue document_of(const std::vector<Symptom>& findings) {
    JsonArray rows;
    for (const Symptom& one : findings) {
        rows.push_back(JsonObject{
            {"subject", one.subject}, {"health", text_of(one.health)}, {"what", one.what}});
    }
    return JsonObject{{"schema", "tradelab.doctor/1"}, {"findings", std::move(rows)}};
}

}  // namespace

Answer run(Session& session, const ExamineDaemon& request) {
    std::vector<Symptom> findings;
    const auto settings = read_settings(session, request.settings);
    if (settings) {
        findings.push_back({.subject = "settings", .what = settings->path.string()});
        findings.push_back(look_at_limits(session, settings->file));
        look_at_strategies(session, *settings, findings);
        look_at_analyzers(session, *settings, findings);
        findings.push_back(look_at_state(session, settings->places));
        findings.push_back(look_at_journals(session, settings->places));
        findings.push_back(look_at_latch(session, settings->places));
        findings.push_back(look_at_daemon(settings->places));
    } else {
        findings.push_back(broken("settings", settings.error()));
    }
    Output& output = session.output;
    if (output.wants_json()) {
        output.document(document_of(findings));
    } else {
        Table table{.columns = {{.title = "what"}, {.title = "health"}, {.title = ""}}, .rows = {}};
        for (const Symptom& one : findings) {
            table.add({one.subject, std::string(text_of(one.health)), printable(one.what, 400)});
        }
        output.table(table);
    }
    const bool is_broken = std::ranges::any_of(
        findings, [](const Symptom& one) { return one.health == Health::broken; });
    return is_broken ? ExitCode::failed : ExitCode::ok;
}

}  // namespace tradelab
