#include "statistics/sharpe_inference.hpp"

#include "core/check.hpp"
#include "statistics/moments.hpp"
#include "statistics/ratios.hpp"
#include "statistics/series_set.hpp"

#include <tradelab/math.hpp>

#include <cmath>

namespace tradelab {

namespace {

// (T - 1) x the squared standard error.  Undefined where no sample could have such moments.
std::optional<double> unit_variance(const SharpeSample& sample) {
    const double sharpe = sample.sharpe;
    const double variance =
        1 - sample.skewness * sharpe + (sample.raw_kurtosis - 1) / 4 * sharpe * sharpe;
    const bool is_known = std::isfinite(variance) && variance > 0;
    return is_known ? std::optional(variance) : std::nullopt;
}

}  // namespace

std::optional<SharpeSample> sharpe_sample(std::span<const double> returns) {
    if (!is_finite(returns)) {
        return std::nullopt;
    }
    const auto ratio = sharpe(returns);
    const Moments moments = moments_of(returns);
    if (!ratio || !moments.skewness || !moments.raw_kurtosis) {
        return std::nullopt;
    }
    return SharpeSample{.sharpe = *ratio,
                        .bars = returns.size(),
                        .skewness = *moments.skewness,
                        .raw_kurtosis = *moments.raw_kurtosis};
}

std::optional<double> sharpe_standard_error(const SharpeSample& sample) {
    const auto variance = unit_variance(sample);
    if (!variance || sample.bars < 2) {
        return std::nullopt;
    }
    return std::sqrt(*variance / static_cast<double>(sample.bars - 1));
}

std::optional<double> probabilistic_sharpe(const SharpeSample& sample, double benchmark) {
    const auto error = sharpe_standard_error(sample);
    if (!error || !std::isfinite(benchmark)) {
        return std::nullopt;
    }
    return math::normal_cdf((sample.sharpe - benchmark) / *error);
}

double expected_maximum(double trials) {
    TL_CHECK(trials >= 1 && std::isfinite(trials));
    constexpr double euler_gamma = 0.577215664901532861;
    constexpr double e = 2.718281828459045235;
    if (trials <= 1) {
        return 0;
    }
    const double usual = math::normal_quantile(1 - 1 / trials);
    const double rarer = math::normal_quantile(1 - 1 / (trials * e));
    // Just above one trial the approximation falls below the expectation of a single one.
    const double expected = (1 - euler_gamma) * usual + euler_gamma * rarer;
    return expected > 0 ? expected : 0;
}

std::optional<DeflatedSharpe> deflated_sharpe_of_paper(const SharpeSample& sample,
                                                       double trials,
                                                       double trial_variance) {
    if (!std::isfinite(trial_variance) || trial_variance < 0) {
        return std::nullopt;
    }
    const double hurdle = std::sqrt(trial_variance) * expected_maximum(trials);
    const auto probability = probabilistic_sharpe(sample, hurdle);
    if (!probability) {
        return std::nullopt;
    }
    return DeflatedSharpe{.hurdle = hurdle, .probability = *probability};
}

std::optional<DeflatedSharpe> deflated_sharpe(const SharpeSample& sample, double effective_trials) {
    if (sample.bars < 2) {
        return std::nullopt;
    }
    return deflated_sharpe_of_paper(
        sample, effective_trials, 1 / static_cast<double>(sample.bars - 1));
}

std::optional<double> min_track_record_length(const SharpeSample& sample,
                                              double benchmark,
                                              double confidence) {
    TL_CHECK(confidence > 0.5 && confidence < 1);
    const auto variance = unit_variance(sample);
    if (!variance || !(sample.sharpe > benchmark)) {
        return std::nullopt;
    }
    const double ratio = math::normal_quantile(confidence) / (sample.sharpe - benchmark);
    const double bars = 1 + *variance * ratio * ratio;
    return std::isfinite(bars) ? std::optional(bars) : std::nullopt;
}

std::optional<double> min_backtest_length(double trials, double annual_sharpe) {
    if (!(annual_sharpe > 0)) {
        return std::nullopt;
    }
    const auto ratio = quotient(expected_maximum(trials), annual_sharpe);
    return ratio ? std::optional(*ratio * *ratio) : std::nullopt;
}

}  // namespace tradelab
