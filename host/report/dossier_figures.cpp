#include "gate/gate_rules.hpp"
#include "report/dossier.hpp"
#include "statistics/bootstrap_interval.hpp"
#include "statistics/stationary_bootstrap.hpp"

#include <algorithm>

namespace tradelab {
namespace {

constexpr std::size_t days_of_year = 365;
// Days that hang together as long as the gate takes them to.
constexpr double mean_block = GateRules().mean_block_days;

}  // namespace

DossierFigures figures_of(const Dossier& dossier) {
    DossierFigures out;
    std::vector<double> all;
    Cash costs;
    Cash net;
    for (const DossierEpoch& epoch : dossier.epochs) {
        all.insert(all.end(), epoch.returns.begin(), epoch.returns.end());
        costs += epoch.fees + epoch.slippage;
        net += epoch.net;
    }
    double value = 1;
    double peak = 1;
    for (const double change : all) {
        value *= 1 + change;
        peak = std::max(peak, value);
        out.deepest_fall = std::max(out.deepest_fall, 1 - value / peak);
        out.worst_day = std::min(out.worst_day, change);
    }
    out.total_return = value - 1;
    if (all.size() >= days_of_year) {
        out.worst_year =
            bootstrap_drawdown(all,
                               {.bars = all.size(), .mean_block = mean_block, .seed = dossier.seed},
                               {.horizon = days_of_year});
    }
    if (costs > Cash() && net + costs > Cash()) {
        out.break_even = to_double_for_decisions(net + costs) / to_double_for_decisions(costs);
    }
    return out;
}

}  // namespace tradelab
