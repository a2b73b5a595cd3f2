#include "cli/commands.hpp"
#include "cli/json_form.hpp"
#include "core/text.hpp"
#include "lifecycle/lifecycle.hpp"
#include "os/clock.hpp"
#include "os/self.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <string>
#include <utility>

// How far strategies have come, and what a human decides about them.
namespace tradelab {
namespace {

constexpr std::size_t id_shown = 12;
constexpr std::size_t name_shown = 60;
constexpr std::size_t evidence_shown = 24;  // the whole is in --json
constexpr std::size_t words_shown = 400;

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

JsonValue json_of(const StrategyLife& life) {
    JsonArray steps;
    for (const StageStep& step : life.steps) {
        steps.push_back(JsonObject{{"at", iso_text(step.at)},
                                   {"from", stage_text(step.edge.from)},
                                   {"to", stage_text(step.edge.to)},
                                   {"by", step.edge.by},
                                   {"evidence", step.edge.evidence},
                                   {"why", step.edge.why},
                                   {"expires_at", moment_or_null(step.edge.expires_at)}});
    }
    return JsonObject{{"strategy", life.strategy},
                      {"name", life.name},
                      {"synthetic", life.basis == VerdictBasis::synthetic},
                      {"stage", stage_text(life.stage)},
                      {"status", status_of(life.stage)},
                      {"steps", std::move(steps)}};
}

// One step from where the strategy is, decided by whoever runs this.
Answer decide(Session& session, const std::string& id, StageEdge edge, UnixNanos now) {
    auto record = record_in(session);
    if (!record) {
        return fail(std::move(record).error());
    }
    if (auto added = record->add(std::array{edge}, now); !added) {
        return fail(std::move(added).error());
    }
    const auto life = record->find(edge.strategy);
    if (!life) {
        return fail(life.error(), id);
    }
    session.output.document(
        JsonObject{{"schema", "tradelab.decision/1"}, {"strategy", json_of(*life)}});
    session.output.line(
        fmt::format("{} is {} now", printable(life->name, name_shown), stage_text(life->stage)));
    return ExitCode::ok;
}

StageEdge next_of(const StrategyLife& life, LifeStage to, std::string why) {
    return {.strategy = life.strategy,
            .name = life.name,
            .basis = life.basis,
            .from = life.stage,
            .to = to,
            .by = "user " + std::to_string(user_id()),
            .evidence = life.steps.back().edge.evidence,
            .why = std::move(why)};
}

Result<StrategyLife> life_of(Session& session, const std::string& id) {
    const auto record = record_in(session);
    return record ? record->find(id) : fail(record.error());
}

Failure not_there(const StrategyLife& life) {
    return fail(ErrorCode::refused,
                fmt::format("{} is {}, and only what awaits approval is approved or rejected",
                            printable(life.name, name_shown),
                            stage_text(life.stage)),
                "tradelab lab show " + life.strategy.substr(0, id_shown) +
                    " says what it has shown so far");
}

}  // namespace

Answer run(Session& session, const ListHypotheses& request) {
    const auto record = record_in(session);
    const auto lives = record ? record->lives() : fail(record.error());
    if (!lives) {
        return fail(lives.error());
    }
    Table table{.columns = {{.title = "strategy"},
                            {.title = "name"},
                            {.title = "data"},
                            {.title = "stage"},
                            {.title = "since"},
                            {.title = "why"}},
                .rows = {}};
    JsonArray rows;
    std::size_t retired = 0;
    for (const StrategyLife& life : *lives) {
        rows.push_back(json_of(life));
        if (life.stage == LifeStage::retired && !request.all) {
            ++retired;
            continue;
        }
        table.add({life.strategy.substr(0, id_shown),
                   printable(life.name, name_shown),
                   basis_text(life.basis),
                   std::string(stage_text(life.stage)),
                   iso_text(life.steps.back().at).substr(0, 10),
                   printable(life.steps.back().edge.why, words_shown)});
    }
    session.output.table(table);
    if (retired > 0) {
        session.output.line(fmt::format("{} more were retired: --all shows them", retired));
    }
    if (lives->empty()) {
        session.output.note("There is no strategy so far: tradelab lab campaign looks for some.");
    }
    session.output.document(
        JsonObject{{"schema", "tradelab.hypotheses/1"}, {"strategies", std::move(rows)}});
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
                            {.title = "evidence"},
                            {.title = "why"}},
                .rows = {}};
    for (const StageStep& step : life->steps) {
        table.add({iso_text(step.at).substr(0, 19),
                   std::string(stage_text(step.edge.to)),
                   printable(step.edge.by, name_shown),
                   printable(step.edge.evidence.substr(0, evidence_shown), name_shown),
                   printable(step.edge.why, words_shown)});
    }
    session.output.table(table);
    session.output.document(
        JsonObject{{"schema", "tradelab.hypothesis-life/1"}, {"strategy", json_of(*life)}});
    return ExitCode::ok;
}

Answer run(Session& session, const ApproveStrategy& request) {
    const auto life = life_of(session, request.id);
    if (!life) {
        return fail(life.error());
    }
    if (life->stage != LifeStage::awaiting_approval) {
        return not_there(*life);
    }
    // Exactly what was tested: it is bound to what the gate passed.
    StageEdge edge = next_of(*life, LifeStage::approved, request.why);
    for (const StageStep& step : life->steps) {
        if (step.edge.to == LifeStage::vaulted) {
            edge.binding = step.edge.binding;
            edge.limits = step.edge.limits;
        }
    }
    const UnixNanos now = SystemClock().now();
    edge.expires_at = now + std::chrono::hours(24) * request.days;
    return decide(session, request.id, std::move(edge), now);
}

Answer run(Session& session, const RejectStrategy& request) {
    const auto life = life_of(session, request.id);
    if (!life) {
        return fail(life.error());
    }
    if (life->stage != LifeStage::awaiting_approval) {
        return not_there(*life);
    }
    return decide(session,
                  request.id,
                  next_of(*life, LifeStage::retired, "rejected: " + request.why),
                  SystemClock().now());
}

Answer run(Session& session, const RetireStrategy& request) {
    const auto life = life_of(session, request.id);
    if (!life) {
        return fail(life.error());
    }
    return decide(
        session, request.id, next_of(*life, LifeStage::retired, request.why), SystemClock().now());
}

Answer run(Session&, const GoLive&) {
    return fail(ErrorCode::refused,
                "there is no exchange to go live on yet: this version trades on paper only",
                "tradelab lab hypotheses shows how far each strategy has come");
}

}  // namespace tradelab
