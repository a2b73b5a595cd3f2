#include "campaign/score.hpp"

#include "gate/gate_input.hpp"
#include "statistics/ratios.hpp"
#include "statistics/sharpe_inference.hpp"

#include <numeric>
#include <vector>

namespace tradelab {
namespace {

std::vector<double> above(const TrialRun& run, double lending_rate) {
    std::vector<double> excess = run.returns.values;
    for (double& value : excess) {
        value -= lending_rate / gate_days_per_year;
    }
    return excess;
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
    const auto sample = sharpe_sample(above(run, rules.lending_rate));
    const auto error = sample ? sharpe_standard_error(*sample) : std::nullopt;
    const bool is_rare =
        run.conduct.trades < rules.trades_min || run.conduct.settlements < rules.settlements_min;
    if (is_rare || !error || !(*error > 0)) {
        out.fate = TrialFate::idle;
        return out;
    }
    const CostBreakDown& costs = run.costs;
    const Cash before = costs.net + costs.fees + costs.slippage + costs.funding;
    out.fate = earns(run, rules.lending_rate) ? TrialFate::candidate
               : before > Cash()              ? TrialFate::costs
                                              : TrialFate::loss;
    out.annual_sharpe = annualised(sample->sharpe, gate_days_per_year);
    out.score = sample->sharpe / *error - expected_maximum(static_cast<double>(rules.budget));
    return out;
}

bool earns(const TrialRun& run, double lending_rate) {
    if (lending_rate == 0) {
        return run.costs.net > Cash();
    }
    const auto excess = above(run, lending_rate);
    return std::accumulate(excess.begin(), excess.end(), 0.0) > 0;
}

brain::Behaviour behaviour_of(const TrialRun& run) {
    const Conduct& conduct = run.conduct;
    const double held = conduct.time_in_position.value_or(0);
    return {.median_holding_bars = conduct.median_holding_bars.value_or(0),
            .turnover_a_year = conduct.turnover_per_year,
            .bias = (2 * conduct.long_share.value_or(0.5) - 1) * held};
}

}  // namespace tradelab
