#include "brain/known.hpp"

#include "core/check.hpp"

#include <cstdint>

namespace tradelab::brain {

std::size_t Known::Hash::operator()(const Key& key) const {
    // Nothing but speed hangs on it: nobody walks through the map.
    std::uint64_t hash = key.family;
    for (const std::int64_t ticks : key.ticks) {
        hash = (hash ^ static_cast<std::uint64_t>(ticks)) * 0x9E3779B97F4A7C15U;
        hash ^= hash >> 32U;
    }
    return hash;
}

Known::Known(const Brief& brief) {
    tried_.reserve(brief.past.size() + brief.pending.size() + brief.wanted);
    for (const Outcome& outcome : brief.past) {
        TL_CHECK(outcome.family < brief.families.size());
        tried_.try_emplace({outcome.family, outcome.ticks}, &outcome);
    }
    for (const Proposal& proposal : brief.pending) {
        TL_CHECK(proposal.family < brief.families.size());
        add(proposal.family, proposal.ticks);
    }
}

bool Known::contains(std::size_t family, const Ticks& ticks) const {
    return tried_.contains({family, ticks});
}

const Outcome* Known::outcome(std::size_t family, const Ticks& ticks) const {
    const auto found = tried_.find({family, ticks});
    return found == tried_.end() ? nullptr : found->second;
}

void Known::add(std::size_t family, const Ticks& ticks) {
    tried_.try_emplace({family, ticks}, nullptr);
}

}  // namespace tradelab::brain
