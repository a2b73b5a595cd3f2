#include "history/coverage.hpp"

#include <algorithm>

namespace tradelab {
namespace {

// Rows without a hole between them, both ends included.
struct Stretch {
    std::int64_t first = 0;
    std::int64_t last = 0;
};

void add_stretches(std::vector<Stretch>& stretches, const SealedSummary& file, std::int64_t step) {
    std::int64_t first = file.first.ns();
    for (const Hole& hole : file.holes) {
        stretches.push_back({.first = first, .last = hole.from.ns()});
        // A hole ends at least a step before the last row, so this does not overflow.
        first = hole.to.ns() + step;
    }
    stretches.push_back({.first = first, .last = file.last.ns()});
}

}  // namespace

std::vector<Hole> common_holes(std::span<const SealedSummary* const> files) {
    if (files.empty() || !files.front()->series.interval()) {
        return {};
    }
    const std::int64_t step = files.front()->series.interval()->length().count();
    std::vector<Stretch> stretches;
    for (const SealedSummary* file : files) {
        add_stretches(stretches, *file, step);
    }
    std::ranges::sort(stretches, {}, &Stretch::first);

    std::vector<Hole> holes;
    std::int64_t covered = stretches.front().last;
    for (const auto& [first, last] : stretches) {
        // All times are on one grid: what is later and not the next is at least two steps later.
        if (first > covered && first - step != covered) {
            holes.push_back({.from = UnixNanos(covered), .to = UnixNanos(first - step)});
        }
        covered = std::max(covered, last);
    }
    return holes;
}

}  // namespace tradelab
