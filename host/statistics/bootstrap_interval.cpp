#include "statistics/bootstrap_interval.hpp"

#include "core/check.hpp"
#include "statistics/long_run_variance.hpp"
#include "statistics/moments.hpp"
#include "statistics/ratios.hpp"
#include "statistics/series_set.hpp"
#include "statistics/tail.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace tradelab {

namespace {

constexpr std::size_t bars_min = 20;

std::optional<double> mean_error(std::span<const double> returns, double mean_block) {
    const auto variance = long_run_variance(returns, mean_block);
    if (!variance) {
        return std::nullopt;
    }
    return std::sqrt(*variance / static_cast<double>(returns.size()));
}

std::optional<double> figure_of(std::span<const double> returns, IntervalOf figure) {
    return figure == IntervalOf::mean ? mean_of(returns) : sharpe(returns);
}

std::optional<double> error_of(std::span<const double> returns,
                               IntervalOf figure,
                               double mean_block) {
    return figure == IntervalOf::mean ? mean_error(returns, mean_block)
                                      : dependent_sharpe_error(returns, mean_block);
}

// The largest fall below the highest wealth so far, from 0 to 1.
double deepest_fall(std::span<const double> returns, std::span<const std::uint32_t> order) {
    double wealth = 1;
    double peak = 1;
    double deepest = 0;
    for (const std::uint32_t bar : order) {
        wealth *= 1 + returns[bar];
        peak = std::max(peak, wealth);
        deepest = std::max(deepest, 1 - wealth / peak);
    }
    return deepest;
}

}  // namespace

std::optional<double> dependent_sharpe_error(std::span<const double> returns, double mean_block) {
    const auto ratio = sharpe(returns);
    if (!ratio || !is_finite(returns)) {
        return std::nullopt;
    }
    const double mean = *mean_of(returns);
    const double deviation = *deviation_of(returns);
    std::vector<double> influence;
    influence.reserve(returns.size());
    for (const double value : returns) {
        const double unit = (value - mean) / deviation;
        influence.push_back(unit - *ratio / 2 * (unit * unit - 1));
    }
    return mean_error(influence, mean_block);
}

std::optional<Interval> bootstrap_interval(std::span<const double> returns,
                                           const StationaryBootstrap& bootstrap,
                                           const IntervalOptions& options) {
    TL_CHECK(options.confidence > 0 && options.confidence < 1 && options.resamples > 0);
    TL_CHECK(returns.size() == bootstrap.bars);
    if (returns.size() < bars_min || !is_finite(returns)) {
        return std::nullopt;
    }
    const bool is_studentised = options.form == IntervalForm::studentised;
    const auto observed = figure_of(returns, options.figure);
    const auto error = error_of(returns, options.figure, bootstrap.mean_block);
    if (!observed || !error) {
        return std::nullopt;
    }
    std::vector<std::uint32_t> indices(returns.size());
    std::vector<double> resampled(returns.size());
    std::vector<double> figures;
    figures.reserve(options.resamples);
    for (std::size_t resample = 0; resample < options.resamples; ++resample) {
        stationary_bootstrap(bootstrap, resample, indices);
        std::ranges::transform(
            indices, resampled.begin(), [&](std::uint32_t bar) { return returns[bar]; });
        const auto figure = figure_of(resampled, options.figure);
        if (!figure) {
            continue;
        }
        if (!is_studentised) {
            figures.push_back(*figure);
        } else if (const auto own = error_of(resampled, options.figure, bootstrap.mean_block)) {
            figures.push_back((*figure - *observed) / *own);
        }
    }
    // Markets that seldom move leave resamples without a figure; an interval of the rest is biased.
    if (figures.size() * 10 < options.resamples * 9) {
        return std::nullopt;
    }
    const double rest = (1 - options.confidence) / 2;
    const double low = *quantile(figures, rest);
    const double high = *quantile(figures, 1 - rest);
    if (!is_studentised) {
        return Interval{.low = low, .high = high};
    }
    return Interval{.low = *observed - high * *error, .high = *observed - low * *error};
}

std::optional<double> bootstrap_drawdown(std::span<const double> returns,
                                         const StationaryBootstrap& bootstrap,
                                         const DrawdownOptions& options) {
    TL_CHECK(options.confidence > 0 && options.confidence < 1);
    TL_CHECK(returns.size() == bootstrap.bars);
    if (returns.size() < 2 || !is_finite(returns) || options.horizon == 0 ||
        options.resamples == 0) {
        return std::nullopt;
    }
    // A horizon longer than the history takes several resamples one after another.
    const std::size_t rounds = (options.horizon + returns.size() - 1) / returns.size();
    std::vector<std::uint32_t> order(rounds * returns.size());
    std::vector<double> falls;
    falls.reserve(options.resamples);
    for (std::size_t resample = 0; resample < options.resamples; ++resample) {
        for (std::size_t round = 0; round < rounds; ++round) {
            const auto part = std::span(order).subspan(round * returns.size(), returns.size());
            stationary_bootstrap(bootstrap, resample * rounds + round, part);
        }
        falls.push_back(deepest_fall(returns, std::span(order).first(options.horizon)));
    }
    return quantile(falls, options.confidence);
}

}  // namespace tradelab
