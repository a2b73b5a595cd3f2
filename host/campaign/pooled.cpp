#include "campaign/pooled.hpp"

#include "core/check.hpp"
#include "document/sha256.hpp"

#include <algorithm>
#include <optional>
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
    conduct.losing_trades += one.conduct.losing_trades;
    conduct.weeks_traded = std::max(conduct.weeks_traded, one.conduct.weeks_traded);
    conduct.settlements += one.conduct.settlements;
    conduct.turnover_per_year +=
        (one.conduct.turnover_per_year - conduct.turnover_per_year) * share;
    conduct.median_holding_bars =
        mean_of_both(conduct.median_holding_bars, one.conduct.median_holding_bars, share);
    conduct.long_share = mean_of_both(conduct.long_share, one.conduct.long_share, share);
    conduct.time_in_position =
        mean_of_both(conduct.time_in_position, one.conduct.time_in_position, share);
    // A pool is hedged as badly as the worst of it.
    conduct.hedge_error = conduct.hedge_error && one.conduct.hedge_error
                              ? std::max(conduct.hedge_error, one.conduct.hedge_error)
                              : std::nullopt;
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

TrialRun pooled(std::vector<TrialRun> runs) {
    TL_CHECK(!runs.empty());
    TrialRun sum = std::move(runs.front());
    for (std::size_t count = 1; count < runs.size(); ++count) {
        add(sum, runs[count], count);
    }
    return sum;
}

}  // namespace tradelab
