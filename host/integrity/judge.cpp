#include "integrity/judge.hpp"

#include "core/check.hpp"
#include "integrity/series_checks.hpp"
#include "integrity/wording.hpp"

#include <algorithm>
#include <array>

namespace tradelab {
namespace {

template <class... Columns>
void need_length(std::size_t rows, const Columns&... columns) {
    TL_CHECK_MSG(((columns.size() == rows) && ...), "columns of different lengths");
}

// Of inverse contracts the volume is a number of contracts, which no quote volume is worth.
bool counts_contracts(const Series& series) {
    return series.instrument().venue().ends_with(".coinm");
}

void run(const Series& series,
         Places places,
         const BarView& v,
         const IntegrityOptions& options,
         Tally& tally) {
    need_length(v.size(), v.open, v.high, v.low, v.close, v.volume, v.known);
    need_length(v.size(), v.quote_volume_e8, v.taker_buy_volume, v.trades);
    const Candles candles{v.ts, v.open, v.high, v.low, v.close};
    check_grid_times(v.ts, *series.interval(), tally);
    check_candles(candles, *series.interval(), options, tally);
    check_tick_size(candles, places.price, tally);
    check_amounts(v, places, options, tally);
    check_swaps(v, places, *series.interval(), tally);
    if (!counts_contracts(series)) {
        check_taken_columns(v, tally);
    }
}

// Eight decimals are what the venue computes; fewer in every row means that somebody rounded.
void check_mark_rounding(const MarkView& v, Tally& tally) {
    const std::array columns = {v.open_e8, v.high_e8, v.low_e8, v.close_e8};
    const bool rounded = std::ranges::all_of(columns, [](I64Span column) {
        return std::ranges::all_of(column, [](std::int64_t price) { return price % 10 == 0; });
    });
    // Ten rows of four prices, each ending in 0 by chance: one in 1e40.
    if (rounded && v.size() >= 10) {
        tally.note(Defect::mark_rounded, v.ts.front());
        tally.explain(Defect::mark_rounded,
                      "all prices end in 0: rounded to fewer decimals than the venue's eight");
    }
}

void run(const Series& series,
         Places /*marks have their own*/,
         const MarkView& v,
         const IntegrityOptions& options,
         Tally& tally) {
    need_length(v.size(), v.open_e8, v.high_e8, v.low_e8, v.close_e8, v.index_e8);
    check_grid_times(v.ts, *series.interval(), tally);
    const Candles candles{v.ts, v.open_e8, v.high_e8, v.low_e8, v.close_e8};
    check_candles(candles, *series.interval(), options, tally);
    check_swaps(candles, *series.interval(), tally);
    check_mark_rounding(v, tally);
}

void run(const Series& /*no interval*/,
         Places /*rates have their own*/,
         const FundingView& v,
         const IntegrityOptions& options,
         Tally& tally) {
    need_length(v.size(), v.ts_recorded, v.rate_e12, v.interval_ns, v.mark_e8);
    check_funding(v, options, tally);
}

void run(const Series& /*no interval*/,
         Places /*compared with 0 only*/,
         const TradeView& v,
         const IntegrityOptions& /*no limits*/,
         Tally& tally) {
    need_length(v.size(), v.price, v.quantity, v.id, v.aggressor);
    check_trades(v, tally);
    check_swaps(v, tally);
}

}  // namespace

DataJudgement examine(const Series& series,
                      Places places,
                      const ColumnsView& rows,
                      const IntegrityOptions& options) {
    TL_CHECK(kind_of(rows) == series.kind());
    Tally tally(options);
    if (rows_of(rows) == 0) {
        tally.note(Defect::empty, 0);
        tally.explain(Defect::empty, "there are no rows");
        return tally.judgement(0);
    }
    std::visit([&](const auto& view) { run(series, places, view, options, tally); }, rows);
    return tally.judgement(rows_of(rows));
}

Verdict judge(const Series& series,
              Places places,
              const ColumnsView& rows,
              const IntegrityOptions& options) {
    return examine(series, places, rows, options).verdict;
}

}  // namespace tradelab
