#include "gate/beside_holding.hpp"

#include "gate/daily_score.hpp"
#include "gate/look_figures.hpp"
#include "statistics/moments.hpp"
#include "statistics/ratios.hpp"
#include "statistics/series_set.hpp"

#include <cstddef>
#include <vector>

namespace tradelab {

std::optional<BesideHolding> beside_holding(std::span<const double> excess,
                                            std::span<const double> hold,
                                            std::uint32_t mean_block_days) {
    if (hold.empty() || hold.size() != excess.size() || !is_finite(excess) || !is_finite(hold)) {
        return std::nullopt;
    }
    const double mean_excess = *mean_of(excess);
    const double mean_hold = *mean_of(hold);
    double both = 0;
    double market = 0;
    for (std::size_t day = 0; day < hold.size(); ++day) {
        both += (excess[day] - mean_excess) * (hold[day] - mean_hold);
        market += (hold[day] - mean_hold) * (hold[day] - mean_hold);
    }
    const auto beta = quotient(both, market);
    if (!beta) {
        return std::nullopt;
    }
    std::vector<double> rest(excess.begin(), excess.end());
    for (std::size_t day = 0; day < rest.size(); ++day) {
        rest[day] -= *beta * hold[day];
    }
    const auto score = daily_score(rest, mean_block_days);
    return BesideHolding{.beta = *beta,
                         .sharpe = annual_sharpe(rest),
                         .z = score ? std::optional(score->z) : std::nullopt};
}

}  // namespace tradelab
