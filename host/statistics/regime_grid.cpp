#include "statistics/regime_grid.hpp"

#include "core/check.hpp"

#include <cmath>

namespace tradelab {

RegimeGrid::RegimeGrid(std::size_t window) : window_(window) {
    TL_CHECK(window >= 2);
}

Third RegimeGrid::Thirds::place(double value) {
    lower.add(value);
    upper.add(value);
    if (value <= *lower.value()) {
        return Third::lower;
    }
    return value <= *upper.value() ? Third::middle : Third::upper;
}

std::optional<GridCell> RegimeGrid::step(double simple_return) {
    TL_CHECK(std::isfinite(simple_return));
    window_[seen_ % window_.size()] = simple_return;
    ++seen_;
    if (seen_ < window_.size()) {
        return std::nullopt;
    }
    // Summed anew for each return, from the oldest: a running sum would carry its rounding along,
    // and give other bits to who begins elsewhere.
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < window_.size(); ++i) {
        const double each = window_[(seen_ + i) % window_.size()];
        sum += each;
        squares += each * each;
    }
    if (!(squares > 0)) {
        return std::nullopt;
    }
    const auto n = static_cast<double>(window_.size());
    const double volatility = std::sqrt(squares / n);
    const GridCell cell{.volatility = volatility_.place(volatility),
                        .trend = trend_.place(sum / (volatility * std::sqrt(n)))};
    if (seen_ < 2 * window_.size()) {
        return std::nullopt;
    }
    return cell;
}

}  // namespace tradelab
