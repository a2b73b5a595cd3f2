#pragma once

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/event_source.hpp"
#include "history/columns.hpp"
#include "history/event_block.hpp"
#include "lab/series_source.hpp"

#include <cstddef>
#include <optional>

namespace tradelab {

// Columns in memory as a stream of events, in blocks of at most 64: bars, marks or funding.
//
// The columns are borrowed and outlive this; any number of sources may read the same ones.
class ColumnSource final : public EventSource {
public:
    // `interval` is that of bars.
    ColumnSource(ColumnsView rows,
                 std::optional<BarInterval> interval,
                 InstrumentId instrument,
                 MarkExtremes extremes);

    [[nodiscard]] Result<SourceBlock> next() override;

private:
    [[nodiscard]] SourceBlock next_bars(const BarView& rows);
    [[nodiscard]] SourceBlock next_marks(const MarkView& rows);
    [[nodiscard]] SourceBlock next_funding(const FundingView& rows);
    [[nodiscard]] SourceBlock block(std::size_t event_bytes);

    ColumnsView rows_;
    std::optional<BarInterval> interval_;
    EventBlock::Stamp stamp_;
    MarkExtremes extremes_;
    std::size_t at_ = 0;
    EventBlock block_;
};

// The rows of a view with from < ts <= to.  Trades are refused by source_kind().
[[nodiscard]] ColumnsView rows_between(const ColumnsView& rows, UnixNanos from, UnixNanos to);

}  // namespace tradelab
