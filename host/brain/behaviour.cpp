#include "brain/behaviour.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace tradelab::brain {
namespace {

// Factors of three, because a trade of twice the length is the same kind of trade.
constexpr std::array<double, holding_bins - 1> holding_tops = {1, 3, 9, 27, 81, 243, 729};
constexpr std::array<double, turnover_bins - 1> turnover_tops = {3, 10, 30, 100, 300};
// Always short, mostly short, both ways, mostly long, always long.
constexpr std::array<double, bias_bins - 1> bias_tops = {-0.6, -0.2, 0.2, 0.6};

std::size_t bin_of(double value, std::span<const double> tops) {
    return static_cast<std::size_t>(std::ranges::lower_bound(tops, value) - tops.begin());
}

}  // namespace

std::size_t cell_of(const Behaviour& behaviour) {
    const auto regime = static_cast<std::size_t>(behaviour.regime);
    TL_CHECK(regime < regime_bins);
    const std::size_t holding = bin_of(behaviour.median_holding_bars, holding_tops);
    const std::size_t turnover = bin_of(behaviour.turnover_a_year, turnover_tops);
    const std::size_t bias = bin_of(behaviour.bias, bias_tops);
    return ((holding * turnover_bins + turnover) * bias_bins + bias) * regime_bins + regime;
}

}  // namespace tradelab::brain
