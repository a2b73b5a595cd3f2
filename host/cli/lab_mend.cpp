#include "cli/lab_mend.hpp"

#include "cli/lab_life.hpp"
#include "gate/lifetime.hpp"
#include "gate/verdict_document.hpp"
#include "journal/kept_text.hpp"
#include "lab/trial_entry.hpp"
#include "lifecycle/after_verdict.hpp"
#include "lifecycle/lifecycle.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

// Longer than any look into a vault takes, on however slow a machine.
constexpr Duration look_max = std::chrono::hours(24);
constexpr std::string_view author = "campaign ";

// Levels and openings of one kind of market.
struct Tests {
    VerdictBasis basis;
    std::vector<LifetimeTest> all;
};

Result<std::vector<Tests>> tests_of(Session& session) {
    std::vector<Tests> out;
    for (const VerdictBasis basis : {VerdictBasis::recorded, VerdictBasis::synthetic}) {
        const auto path = vault_record_of(session.layout, basis);
        auto tests = path ? Lifetime(session.disk, *path).tests() : fail(path.error());
        if (!tests) {
            return fail(std::move(tests).error());
        }
        out.push_back({.basis = basis, .all = *std::move(tests)});
    }
    return out;
}

// The test of the campaign that selected it; nothing where it has not come so far.
const LifetimeTest* test_of(const std::vector<Tests>& tests, const StrategyLife& life) {
    const std::string& by = life.steps.back().edge.by;
    if (!by.starts_with(author)) {
        return nullptr;
    }
    for (const Tests& kind : tests) {
        for (const LifetimeTest& test : kind.all) {
            if (kind.basis == life.basis && test.campaign.starts_with(by.substr(author.size()))) {
                return &test;
            }
        }
    }
    return nullptr;
}

StageEdge step_of(const StrategyLife& life, std::string evidence, std::string why) {
    return {.strategy = life.strategy,
            .name = life.name,
            .basis = life.basis,
            .from = LifeStage::selected,
            .to = LifeStage::retired,
            .by = life.steps.back().edge.by,
            .evidence = std::move(evidence),
            .why = std::move(why)};
}

Result<StageEdge> from_verdict(Session& session,
                               const StrategyLife& life,
                               const LifetimeTest& test) {
    const auto verdicts = verdicts_of(session.layout);
    const auto document = verdicts ? VerdictStore(session.disk, *verdicts).find(*test.verdict)
                                   : fail(verdicts.error());
    if (!document) {
        return fail(document.error(), "mending " + life.name);
    }
    StageEdge edge =
        after_verdict(step_of(life, "", ""),
                      document->strategy == life.name ? VerdictOn::this_one : VerdictOn::another,
                      document->verdict,
                      *test.verdict);
    if (edge.to != LifeStage::vaulted) {
        return edge;
    }
    if (!test.binding) {
        return fail(
            ErrorCode::malformed,
            "verdict " + *test.verdict + " passes " + life.name + ", whose vault was never opened",
            "restore the state directory from a backup");
    }
    const auto ledger = trial_ledger_of(session.layout);
    auto limits =
        ledger
            ? kept_text(session.disk, limits_folder(*ledger), test.binding->limits, limits_ending)
            : fail(ledger.error());
    if (!limits) {
        return fail(std::move(limits).error(), "mending " + life.name);
    }
    edge.binding = bound_to(life, *test.binding);
    edge.limits = *std::move(limits);
    return edge;
}

// The step that is missing; nothing where the campaign may still take it itself.
Result<std::optional<StageEdge>> missing_step(Session& session,
                                              const std::vector<Tests>& tests,
                                              const StrategyLife& life,
                                              UnixNanos now) {
    const LifetimeTest* test = test_of(tests, life);
    if (test == nullptr) {
        return std::nullopt;
    }
    if (test->verdict) {
        auto edge = from_verdict(session, life, *test);
        return edge ? Result<std::optional<StageEdge>>(*std::move(edge))
                    : fail(std::move(edge).error());
    }
    const bool is_dead =
        test->opened_at && checked_sub(now, *test->opened_at).value_or(Duration(0)) > look_max;
    return is_dead ? std::optional(step_of(
                         life,
                         "test " + std::to_string(test->grant.test) + " of the gate",
                         "Its campaign died with the vault open: that counts as a failure."))
                   : std::nullopt;
}

}  // namespace

Status mend_lives(Session& session, UnixNanos now) {
    const auto path = lifecycle_of(session.layout);
    if (!path) {
        return fail(path.error());
    }
    Lifecycle record(session.disk, *path);
    const auto lives = record.lives();
    if (!lives) {
        return fail(lives.error());
    }
    std::optional<std::vector<Tests>> tests;
    std::vector<StageEdge> edges;
    for (const StrategyLife& life : *lives) {
        if (life.stage != LifeStage::selected) {
            continue;
        }
        if (!tests) {
            auto read = tests_of(session);
            if (!read) {
                return fail(std::move(read).error());
            }
            tests = *std::move(read);
        }
        auto step = missing_step(session, *tests, life, now);
        if (!step) {
            return fail(std::move(step).error());
        }
        if (*step) {
            edges.push_back(**std::move(step));
        }
    }
    return edges.empty() ? Status() : record.add(edges, now);
}

}  // namespace tradelab
