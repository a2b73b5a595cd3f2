#include "honesty/adversary.hpp"

#include "brain/space.hpp"
#include "core/counter_draws.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>

namespace tradelab {
namespace {

constexpr std::uint32_t purpose = 0x61647673;  // "advs"

// It climbs from so many at once: one alone is stuck where its neighbours are worse.
constexpr std::size_t heights = 24;

// Of ten proposals so many start anew.
constexpr std::uint64_t anew_of_ten = 3;

std::vector<const brain::Outcome*> best_of(std::span<const brain::Outcome> past) {
    std::vector<const brain::Outcome*> out;
    for (const brain::Outcome& one : past) {
        if (one.score) {
            out.push_back(&one);
        }
    }
    const std::size_t kept = std::min(heights, out.size());
    std::ranges::partial_sort(out,
                              out.begin() + static_cast<std::ptrdiff_t>(kept),
                              [](const brain::Outcome* a, const brain::Outcome* b) {
                                  return *a->score != *b->score ? *a->score > *b->score
                                                                : a->trial < b->trial;
                              });
    out.resize(kept);
    return out;
}

brain::Proposal anew(std::span<const brain::Family> families,
                     std::span<const brain::Space> spaces,
                     CounterDraws& draws) {
    const std::size_t family = draws.bits() % families.size();
    const brain::Space& space = spaces[family];
    brain::Ticks ticks;
    for (const Parameter& one : families[family].parameters) {
        ticks.push_back(one.initial);
    }
    std::vector<double> point;
    for (std::size_t at = 0; at < space.free().size(); ++at) {
        point.push_back(draws.uniform());
    }
    return {.family = family,
            .ticks = space.ticks_at(point),
            .parents = {},
            .rationale = "somewhere else",
            .arm = "adversary"};
}

// A step in one to three parameters, mostly small.
brain::Proposal step_from(const brain::Outcome& from,
                          const brain::Space& space,
                          CounterDraws& draws) {
    brain::Ticks ticks = from.ticks;
    const std::size_t steps = 1 + draws.bits() % 3;
    for (std::size_t at = 0; at < steps && !space.free().empty(); ++at) {
        const std::size_t parameter = space.free()[draws.bits() % space.free().size()];
        const auto reach = std::max<std::int64_t>(
            1, (ticks[parameter] < 0 ? -ticks[parameter] : ticks[parameter]) / 8);
        const auto size =
            1 + static_cast<std::int64_t>(draws.bits() % static_cast<std::uint64_t>(reach));
        ticks[parameter] += (draws.bits() & 1U) != 0 ? size : -size;
    }
    space.repair(ticks);
    return {.family = from.family,
            .ticks = std::move(ticks),
            .parents = {from.trial},
            .rationale = "a step from the best so far",
            .arm = "adversary"};
}

}  // namespace

std::vector<brain::Proposal> Adversary::propose(const brain::Brief& brief) {
    std::vector<brain::Space> spaces;
    for (const brain::Family& family : brief.families) {
        spaces.emplace_back(family);
    }
    std::set<std::pair<std::size_t, brain::Ticks>> known;
    for (const brain::Outcome& one : brief.past) {
        known.emplace(one.family, one.ticks);
    }
    for (const brain::Proposal& one : brief.pending) {
        known.emplace(one.family, one.ticks);
    }
    const auto best = best_of(brief.past);
    CounterDraws draws({.seed = brief.seed,
                        .purpose = purpose,
                        .place = brief.past.size() + brief.pending.size()});
    std::vector<brain::Proposal> out;
    // Where everything near was tried, it is content with less.
    for (std::size_t tries = 0; out.size() < brief.wanted && tries < 20 * brief.wanted; ++tries) {
        const bool climbs = !best.empty() && draws.bits() % 10 >= anew_of_ten;
        const brain::Outcome* from = climbs ? best[draws.bits() % best.size()] : nullptr;
        brain::Proposal one = from != nullptr ? step_from(*from, spaces[from->family], draws)
                                              : anew(brief.families, spaces, draws);
        if (known.emplace(one.family, one.ticks).second) {
            out.push_back(std::move(one));
        }
    }
    return out;
}

}  // namespace tradelab
