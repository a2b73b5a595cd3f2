#include "campaign/score.hpp"

#include "statistics/moments.hpp"
#include "statistics/ratios.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <cmath>

namespace tradelab {
namespace {

constexpr double days_per_year = 365;
constexpr double euler_gamma = 0.57721566490153286;
constexpr double e = 2.7182818284590452;

// The expected largest of so many independent standard normals.
double expected_maximum(double count) {
    if (count < 2) {
        return 0;
    }
    return (1 - euler_gamma) * math::normal_quantile(1 - 1 / count) +
           euler_gamma * math::normal_quantile(1 - 1 / (count * e));
}

std::optional<double> in_errors(std::span<const double> days) {
    const auto ratio = sharpe(days);
    const auto skewness = skewness_of(days);
    const auto kurtosis = raw_kurtosis_of(days);
    if (!ratio || !skewness || !kurtosis) {
        return std::nullopt;
    }
    const double variance = 1 - *skewness * *ratio + (*kurtosis - 1) / 4 * *ratio * *ratio;
    if (!(variance > 0)) {
        return std::nullopt;
    }
    return *ratio * std::sqrt(static_cast<double>(days.size() - 1) / variance);
}

}  // namespace

std::string_view trial_fate_text(TrialFate fate) {
    switch (fate) {
        case TrialFate::candidate:
            return "candidate";
        case TrialFate::costs:
            return "killed by costs";
        case TrialFate::loss:
            return "loses before costs";
        case TrialFate::idle:
            return "trades too rarely";
        case TrialFate::failed:
            break;
    }
    return "failed";
}

Appraisal appraise(const TrialRun& run, const AppraisalRules& rules) {
    Appraisal out;
    const auto errors = in_errors(run.returns.values);
    if (run.conduct.trades < rules.trades_min || !errors) {
        out.fate = TrialFate::idle;
        return out;
    }
    const CostBreakDown& costs = run.costs;
    const Cash before = costs.net + costs.fees + costs.slippage + costs.funding;
    out.fate = costs.net > Cash() ? TrialFate::candidate
               : before > Cash()  ? TrialFate::costs
                                  : TrialFate::loss;
    out.annual_sharpe = *sharpe(run.returns.values) * std::sqrt(days_per_year);
    out.score = *errors - expected_maximum(static_cast<double>(rules.budget));
    return out;
}

brain::Behaviour behaviour_of(const TrialRun& run) {
    const Conduct& conduct = run.conduct;
    const double held = conduct.time_in_position.value_or(0);
    return {.median_holding_bars = conduct.median_holding_bars.value_or(0),
            .turnover_a_year = conduct.turnover_per_year,
            .bias = (2 * conduct.long_share.value_or(0.5) - 1) * held};
}

}  // namespace tradelab
