#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <queue>
#include <vector>

namespace tradelab {

// The quantile of all values so far: the smallest of them that at least the share of them does not
// exceed (type 1 of R. J. Hyndman and Y. Fan, "Sample quantiles in statistical packages", American
// Statistician 50, 1996).  Logarithmic in the number of values for each.
class ExpandingQuantile {
public:
    // Above 0 and below 1.
    explicit ExpandingQuantile(double share);

    // A finite value.
    void add(double value);
    // Nothing before the first value.
    [[nodiscard]] std::optional<double> value() const;
    [[nodiscard]] std::size_t count() const { return low_.size() + high_.size(); }

private:
    double share_;
    // The quantile is the largest of `low`.
    std::priority_queue<double> low_;
    std::priority_queue<double, std::vector<double>, std::greater<>> high_;
};

}  // namespace tradelab
