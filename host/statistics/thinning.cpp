#include "statistics/thinning.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <numeric>

namespace tradelab {

std::vector<std::size_t> thinned(std::span<const double> values, std::size_t points) {
    TL_CHECK(points >= 4);
    std::vector<std::size_t> kept;
    if (values.size() <= points) {
        kept.resize(values.size());
        std::iota(kept.begin(), kept.end(), std::size_t{0});
        return kept;
    }
    const std::size_t buckets = (points - 2) / 2;
    kept.push_back(0);
    for (std::size_t bucket = 0; bucket < buckets; ++bucket) {
        const std::size_t begin = bucket * values.size() / buckets;
        const std::size_t end = (bucket + 1) * values.size() / buckets;
        const auto stretch = values.subspan(begin, end - begin);
        const auto [least, greatest] = std::ranges::minmax_element(stretch);
        const auto a = begin + static_cast<std::size_t>(least - stretch.begin());
        const auto b = begin + static_cast<std::size_t>(greatest - stretch.begin());
        kept.push_back(std::min(a, b));
        kept.push_back(std::max(a, b));
    }
    kept.push_back(values.size() - 1);
    const auto repeated = std::ranges::unique(kept);
    kept.erase(repeated.begin(), repeated.end());
    return kept;
}

}  // namespace tradelab
