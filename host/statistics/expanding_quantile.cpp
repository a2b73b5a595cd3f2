#include "statistics/expanding_quantile.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <cmath>

namespace tradelab {

ExpandingQuantile::ExpandingQuantile(double share) : share_(share) {
    TL_CHECK(share > 0 && share < 1);
}

void ExpandingQuantile::add(double value) {
    TL_CHECK(std::isfinite(value));
    if (!low_.empty() && value <= low_.top()) {
        low_.push(value);
    } else {
        high_.push(value);
    }
    const auto wanted =
        static_cast<std::size_t>(std::max(std::ceil(share_ * static_cast<double>(count())), 1.0));
    while (low_.size() < wanted) {
        low_.push(high_.top());
        high_.pop();
    }
    while (low_.size() > wanted) {
        high_.push(low_.top());
        low_.pop();
    }
}

std::optional<double> ExpandingQuantile::value() const {
    if (low_.empty()) {
        return std::nullopt;
    }
    return low_.top();
}

}  // namespace tradelab
