#pragma once

#include "statistics/series_set.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tradelab {

// What the place of the in-sample winner among N series is divided by out of sample.  The paper's
// N + 1 keeps the share strictly inside 0 and 1; the R package `pbo` divides by N and calls the
// infinite logit of a winner that wins again 6.
enum class RankShare : std::uint8_t { of_one_more, of_count };

struct OverfittingOptions {
    std::size_t blocks = 16;  // even, from 2 to 16: 16 make 12,870 splits
    double risk_free = 0;     // per bar, taken off each mean
    RankShare rank = RankShare::of_one_more;
};

// Over all ways to call half of the blocks "in sample", in the lexicographic order of the blocks.
struct BacktestOverfitting {
    // PBO: the share of splits in which the in-sample winner is at or below the median out of
    // sample.  Alone it passes too much noise to decide by.
    double probability = 0;
    double loss_probability = 0;      // share of splits in which it has a Sharpe below zero there
    std::size_t used = 0;             // series that were ranked
    std::vector<double> logits = {};  // ln(share / (1 - share)) of its rank
    std::vector<double> in_sample = {};      // its Sharpe per bar in the half that chose it
    std::vector<double> out_of_sample = {};  // and in the other half
    // Line of out-of-sample on in-sample, with adjusted R^2; undefined below three splits or where
    // the in-sample values do not differ.
    std::optional<double> slope = {};
    std::optional<double> adjusted_fit = {};
};

// D. H. Bailey, J. M. Borwein, M. Lopez de Prado and Q. J. Zhu, "The Probability of Backtest
// Overfitting", Journal of Computational Finance 20 (2017): combinatorially symmetric cross
// validation.  Blocks differ by a bar where their number does not divide the bars.  A half in which
// a series does not move counts as a Sharpe of 0; equal ranks share their mean.  Series that are
// not finite or all equal are left out.  Undefined with fewer than two others, and below two bars a
// block.
[[nodiscard]] std::optional<BacktestOverfitting> probability_of_backtest_overfitting(
    SeriesSet returns, const OverfittingOptions& options);

}  // namespace tradelab
