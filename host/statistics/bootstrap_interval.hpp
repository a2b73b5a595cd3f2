#pragma once

#include "statistics/stationary_bootstrap.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace tradelab {

struct Interval {
    double low = 0;
    double high = 0;

    friend bool operator==(const Interval&, const Interval&) = default;
};

enum class IntervalOf : std::uint8_t { mean, sharpe };  // per bar

// Percentile: the quantiles of the resampled figures (Efron, 1979); simple, and too narrow for
// short series.  Studentised: each resampled figure is measured in its own standard error (Goetze
// and Kuensch, "Second-Order Correctness of the Blockwise Bootstrap for Stationary Observations",
// Annals of Statistics 24 (1996); for Sharpes Ledoit and Wolf, "Robust Performance Hypothesis
// Testing with the Sharpe Ratio", Journal of Empirical Finance 15 (2008)): the one to decide by.
enum class IntervalForm : std::uint8_t { percentile, studentised };

struct IntervalOptions {
    IntervalOf figure = IntervalOf::sharpe;
    IntervalForm form = IntervalForm::studentised;
    double confidence = 0.95;  // between 0 and 1, half of the rest on either side
    std::size_t resamples = 1000;
};

// Undefined where the figure is (below 20 bars, not finite, all equal), and where fewer than nine
// in ten resamples have one.  The bootstrap has as many bars as there are returns.
[[nodiscard]] std::optional<Interval> bootstrap_interval(std::span<const double> returns,
                                                         const StationaryBootstrap& bootstrap,
                                                         const IntervalOptions& options);

// The standard error of a Sharpe whose returns hang together and have any tails: that of the mean
// of its influence (r - m)/s - SR/2 ((r - m)^2/s^2 - 1), with the long-run variance of blocks.
// Undefined as the long-run variance.
[[nodiscard]] std::optional<double> dependent_sharpe_error(std::span<const double> returns,
                                                           double mean_block);

struct DrawdownOptions {
    std::size_t horizon = 0;  // bars
    double confidence = 0.95;
    std::size_t resamples = 1000;
};

// The drawdown that a share `confidence` of resampled histories of `horizon` bars stays at or
// below, as a positive share of the peak: what a strategy that is still the same may lose.
// Undefined where the returns are not finite, below two of them, and without horizon or resamples.
[[nodiscard]] std::optional<double> bootstrap_drawdown(std::span<const double> returns,
                                                       const StationaryBootstrap& bootstrap,
                                                       const DrawdownOptions& options);

}  // namespace tradelab
