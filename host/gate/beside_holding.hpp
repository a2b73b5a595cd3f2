#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace tradelab {

// What a rule earns beside the market that it trades: a rule that is in half of the time earns half
// of what a rising market gives, and whoever only holds it pays nobody for that.
struct BesideHolding {
    double beta = 0;                    // covariance with holding / variance of holding, of days
    std::optional<double> sharpe = {};  // a year, of the days less beta x holding
    std::optional<double> z = {};       // their score (daily_score.hpp)
};

// Days of both, each against cash.  Nothing: they are not as many, are no numbers, or the market
// stood still.
[[nodiscard]] std::optional<BesideHolding> beside_holding(std::span<const double> excess,
                                                          std::span<const double> hold,
                                                          std::uint32_t mean_block_days);

}  // namespace tradelab
