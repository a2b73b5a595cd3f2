#include "report/sums.hpp"

#include "report/names.hpp"
#include "statistics/periods.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace tradelab {

namespace {

constexpr DecimalPlaces mark_places(8);

std::size_t rank_of(const RunManifest& manifest, InstrumentId id) {
    const auto found = std::ranges::find(manifest.instruments, id, &InstrumentUsed::id);
    return static_cast<std::size_t>(found - manifest.instruments.begin());
}

// One row on its way: several strategies may hold at one settlement, whose rate is one.
struct GatheredYear {
    FundingYear sums = {};
    double notional_sum = 0;
    std::uint64_t boundaries = 0;
    UnixNanos last = {};

    void add(const FundingRecord& record, Places places) {
        sums.settlements += 1;
        sums.without_mark += record.mark_source == MarkSource::recorded ? 0U : 1U;
        (record.paid > Cash(0) ? sums.paid : sums.received) +=
            record.paid > Cash(0) ? record.paid : -record.paid;
        if (boundaries == 0 || record.boundary != last) {
            boundaries += 1;
            last = record.boundary;
            sums.rates_held += record.rate;
        }
        notional_sum += std::abs(to_double_for_decisions(record.position, places.quantity)) *
                        to_double_for_decisions(record.mark, mark_places);
    }
    [[nodiscard]] FundingYear whole() const {
        FundingYear out = sums;
        if (boundaries != 0) {
            out.mean_notional = notional_sum / static_cast<double>(boundaries);
        }
        return out;
    }
};

using FundingByYear = std::map<std::pair<std::int32_t, std::size_t>, GatheredYear>;

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
    FundingByYear years;
    const auto row_of = [&](std::int32_t year, InstrumentId instrument) -> GatheredYear& {
        GatheredYear& row = years[{year, rank_of(result.manifest, instrument)}];
        row.sums.year = year;
        row.sums.instrument = names.instrument(instrument);
        return row;
    };
    for (const FundingRates& rates : result.funding_rates) {
        row_of(rates.year, rates.instrument).sums.rates = rates.sum;
    }
    for (const FundingRecord& record : result.record.funding) {
        const std::size_t rank = rank_of(result.manifest, record.instrument);
        row_of(month_of_close(record.boundary).year, record.instrument)
            .add(record, result.manifest.instruments[rank].places);
    }
    std::vector<FundingYear> rows;
    for (auto& [key, row] : years) {
        rows.push_back(row.whole());
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
