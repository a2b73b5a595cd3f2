#pragma once

#include "core/money.hpp"
#include "history/columns.hpp"
#include "history/series.hpp"
#include "integrity/options.hpp"
#include "integrity/tally.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tradelab {

// One series with its rows: strictly increasing in time and, with an interval, on its grid, as
// sealed files and SeriesReader have them.  Borrowed.
struct SeriesRows {
    Series series;
    Places places = {};
    ColumnsView rows = {};
};

// What two series say of each other.  The verdict's score is that of the pair alone.
struct CrossJudgement {
    Series first;
    Series second;
    std::uint64_t compared = 0;  // rows (of resampling: bars of `first`) that both could speak to
    DataJudgement judgement = {};
};

// Compares all pairs among the series that have something to say of each other; pairs that share no
// time are left out.  What belongs together is told by name: instruments of the same first word of
// the venue ("binance") and the same symbol, "-PERP" aside.
//
// | first, second                     | findings                                                 |
// |-----------------------------------|----------------------------------------------------------|
// | bars, finer bars of an instrument | resample_price, resample_amount: each bar whose open,    |
// |                                   | high, low, close or amounts are not those of all the     |
// |                                   | finer bars in it; amounts where all know them            |
// | perp bars, spot bars              | basis, basis_launch (the perp's first day, for which     |
// |                                   | `basis` is not judged), basis_summary, one_sided_gap     |
// | perp bars, mark                   | mark_apart, mark_wick (not on the first day),            |
// |                                   | one_sided_gap                                            |
// | funding, mark                     | funding_without_mark: no mark candle opens or closes at  |
// |                                   | the instant                                              |
//
// Bars and marks are compared at one interval.  Pure; any thread.
[[nodiscard]] std::vector<CrossJudgement> cross_check(std::span<const SeriesRows> series,
                                                      const IntegrityOptions& options = {});

// Whether a row of the table has these two, in this order.
[[nodiscard]] bool are_comparable(const Series& first, const Series& second);

// These two, in this order; nothing where no row has them, or they share no time.
[[nodiscard]] std::optional<CrossJudgement> cross_check(const SeriesRows& first,
                                                        const SeriesRows& second,
                                                        const IntegrityOptions& options = {});

}  // namespace tradelab
