#include "campaign/trial_desk.hpp"

#include "core/check.hpp"
#include "document/sha256.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace tradelab {
namespace {

std::optional<double> mean_of_both(std::optional<double> a, std::optional<double> b, double share) {
    return a && b ? std::optional(*a + (*b - *a) * share) : a ? a : b;
}

// `count` runs are in `sum` so far; days and shares are their means.
void add(TrialRun& sum, const TrialRun& one, std::size_t count) {
    TL_CHECK(sum.returns.values.size() == one.returns.values.size());
    const double share = 1 / static_cast<double>(count + 1);
    for (std::size_t day = 0; day < sum.returns.values.size(); ++day) {
        double& value = sum.returns.values[day];
        value += (one.returns.values[day] - value) * share;
    }
    Conduct& conduct = sum.conduct;
    conduct.trades += one.conduct.trades;
    conduct.weeks_traded = std::max(conduct.weeks_traded, one.conduct.weeks_traded);
    conduct.settlements += one.conduct.settlements;
    conduct.turnover_per_year +=
        (one.conduct.turnover_per_year - conduct.turnover_per_year) * share;
    conduct.median_holding_bars =
        mean_of_both(conduct.median_holding_bars, one.conduct.median_holding_bars, share);
    conduct.long_share = mean_of_both(conduct.long_share, one.conduct.long_share, share);
    conduct.time_in_position =
        mean_of_both(conduct.time_in_position, one.conduct.time_in_position, share);
    conduct.win_rate = mean_of_both(conduct.win_rate, one.conduct.win_rate, share);
    CostBreakDown& costs = sum.costs;
    costs.gross = costs.gross + one.costs.gross;
    costs.fees = costs.fees + one.costs.fees;
    costs.slippage = costs.slippage + one.costs.slippage;
    costs.funding = costs.funding + one.costs.funding;
    costs.net = costs.net + one.costs.net;
    sum.result_hash = sha256_hex(sum.result_hash + one.result_hash);
    sum.decision_hash = sha256_hex(sum.decision_hash + one.decision_hash);
}

}  // namespace

TrialDesk::TrialDesk(std::span<const SearchFamily> families,
                     const VenueBook& venues,
                     const BacktestOptions& options)
    : families_(families), venues_(venues), options_(options) {
    for (const SearchFamily& family : families) {
        candidates_.push_back(family.candidate);
    }
}

Result<TrialRun> TrialDesk::run(std::size_t family,
                                const brain::Ticks& ticks,
                                Stretch stretch,
                                Stress stress) {
    TL_CHECK(family < families_.size());
    Candidate& candidate = candidates_[family];
    candidate.ticks = ticks;
    BacktestOptions options = options_;
    options.cost_stress_permille *= stress == Stress::double_cost ? 2U : 1U;
    options.latency_bars += stress == Stress::one_bar_late ? 1U : 0U;
    std::optional<TrialRun> sum;
    std::size_t count = 0;
    for (const Market* market : families_[family].markets) {
        auto one = run_trial(*market, venues_, candidate, options, stretch);
        if (!one) {
            return fail(std::move(one).error());
        }
        if (sum) {
            add(*sum, *one, count);
        } else {
            sum = *std::move(one);
        }
        count += 1;
    }
    return *std::move(sum);
}

}  // namespace tradelab
