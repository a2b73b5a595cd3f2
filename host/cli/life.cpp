#include "cli/commands.hpp"
#include "cli/daemon_settings.hpp"
#include "cli/evidence_replay.hpp"
#include "cli/ranking.hpp"
#include "control/client.hpp"
#include "core/text.hpp"
#include "lifecycle/decision.hpp"
#include "lifecycle/life_form.hpp"
#include "lifecycle/lifecycle.hpp"
#include "os/clock.hpp"
#include "os/self.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

// How far strategies have come, and what a human decides about them.
namespace tradelab {
namespace {

constexpr std::size_t id_shown = 12;
constexpr std::size_t name_shown = 60;
constexpr std::size_t words_shown = 400;
constexpr std::chrono::seconds patience(8);

Result<Lifecycle> record_in(Session& session) {
    const auto path = lifecycle_of(session.layout);
    if (!path) {
        return fail(path.error());
    }
    return Lifecycle(session.disk, *path);
}

std::string basis_text(VerdictBasis basis) {
    return basis == VerdictBasis::recorded ? "recorded" : "SYNTHETIC";
}

// Under what an approved strategy would run: nobody approves without knowing it.  Asked before any
// daemon is: what a strategy runs with is looked up here, and a replay that carries it over to
// another engine is run here, while the daemon trades on.
Status may_approve(Session& session, const ApproveStrategy& request, HumanDecision& decision) {
    const auto settings = read_settings(session, request.settings, request.store);
    auto running = settings ? running_of(session, *settings) : fail(settings.error());
    if (!running) {
        return fail(std::move(running).error());
    }
    decision.running = *std::move(running);
    auto life = Lifecycle(session.disk, lifecycle_of(settings->places)).find(decision.strategy);
    if (!life && life.error().code == ErrorCode::permission_denied) {
        Error error = std::move(life).error();
        error.hint =
            "whoever approves reads what he approves: be in the group of the daemon's user";
        return fail(std::move(error));
    }
    if (!life || life->stage != LifeStage::awaiting_approval) {
        return {};  // whoever decides says so
    }
    const auto settled =
        settle_approval(session, *settings, *decision.running, *std::move(life), decision.now);
    if (!settled) {
        return fail(settled.error());
    }
    auto held = refuse_unless_held(settled->life, settled->judged);
    if (held) {
        return held;
    }
    Error error = std::move(held).error();
    error.hint += (error.hint.empty() ? "" : "; ") +
                  ("the store that was looked into is " + settings->places.store.string());
    return fail(std::move(error));
}

// Where no daemon runs, whoever types decides on the state directory itself.
Result<JsonValue> decided_here(Session& session,
                               const DaemonPlaces& places,
                               const HumanDecision& decision) {
    Lifecycle record(session.disk, lifecycle_of(places));
    const auto life = decide(record, decision);
    if (!life) {
        return fail(life.error());
    }
    return JsonValue(JsonObject{{"schema", "tradelab.decision/1"}, {"strategy", json_of(*life)}});
}

// Where the daemon's things lie.  One that runs with an earlier text of settings that cannot be
// read now is somewhere: it is guessed only where --state says it.
Result<DaemonPlaces> places_for(Session& session, const std::string& settings_typed) {
    auto settings = read_settings(session, settings_typed);
    if (settings) {
        return std::move(settings->places);
    }
    Error error = std::move(settings).error();
    if (!session.layout.named_state) {
        error.hint += (error.hint.empty() ? "" : "; or ") + std::string("say where: --state DIR");
        return fail(std::move(error));
    }
    session.output.note(describe(error));
    return places_without_settings(session);
}

// Through the daemon where one runs: it knows what is on paper, and who asks.
Result<JsonValue> decided(Session& session,
                          const std::string& settings_typed,
                          ControlVerb verb,
                          const HumanDecision& decision) {
    const auto places = places_for(session, settings_typed);
    if (!places) {
        return fail(places.error());
    }
    auto answer = ask_daemon(places->socket,
                             {.verb = verb,
                              .reason = decision.why,
                              .strategy = decision.strategy,
                              .days = decision.days},
                             patience);
    return !answer && answer.error().code == ErrorCode::daemon_unreachable
               ? decided_here(session, *places, decision)
               : answer;
}

// By whom, and when.
Status sign(HumanDecision& decision) {
    if (decision.why.empty() || decision.why.size() > decision_bytes_max) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("--why has {} bytes", decision.why.size()),
                    fmt::format("from 1 to {}: it is kept for ever", decision_bytes_max));
    }
    decision.by = "user " + std::to_string(user_id());
    decision.now = SystemClock().now();
    return {};
}

Answer settle(Session& session,
              const std::string& settings,
              ControlVerb verb,
              const HumanDecision& decision) {
    const auto answer = decided(session, settings, verb, decision);
    if (!answer) {
        return fail(answer.error());
    }
    session.output.document(*answer);
    const JsonValue& life = (*answer)["strategy"];
    const std::string* name = life["name"].text();
    const std::string* stage = life["stage"].text();
    if (name == nullptr || stage == nullptr) {
        return fail(ErrorCode::malformed, "the daemon answered something else than a decision");
    }
    session.output.line(
        fmt::format("{} is {} now", printable(*name, name_shown), printable(*stage, name_shown)));
    return ExitCode::ok;
}

