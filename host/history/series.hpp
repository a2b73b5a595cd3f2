#pragma once

#include "core/decimal_places.hpp"
#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tradelab {

// Numbers of the file format: never reused.
enum class SeriesKind : std::uint8_t { bars = 1, trades = 2, funding = 3, mark = 4 };

[[nodiscard]] std::string_view series_kind_text(SeriesKind kind);
[[nodiscard]] std::optional<SeriesKind> series_kind_of(std::string_view text);

// What one column of time belongs to: an instrument, what is recorded of it and, for bars and
// marks, the interval.  The 1m and the 1h bars of one instrument are two series.
class Series {
public:
    // Bars and marks have an interval, trades and funding have none; all else is refused.
    [[nodiscard]] static Result<Series> make(InstrumentName instrument,
                                             SeriesKind kind,
                                             std::optional<BarInterval> interval = {});

    // "binance.usdm:BTC-USDT-PERP bars 1h", the form of text().
    [[nodiscard]] static Result<Series> parse(std::string_view text);

    [[nodiscard]] const InstrumentName& instrument() const { return instrument_; }
    [[nodiscard]] SeriesKind kind() const { return kind_; }
    [[nodiscard]] const std::optional<BarInterval>& interval() const { return interval_; }

    [[nodiscard]] std::string text() const;

    // Its folder in the store: text() with '_' for what file systems dislike, which no part of it
    // contains: "binance.usdm_BTC-USDT-PERP_bars_1h".
    [[nodiscard]] std::string folder() const;
    [[nodiscard]] static Result<Series> from_folder(std::string_view folder);

    friend auto operator<=>(const Series&, const Series&) = default;

private:
    Series(InstrumentName instrument, SeriesKind kind, std::optional<BarInterval> interval)
        : instrument_(std::move(instrument)), kind_(kind), interval_(interval) {}

    InstrumentName instrument_;
    SeriesKind kind_;
    std::optional<BarInterval> interval_;
};

// What is missing: (from, to], as in tl_ev_gap.  `from` is the last row before it, `to` the last
// row that should have been there.  Never filled.
struct Hole {
    UnixNanos from;
    UnixNanos to;

    friend auto operator<=>(const Hole&, const Hole&) = default;
};

// Times of rows: from <= ts < to.  Of a bar the time is its close.
struct TimeRange {
    UnixNanos from = UnixNanos(INT64_MIN);
    UnixNanos to = UnixNanos(INT64_MAX);

    friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

// Rows by number, in one file.
struct RowRange {
    std::uint64_t first = 0;
    std::uint64_t count = 0;

    friend bool operator==(const RowRange&, const RowRange&) = default;
};

}  // namespace tradelab
