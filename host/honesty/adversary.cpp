#include "honesty/adversary.hpp"

#include "brain/known.hpp"
#include "brain/ranking.hpp"
#include "brain/space.hpp"
#include "core/counter_draws.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace tradelab {
namespace {

constexpr std::uint32_t purpose = 0x61647673;  // "advs"

// It climbs from so many at once: one alone is stuck where its neighbours are worse.
constexpr std::size_t heights = 24;

// Of ten proposals so many start anew.
constexpr std::uint64_t anew_of_ten = 3;

brain::Proposal anew(std::span<const brain::Space> spaces, CounterDraws& draws) {
    const std::size_t family = draws.bits() % spaces.size();
    const brain::Space& space = spaces[family];
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
    brain::Known known(brief);
    const brain::Ranking ranking(brief);
    const auto scored = brain::scored_of(ranking.all());
    const auto best = scored.first(std::min(heights, scored.size()));
    CounterDraws draws({.seed = brief.seed,
                        .purpose = purpose,
                        .place = brief.past.size() + brief.pending.size()});
    std::vector<brain::Proposal> out;
    // Where everything near was tried, it is content with less.
    for (std::size_t tries = 0; out.size() < brief.wanted && tries < 20 * brief.wanted; ++tries) {
        const bool climbs = !best.empty() && draws.bits() % 10 >= anew_of_ten;
        const brain::Outcome* from = climbs ? best[draws.bits() % best.size()] : nullptr;
        brain::Proposal one =
            from != nullptr ? step_from(*from, spaces[from->family], draws) : anew(spaces, draws);
        if (!known.contains(one.family, one.ticks)) {
            known.add(one.family, one.ticks);
            out.push_back(std::move(one));
        }
    }
    return out;
}

}  // namespace tradelab