Answer sign_and_settle(Session& session,
                       const std::string& settings,
                       ControlVerb verb,
                       HumanDecision decision) {
    const auto is_signed = sign(decision);
    return is_signed ? settle(session, settings, verb, decision) : fail(is_signed.error());
}

struct RankedLife {
    StrategyLife life;
    Rank rank;
};

Result<StrategyLife> life_of(Session& session, const std::string& id) {
    auto record = record_in(session);
    return record ? record->find(id) : fail(record.error());
}

}  // namespace

Answer run(Session& session, const ListHypotheses& request) {
    auto record = record_in(session);
    const auto lives = record ? record->lives() : fail(record.error());
    if (!lives) {
        return fail(lives.error());
    }
    const Ranking ranking = Ranking::read(session);
    std::vector<RankedLife> ranked;
    for (const StrategyLife& life : *lives) {
        ranked.push_back({.life = life, .rank = ranking.of_life(session, life)});
    }
    std::ranges::stable_sort(ranked, ranks_before, &RankedLife::rank);
    Table table{.columns = {{.title = "rank", .align = Align::right},
                            {.title = "strategy"},
                            {.title = "name"},
                            {.title = "data"},
                            {.title = "stage"},
                            {.title = "since"},
                            {.title = "correlation"},
                            {.title = "why", .fit = Fit::whole}},
                .rows = {}};
    JsonArray rows;
    std::size_t retired = 0;
    for (const auto& [life, rank] : ranked) {
        JsonObject row = *json_of(life).object();
        row.push_back({"rank", json_of(rank)});
        rows.emplace_back(std::move(row));
        if (life.stage == LifeStage::retired && !request.all) {
            ++retired;
            continue;
        }
        table.add({rank_text(rank),
                   life.strategy.substr(0, id_shown),
                   printable(life.name, name_shown),
                   basis_text(life.basis),
                   std::string(stage_text(life.stage)),
                   iso_text(life.steps.back().at).substr(0, 10),
                   passing_verdict(life) ? correlation_text(rank) : "",
                   printable(life.steps.back().edge.why, words_shown)});
    }
    session.output.table(table);
    if (!ranked.empty() && ranked.front().rank.value) {
        session.output.line("rank: " + std::string(rank_formula));
    }
    if (retired > 0) {
        session.output.line(fmt::format("{} more were retired: --all shows them", retired));
    }
    if (lives->empty()) {
        session.output.note("There is no strategy so far: tradelab lab campaign looks for some.");
    }
    session.output.document(JsonObject{{"schema", "tradelab.hypotheses/1"},
                                       {"ranked_by", rank_formula},
                                       {"strategies", std::move(rows)}});
    return ExitCode::ok;
}

Answer run(Session& session, const ShowHypothesis& request) {
    const auto life = life_of(session, request.id);
    if (!life) {
        return fail(life.error());
    }
    session.output.title(fmt::format("{}: {}, {} data",
                                     printable(life->name, name_shown),
                                     stage_text(life->stage),
                                     basis_text(life->basis)));
    session.output.line("strategy " + life->strategy);
    Table table{.columns = {{.title = "when"},
                            {.title = "became"},
                            {.title = "by"},
                            {.title = "evidence", .fit = Fit::whole},
                            {.title = "why", .fit = Fit::whole}},
                .rows = {}};
    for (const StageStep& step : life->steps) {
        table.add({iso_text(step.at).substr(0, 19),
                   std::string(stage_text(step.edge.to)),
                   printable(step.edge.by, name_shown),
                   printable(step.edge.evidence, words_shown),
                   printable(step.edge.why, words_shown)});
    }
    session.output.table(table);
    session.output.document(
        JsonObject{{"schema", "tradelab.hypothesis-life/1"}, {"strategy", json_of(*life)}});
    return ExitCode::ok;
}

Answer run(Session& session, const ApproveStrategy& request) {
    HumanDecision decision{.word = HumanWord::approve,
                           .strategy = request.id,
                           .why = request.why,
                           .days = request.days};
    auto may = sign(decision);
    may = may ? may_approve(session, request, decision) : may;
    return may ? settle(session, request.settings, ControlVerb::approve, decision)
               : fail(may.error());
}

Answer run(Session& session, const RejectStrategy& request) {
    return sign_and_settle(session,
                           request.settings,
                           ControlVerb::reject,
                           {.word = HumanWord::reject, .strategy = request.id, .why = request.why});
}

Answer run(Session& session, const RetireStrategy& request) {
    return sign_and_settle(session,
                           request.settings,
                           ControlVerb::retire_strategy,
                           {.word = HumanWord::retire, .strategy = request.id, .why = request.why});
}

Answer run(Session&, const GoLive&) {
    return fail(ErrorCode::refused,
                "there is no exchange to go live on yet: this version trades on paper only",
                "tradelab preflight shows all that is missing");
}

}  // namespace tradelab
