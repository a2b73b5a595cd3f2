#include "lab/funding_rates.hpp"

#include "statistics/periods.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <variant>

namespace tradelab {

namespace {

constexpr std::size_t rows_at_once = 4096;

using ByYear = std::map<std::pair<std::int32_t, InstrumentId>, FundingRates>;

Status add(ByYear& out,
           const Catalogue& catalogue,
           const BacktestPlan& plan,
           const PlannedSeries& planned) {
    auto reader = catalogue.open(
        planned.found.series,
        {.range = {.from = UnixNanos(plan.from.ns() + 1), .to = UnixNanos(plan.to.ns() + 1)},
         .places = std::nullopt});
    if (!reader) {
        return fail(std::move(reader).error());
    }
    for (;;) {
        const auto rows = reader->next(rows_at_once);
        if (!rows) {
            return fail(rows.error());
        }
        if (rows_of(*rows) == 0) {
            return {};
        }
        const auto& funding = std::get<FundingView>(*rows);
        for (std::size_t at = 0; at < funding.size(); ++at) {
            const std::int32_t year = month_of_close(UnixNanos(funding.ts[at])).year;
            FundingRates& row = out[{year, planned.instrument}];
            row.year = year;
            row.instrument = planned.instrument;
            row.settlements += 1;
            row.sum += Rate(funding.rate_e12[at]);
        }
    }
}

}  // namespace

Result<std::vector<FundingRates>> funding_rates_of(const Catalogue& catalogue,
                                                   const BacktestPlan& plan) {
    ByYear by_year;
    for (const PlannedSeries& planned : plan.series) {
        if (planned.kind != SourceKind::funding) {
            continue;
        }
        if (auto added = add(by_year, catalogue, plan, planned); !added) {
            return fail(std::move(added).error());
        }
    }
    std::vector<FundingRates> out;
    for (const auto& [key, row] : by_year) {
        out.push_back(row);
    }
    return out;
}

}  // namespace tradelab
