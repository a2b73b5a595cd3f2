#include "report/fixture.hpp"
#include "statistics/performance.hpp"

#include <algorithm>
#include <string>

namespace tradelab {

BacktestResult empty_result() {
    return {};
}

BacktestResult flat_result(std::uint32_t bars) {
    return fixture_result({.bars = bars, .trades = 0});
}

BacktestResult ruined_result() {
    BacktestResult result = fixture_result({.bars = 2'000, .trades = 20});
    EquityCurve& curve = result.record.curve;
    for (std::size_t at = 0; at < curve.equity.size(); ++at) {
        curve.equity[at] = at < 1'000
                               ? curve.equity[at] * (1'000 - static_cast<std::int64_t>(at)) / 1'000
                               : -5'000'000'000;
    }
    for (CurvePoint& point : result.curve) {
        const auto at = std::ranges::find(curve.ts, point.ts.ns()) - curve.ts.begin();
        point.equity = to_double_for_decisions(Cash(curve.equity[static_cast<std::size_t>(at)]));
    }
    result.performance = performance_of({.opened_at = result.manifest.from,
                                         .opening = result.manifest.capital,
                                         .ts = curve.ts,
                                         .equity = curve.equity,
                                         .bars_per_year = 8'760});
    result.statement.insurance = Cash(curve.equity.back()) - result.statement.equity;
    result.statement.equity = Cash(curve.equity.back());
    return result;
}

BacktestResult hostile_result() {
    BacktestResult result = fixture_result({.bars = 800, .trades = 12});
    const std::string evil =
        "<script>alert(\"1\")</script> & 'x' ]]> <!-- \x1b[31m \xff , \r\n=1+1";
    RunManifest& m = result.manifest;
    m.asset = evil;
    m.fill_model = evil;
    m.why_not = evil;
    m.may_be_promoted = false;
    m.engine = evil;
    m.result_hash = evil;
    m.instruments[0].name = evil;
    m.instances[0].name = evil;
    m.instances[0].rationale = evil;
    m.instances[0].timeframe = evil;
    m.instances[0].roles = {{evil, evil}};
    m.instances[0].parameters = {{evil, evil}};
    m.instances[0].reasons = {evil, evil, evil, evil};
    m.data[0].series = evil;
    m.data[0].source = evil;
    m.is_synthetic = true;
    result.chart_instrument = evil;
    result.refusals = {{evil, 3}};
    result.assumptions = {evil};
    result.warnings = {evil};
    result.checks = {{evil, evil}};
    result.years[0].name = evil;
    return result;
}

}  // namespace tradelab
