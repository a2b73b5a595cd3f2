#include "report/sums.hpp"

#include "report/names.hpp"
#include "statistics/periods.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace tradelab {

namespace {

std::size_t rank_of(const RunManifest& manifest, InstrumentId id) {
    const auto found = std::ranges::find(manifest.instruments, id, &InstrumentUsed::id);
    return static_cast<std::size_t>(found - manifest.instruments.begin());
}

}  // namespace

std::vector<CostStep> cost_steps(const BacktestResult& result) {
    const Statement& end = result.statement;
    Cash slippage;
    for (const FillRecord& fill : result.record.fills) {
        slippage += fill.slippage;
    }
    std::vector<CostStep> steps = {{"Earned before any cost", end.realised + slippage},
                                   {"Slippage", -slippage},
                                   {"Fees", -end.fees},
                                   {"Funding", -end.funding}};
    if (end.unrealised != Cash(0)) {
        steps.push_back({"Open positions, at the last mark", end.unrealised});
    }
    if (end.insurance != Cash(0)) {
        steps.push_back({"Borne by the venue's insurance", end.insurance});
    }
    Cash rest = end.equity - end.opening;
    for (const CostStep& step : steps) {
        rest -= step.amount;
    }
    if (rest != Cash(0)) {
        steps.push_back({"Not explained", rest});  // never hidden: the ledger would be wrong
    }
    return steps;
}

std::vector<FundingYear> funding_years(const BacktestResult& result) {
    const RecordNames names(result.manifest);
    std::map<std::pair<std::int32_t, std::size_t>, FundingYear> years;
    for (const FundingRecord& record : result.record.funding) {
        const std::int32_t year = month_of_close(record.boundary).year;
        FundingYear& row = years[{year, rank_of(result.manifest, record.instrument)}];
        row.year = year;
        row.instrument = names.instrument(record.instrument);
        row.settlements += 1;
        row.without_mark += record.mark_source == MarkSource::recorded ? 0U : 1U;
        (record.paid > Cash(0) ? row.paid : row.received) +=
            record.paid > Cash(0) ? record.paid : -record.paid;
    }
    std::vector<FundingYear> rows;
    for (auto& [key, row] : years) {
        rows.push_back(std::move(row));
    }
    return rows;
}

std::vector<FeeRow> fee_rows(const BacktestResult& result) {
    const RecordNames names(result.manifest);
    std::map<std::size_t, FeeRow> by_instrument;
    for (const FillRecord& fill : result.record.fills) {
        FeeRow& row = by_instrument[rank_of(result.manifest, fill.instrument)];
        row.instrument = names.instrument(fill.instrument);
        row.fills += 1;
        row.fees += fill.fee;
        row.slippage += fill.slippage;
        row.ambiguous += fill.is_ambiguous ? 1U : 0U;
    }
    std::vector<FeeRow> rows;
    for (auto& [rank, row] : by_instrument) {
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace tradelab
