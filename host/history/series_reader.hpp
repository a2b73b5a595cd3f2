#pragma once

#include "core/money.hpp"
#include "history/event_block.hpp"
#include "history/sealed_file.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace tradelab {

// What of a series is to be read, and how.
struct SeriesSelection {
    TimeRange range = {};
    // What prices and quantities are to be converted to, exactly or with an Error.  Nothing: the
    // most places that any of the files has.
    std::optional<Places> places = {};
};

// Several sealed files read as one series, in the order of time.
//
// Where files overlap, rows of one time (of trades: time and id) are one row; they have been
// compared when this was opened, and a difference was refused.  Of two bars that agree, the one
// that knows more is read.  What lies in no file is a hole.
//
// Views live until the next call of next() or seek().  One thread, but for check_ahead().
class SeriesReader {
public:
    // The files are of one series, in any order.  Refuses files that differ where they overlap,
    // naming the first differing row in both; trades without ids that overlap; and recorded
    // together with synthetic rows.
    [[nodiscard]] static Result<SeriesReader> open(std::vector<SealedFile> files,
                                                   const SeriesSelection& selection);

    SeriesReader(SeriesReader&&) noexcept;
    SeriesReader& operator=(SeriesReader&&) noexcept;
    SeriesReader(const SeriesReader&) = delete;
    SeriesReader& operator=(const SeriesReader&) = delete;
    ~SeriesReader();

    [[nodiscard]] const Series& series() const;
    [[nodiscard]] Places places() const;
    [[nodiscard]] std::uint64_t rows() const;  // in the range
    // Of the files that have rows in the range, in the order of their first rows.
    [[nodiscard]] const std::vector<const SealedSummary*>& files() const;
    // Holes between the first and the last row of the range; bars and marks only.
    [[nodiscard]] const std::vector<Hole>& holes() const;

    // The time of the row that comes next; nothing at the end.
    [[nodiscard]] Result<std::optional<UnixNanos>> next_time() const;
    // Goes to the first row at or after a time, forward or back.
    Status seek(UnixNanos at);

    // The next rows, at least one and at most `rows_max`, fewer where a file or a block ends; none
    // at the end.  Without a copy where no conversion is due.
    [[nodiscard]] Result<ColumnsView> next(std::size_t rows_max);

    // The next rows as events, fewer than the capacity only where a file or a block ends; none at
    // the end.
    Status next(EventBlock& events, EventBlock::Stamp stamp);

    // Checks all blocks of the files, so that next() on another thread need not, until that is
    // asked to stop.  The one call for a second thread.  Says nothing: what fails, next() tells.
    void check_ahead(const std::stop_token& stop) const;

private:
    struct State;
    explicit SeriesReader(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

// Two files of one series that say different things of one time: the error that open() would give.
[[nodiscard]] Status check_agreement(const SealedFile& first, const SealedFile& second);

}  // namespace tradelab
