#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tradelab {

struct HistogramRange {
    double low = 0;
    double high = 0;       // above low
    std::size_t bins = 1;  // at least one, of equal width
};

// Counts of values in bins [edge, next edge); the last bin has its upper edge too.  What lies
// outside is counted, not dropped: below + above + all bins is the number of values.
struct Histogram {
    HistogramRange range;
    std::vector<std::uint64_t> counts;
    std::uint64_t below = 0;
    std::uint64_t above = 0;
};

[[nodiscard]] Histogram histogram_of(std::span<const double> values, const HistogramRange& range);

}  // namespace tradelab
