#pragma once

#include "core/money.hpp"
#include "history/columns.hpp"
#include "history/provenance.hpp"
#include "history/series.hpp"
#include "integrity/options.hpp"
#include "integrity/tally.hpp"

namespace tradelab {

// What is wrong with the rows of one series, taken for itself.
//
// Any rows are taken, in any state; the columns are of one length and of the series' kind, anything
// else aborts.  Bars and marks: time, grid, holes, OHLC, spikes, jumps, flat bars, tick size.  Bars
// also: volumes, counts, the launch.  Funding: rates, intervals, stamps, marks.  Trades: time,
// prices.  A value that the source did not record is never held against it.
//
// Pure: the same rows give the same verdict, on every machine.  Any thread.
[[nodiscard]] DataJudgement examine(const Series& series,
                                    Places places,
                                    const ColumnsView& rows,
                                    const IntegrityOptions& options = {});

// The same without the places: what Provenance::verdict takes.
[[nodiscard]] Verdict judge(const Series& series,
                            Places places,
                            const ColumnsView& rows,
                            const IntegrityOptions& options = {});

}  // namespace tradelab
