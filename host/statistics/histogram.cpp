#include "statistics/histogram.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace tradelab {

Histogram histogram_of(std::span<const double> values, const HistogramRange& range) {
    TL_CHECK(range.bins >= 1 && range.high > range.low);
    Histogram histogram{.range = range, .counts = std::vector<std::uint64_t>(range.bins)};
    const double scale = static_cast<double>(range.bins) / (range.high - range.low);
    for (const double value : values) {
        if (value < range.low) {
            ++histogram.below;
        } else if (value > range.high) {
            ++histogram.above;
        } else {
            const auto bin = static_cast<std::size_t>((value - range.low) * scale);
            ++histogram.counts[std::min(bin, range.bins - 1)];
        }
    }
    return histogram;
}

}  // namespace tradelab
