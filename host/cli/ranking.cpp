#include "cli/ranking.hpp"

#include "cli/json_form.hpp"
#include "cli/lab_dossier.hpp"
#include "cli/layout.hpp"
#include "core/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>
#include <utility>

namespace tradelab {
namespace {

const std::string verdict_evidence = "verdict ";
constexpr std::size_t text_shown = 120;

bool runs(const StrategyLife& life) {
    return life.stage >= LifeStage::paper && life.stage <= LifeStage::scaled && !is_demoted(life);
}

bool vaulted_it(const StageStep& step, const std::string& verdict) {
    return step.edge.to == LifeStage::vaulted && step.edge.evidence == verdict_evidence + verdict;
}

// Its days where they were kept; else what the verdict alone says.
OutOfSample days_of(Session& session, const std::string& id, const VerdictDocument& document) {
    const auto kept = kept_dossier(session, id);
    if (kept) {
        return out_of_sample(*kept);
    }
    const auto& promised = document.verdict.promised;
    return {.name = document.strategy,
            .promised = promised ? std::optional(promised->median) : std::nullopt};
}

Result<VerdictDocument> verdict_in(Session& session, const std::string& id) {
    const auto folder = verdicts_of(session.layout);
    return folder ? VerdictStore(session.disk, *folder).find(id) : fail(folder.error());
}

}  // namespace

std::optional<std::string> passing_verdict(const StrategyLife& life) {
    for (const StageStep& step : std::views::reverse(life.steps)) {
        const std::string& evidence = step.edge.evidence;
        if (step.edge.to == LifeStage::vaulted && evidence.starts_with(verdict_evidence)) {
            return evidence.substr(verdict_evidence.size());
        }
    }
    return std::nullopt;
}

Ranking Ranking::read(Session& session) {
    Ranking out;
    const auto path = lifecycle_of(session.layout);
    auto lives = path ? Lifecycle(session.disk, *path).lives() : fail(path.error());
    if (!lives) {
        out.trouble_ = "undefined: what runs cannot be read: " + describe(lives.error());
        return out;
    }
    for (const StrategyLife& life : *lives) {
        const auto id = passing_verdict(life);
        if (!runs(life) || !id) {
            continue;
        }
        const auto document = verdict_in(session, *id);
        // Who runs without a verdict that can be read is told as one of whom no days are known.
        out.running_.push_back(
            {.basis = life.basis,
             .days = document ? days_of(session, *id, *document) : OutOfSample{.name = life.name}});
    }
    out.lives_ = *std::move(lives);
    return out;
}

const StrategyLife* Ranking::vaulted_by(const std::string& verdict) const {
    for (const StrategyLife& life : lives_) {
        const auto vaulted = [&](const StageStep& step) { return vaulted_it(step, verdict); };
        if (std::ranges::any_of(life.steps, vaulted)) {
            return &life;
        }
    }
    return nullptr;
}

std::string Ranking::state_of(const std::string& verdict) const {
    const StrategyLife* life = vaulted_by(verdict);
    if (life == nullptr) {
        return "";
    }
    return std::string(stage_text(life->stage)) + (is_sat_out(*life)   ? ", sits out"
                                                   : is_demoted(*life) ? ", taken back"
                                                                       : "");
}

Rank Ranking::of_verdict(Session& session,
                         const std::string& id,
                         const VerdictDocument& document) const {
    if (!document.verdict.promised) {
        return rank_among({.name = document.strategy}, {});
    }
    if (!trouble_.empty()) {
        return {.why = trouble_};
    }
    const StrategyLife* life = vaulted_by(id);
    if (life != nullptr && (life->stage == LifeStage::retired || is_demoted(*life))) {
        return {.why = "not ranked: it is " + state_of(id) + ": " + life->steps.back().edge.why};
    }
    std::vector<OutOfSample> beside;
    for (const Running& one : running_) {
        if (one.basis == document.basis) {
            beside.push_back(one.days);
        }
    }
    return rank_among(days_of(session, id, document), beside);
}

Rank Ranking::of_life(Session& session, const StrategyLife& life) const {
    const auto id = passing_verdict(life);
    if (!id || life.stage == LifeStage::retired) {
        return {.why = "the gate has not passed it, or it was retired since"};
    }
    const auto document = verdict_in(session, *id);
    return document ? of_verdict(session, *id, *document)
                    : Rank{.why = "undefined: its verdict cannot be read"};
}

std::string rank_text(const Rank& rank) {
    return rank.value ? fmt::format("{}{:.2f}", rank.is_at_most ? "<= " : "", *rank.value) : "-";
}

std::string correlation_text(const Rank& rank) {
    return rank.correlation
               ? fmt::format("{:.2f} with {}", *rank.correlation, printable(rank.with, text_shown))
               : printable(rank.why, text_shown);
}

JsonValue json_of(const Rank& rank) {
    return JsonObject{
        {"value", rank.value ? JsonValue::real(*rank.value) : JsonValue()},
        {"is_at_most", rank.is_at_most},
        {"correlation", rank.correlation ? JsonValue::real(*rank.correlation) : JsonValue()},
        {"with", text_unless_empty(rank.with)},
        {"days", rank.days},
        {"why", rank.why}};
}

}  // namespace tradelab
