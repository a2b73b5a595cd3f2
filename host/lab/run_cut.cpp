#include "lab/run_cut.hpp"

#include "core/id.hpp"

#include <algorithm>
#include <optional>

namespace tradelab {

void cut_warm_up(RunRecord& record, UnixNanos from) {
    EquityCurve& curve = record.curve;
    const auto first = std::ranges::upper_bound(curve.ts, from.ns()) - curve.ts.begin();
    curve.ts.erase(curve.ts.begin(), curve.ts.begin() + first);
    curve.equity.erase(curve.equity.begin(), curve.equity.begin() + first);
    curve.exposure.erase(curve.exposure.begin(), curve.exposure.begin() + first);
}

std::vector<Quantity> lots_of(const BacktestPlan& plan, const VenueBook& venues) {
    std::vector<Quantity> lots;
    for (const InstrumentName& name : plan.instruments) {
        const Filters rule = venues.instrument(name, InstrumentId(1)).filters.all().back();
        lots.push_back(rule.lot.step.value_or(Quantity(1)));
    }
    return lots;
}

void drop_dust(EquityCurve& curve, const BacktestPlan& plan, const VenueBook& venues) {
    std::optional<Cash> least;
    for (const InstrumentName& name : plan.instruments) {
        const Filters rule = venues.instrument(name, InstrumentId(1)).filters.all().back();
        const Cash order = rule.notional.min.value_or(Cash());
        least = std::min(least.value_or(order), order);
    }
    for (std::int64_t& exposure : curve.exposure) {
        exposure = exposure < least->mantissa() ? 0 : exposure;
    }
}

}  // namespace tradelab
