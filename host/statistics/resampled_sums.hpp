#pragma once

#include "statistics/stationary_bootstrap.hpp"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace tradelab {

// The sums of sixteen series at once under every resample.  A bar of all sixteen lies together, so
// one term of a resample serves them all, and the whole table stays in the cache while thousands of
// resamples pass over it.  Lanes never meet: a series has the same sums beside any others.
class ResampledSums {
public:
    static constexpr std::size_t lanes = 16;
    using Row = std::array<double, lanes>;

    // `resamples` outlive this.  All lanes are empty (zero) at first.
    explicit ResampledSums(const Resamples& resamples);

    // value -> (value - origin) x scale, bar by bar.
    struct Change {
        double origin = 0;
        double scale = 1;
    };
    void place(std::size_t lane, std::span<const double> values, Change change);
    void clear();

    [[nodiscard]] Row sums(std::size_t resample) const;

private:
    const Resamples& resamples_;
    std::vector<Row> table_;  // one more than bars
};

}  // namespace tradelab
