#include "statistics/drawdown.hpp"

#include "core/check.hpp"
#include "statistics/returns.hpp"
#include "statistics/sum.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace tradelab {

namespace {

double depth_below(std::int64_t peak, std::int64_t equity) {
    const auto change = simple_return(peak, equity);
    return change ? std::max(-*change, 0.0) : 0;
}

}  // namespace

std::vector<double> drawdowns(Cash opening, std::span<const std::int64_t> equity) {
    std::vector<double> depths;
    depths.reserve(equity.size());
    std::int64_t peak = opening.mantissa();
    for (const std::int64_t now : equity) {
        peak = std::max(peak, now);
        depths.push_back(depth_below(peak, now));
    }
    return depths;
}

std::optional<double> ulcer_index(std::span<const double> drawdowns) {
    if (drawdowns.empty()) {
        return std::nullopt;
    }
    CompensatedSum squares;
    for (const double depth : drawdowns) {
        squares.add(depth * depth);
    }
    return std::sqrt(squares.value() / static_cast<double>(drawdowns.size()));
}

std::optional<double> ulcer_index(Cash opening, std::span<const std::int64_t> equity) {
    if (equity.empty()) {
        return std::nullopt;
    }
    CompensatedSum squares;
    std::int64_t peak = opening.mantissa();
    for (const std::int64_t now : equity) {
        peak = std::max(peak, now);
        const double depth = depth_below(peak, now);
        squares.add(depth * depth);
    }
    return std::sqrt(squares.value() / static_cast<double>(equity.size()));
}

std::vector<DrawdownSpell> drawdown_spells(UnixNanos opened_at,
                                           Cash opening,
                                           std::span<const std::int64_t> ts,
                                           std::span<const std::int64_t> equity) {
    TL_CHECK(ts.size() == equity.size());
    std::vector<DrawdownSpell> spells;
    std::int64_t peak = opening.mantissa();
    std::int64_t trough = 0;  // of the spell that lasts
    UnixNanos peak_at = opened_at;
    bool is_under_water = false;
    for (std::size_t at = 0; at < ts.size(); ++at) {
        const UnixNanos now(ts[at]);
        if (equity[at] >= peak) {
            if (is_under_water) {
                spells.back().recovered_at = now;
                spells.back().length = now - spells.back().peak_at;
            }
            is_under_water = false;
            peak = equity[at];
            peak_at = now;
            continue;
        }
        if (!is_under_water) {
            spells.push_back({.depth = 0, .peak_at = peak_at, .trough_at = now});
            is_under_water = true;
            trough = peak;
        }
        DrawdownSpell& spell = spells.back();
        spell.length = now - spell.peak_at;
        // Only what is below all before it can be deeper: most bars need no division.
        if (equity[at] >= trough) {
            continue;
        }
        trough = equity[at];
        if (const double depth = depth_below(peak, trough); depth > spell.depth) {
            spell.depth = depth;
            spell.trough_at = now;
        }
    }
    return spells;
}

}  // namespace tradelab
