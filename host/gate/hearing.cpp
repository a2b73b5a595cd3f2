#include "gate/hearing.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>

namespace tradelab {

namespace {

std::uint32_t permille(double share) {
    return static_cast<std::uint32_t>(std::lround(1000 * share));
}

// Of a candidate that another campaign brought to its vault.  What that look said is on record; a
// second one would be a second chance.
GateVerdict looked_at(const FirstLook& first, std::string when) {
    GateVerdict verdict = first.verdict;
    verdict.outcome = GateOutcome::fail;
    verdict.reason = GateReason::looked_at;
    verdict.sentence = std::move(when) + ": it is looked into once, and stays shut";
    return verdict;
}

}  // namespace

Result<Heard> hear(Lifetime& lifetime,
                   VerdictStore& store,
                   const Hearing& hearing,
                   const HearingParties& parties) {
    const auto grant = lifetime.grant(hearing.campaign, hearing.now);
    if (!grant) {
        return fail(grant.error());
    }
    std::string opened = {};
    std::size_t candidate = 0;
    std::optional<Explanation> explanation;
    const auto explain = [&](std::size_t place) -> Status {
        auto made = parties.explain ? parties.explain(place) : Explanation{};
        if (!made) {
            return fail(std::move(made.error()));
        }
        explanation = *std::move(made);
        return {};
    };
    std::optional<GateVerdict> without_vault;
    const auto open = [&](std::size_t place, const FirstLook& first) -> Result<VaultEvidence> {
        const VaultBinding binding = parties.binding(place);
        auto looked = lifetime.looked_into(binding);
        if (!looked) {
            return fail(std::move(looked.error()));
        }
        if (*looked) {
            without_vault = looked_at(first, **std::move(looked));
            return fail(ErrorCode::refused, "its vault was looked into", "this is a verdict");
        }
        if (auto explained = explain(place); !explained) {
            return fail(std::move(explained.error()));
        }
        if (parties.before_opening) {
            if (auto agreed = parties.before_opening(first); !agreed) {
                return fail(std::move(agreed.error()));
            }
        }
        if (auto recorded = lifetime.open_vault(
                *grant, binding, permille(first.power.at_walk_forward_sharpe), hearing.now);
            !recorded) {
            return fail(std::move(recorded.error()));
        }
        opened = binding.hash();
        return parties.read_vault(place, first);
    };
    auto verdict = judge(hearing.input,
                         hearing.rules,
                         {.days = hearing.vault_days, .joint_level = grant->level},
                         open);
    if (without_vault) {
        verdict = *std::move(without_vault);
    }
    if (!verdict) {
        return fail(std::move(verdict.error()));
    }
    for (std::size_t place = 0; place < hearing.input.finalists.size(); ++place) {
        candidate = hearing.input.finalists[place].id == verdict->candidate ? place : candidate;
    }
    if (!explanation) {
        if (auto explained = explain(candidate); !explained) {
            return fail(std::move(explained.error()));
        }
    }
    // Beside the verdict, which is made: nothing of this can move it.
    std::ranges::move(explanation_figures(*explanation), std::back_inserter(verdict->figures));
    Heard heard{.grant = *grant,
                .candidate = candidate,
                .document = {.campaign = hearing.campaign,
                             .strategy = parties.name(candidate),
                             .basis = hearing.basis,
                             .judged_at = hearing.now,
                             .test = grant->test,
                             .binding = std::move(opened),
                             .epochs = hearing.epochs.text(),
                             .rules = hearing.rules.text(),
                             .verdict = std::move(*verdict)},
                .explanation = *std::move(explanation)};
    auto id = store.put(heard.document);
    if (!id) {
        return fail(std::move(id.error()));
    }
    heard.id = std::move(*id);
    const bool passed = heard.document.verdict.outcome == GateOutcome::pass;
    if (auto closed =
            lifetime.conclude(*grant,
                              heard.id,
                              passed ? Lifetime::Ending::promoted : Lifetime::Ending::not_promoted,
                              hearing.now);
        !closed) {
        return fail(std::move(closed.error()));
    }
    return heard;
}

}  // namespace tradelab
