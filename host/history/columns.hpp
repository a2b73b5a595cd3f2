#pragma once

#include "history/series.hpp"

#include <tradelab/abi/strategy.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
#include <vector>

// Rows as columns: what importers and generators fill, what the validator judges, what is sealed,
// and, as views without a copy, what a sealed file gives back.
//
// Prices and quantities are mantissas with the places of the file.  A value that the source did not
// record is unknown, never zero and never guessed: by its bit of `known` in bars, as TL_NONE
// elsewhere.
namespace tradelab {

// `ts` is the close of the bar: open time + interval.  A value whose bit in `known`
// (TL_BAR_KNOWS_*) is not set must be 0, so that equal bars are equal bytes.
struct Bar {
    std::int64_t ts = 0;
    std::int64_t open = 0;
    std::int64_t high = 0;
    std::int64_t low = 0;
    std::int64_t close = 0;
    std::int64_t volume = 0;           // base asset
    std::int64_t quote_volume_e8 = 0;  // quote asset, 1e-8
    std::int64_t taker_buy_volume = 0;
    std::int64_t trades = 0;
    std::uint8_t known = 0;

    friend bool operator==(const Bar&, const Bar&) = default;
};

// `id` is the venue's and grows strictly within one `ts`; a file knows all ids or none (TL_NONE).
struct Trade {
    std::int64_t ts = 0;
    std::int64_t price = 0;
    std::int64_t quantity = 0;
    std::int64_t id = TL_NONE;
    std::int8_t aggressor = 0;  // +1 buyer, -1 seller, 0 unknown

    friend bool operator==(const Trade&, const Trade&) = default;
};

// `ts` is the boundary of the settlement, `ts_recorded` the stamp as the venue wrote it, some
// milliseconds off.
struct Funding {
    std::int64_t ts = 0;
    std::int64_t ts_recorded = 0;
    std::int64_t rate_e12 = 0;
    std::int64_t interval_ns = 0;    // since the settlement before, as recorded
    std::int64_t mark_e8 = TL_NONE;  // TL_NONE where the mark at the instant is a hole

    friend bool operator==(const Funding&, const Funding&) = default;
};

// The mark price over one interval that closes at `ts`.
struct Mark {
    std::int64_t ts = 0;
    std::int64_t open_e8 = 0;
    std::int64_t high_e8 = 0;
    std::int64_t low_e8 = 0;
    std::int64_t close_e8 = 0;
    std::int64_t index_e8 = TL_NONE;  // at the close

    friend bool operator==(const Mark&, const Mark&) = default;
};

using I64Span = std::span<const std::int64_t>;
using I64Column = std::vector<std::int64_t>;

// Views: all columns are of one length.  They borrow, and live as long as what they were taken of.
struct BarView {
    I64Span ts, open, high, low, close, volume, quote_volume_e8, taker_buy_volume, trades;
    std::span<const std::uint8_t> known;

    [[nodiscard]] std::size_t size() const { return ts.size(); }
    [[nodiscard]] Bar operator[](std::size_t at) const;
    [[nodiscard]] BarView part(std::size_t first, std::size_t count) const;
};

struct TradeView {
    I64Span ts, price, quantity, id;
    std::span<const std::int8_t> aggressor;

    [[nodiscard]] std::size_t size() const { return ts.size(); }
    [[nodiscard]] Trade operator[](std::size_t at) const;
    [[nodiscard]] TradeView part(std::size_t first, std::size_t count) const;
};

struct FundingView {
    I64Span ts, ts_recorded, rate_e12, interval_ns, mark_e8;

    [[nodiscard]] std::size_t size() const { return ts.size(); }
    [[nodiscard]] Funding operator[](std::size_t at) const;
    [[nodiscard]] FundingView part(std::size_t first, std::size_t count) const;
};

struct MarkView {
    I64Span ts, open_e8, high_e8, low_e8, close_e8, index_e8;

    [[nodiscard]] std::size_t size() const { return ts.size(); }
    [[nodiscard]] Mark operator[](std::size_t at) const;
    [[nodiscard]] MarkView part(std::size_t first, std::size_t count) const;
};

// The same, owned and growing.  A bulk writer may fill the vectors itself; sealing refuses columns
// of different lengths.
struct BarColumns {
    I64Column ts, open, high, low, close, volume, quote_volume_e8, taker_buy_volume, trades;
    std::vector<std::uint8_t> known;

    [[nodiscard]] std::size_t size() const { return ts.size(); }
    void reserve(std::size_t rows);
    void append(const Bar& bar);
    [[nodiscard]] BarView view() const;
};

struct TradeColumns {
    I64Column ts, price, quantity, id;
    std::vector<std::int8_t> aggressor;

    [[nodiscard]] std::size_t size() const { return ts.size(); }
    void reserve(std::size_t rows);
    void append(const Trade& trade);
    [[nodiscard]] TradeView view() const;
};

struct FundingColumns {
    I64Column ts, ts_recorded, rate_e12, interval_ns, mark_e8;

    [[nodiscard]] std::size_t size() const { return ts.size(); }
    void reserve(std::size_t rows);
    void append(const Funding& funding);
    [[nodiscard]] FundingView view() const;
};

struct MarkColumns {
    I64Column ts, open_e8, high_e8, low_e8, close_e8, index_e8;

    [[nodiscard]] std::size_t size() const { return ts.size(); }
    void reserve(std::size_t rows);
    void append(const Mark& mark);
    [[nodiscard]] MarkView view() const;
};

using Columns = std::variant<BarColumns, TradeColumns, FundingColumns, MarkColumns>;
using ColumnsView = std::variant<BarView, TradeView, FundingView, MarkView>;

[[nodiscard]] ColumnsView view_of(const Columns& columns);
[[nodiscard]] SeriesKind kind_of(const ColumnsView& view);
[[nodiscard]] std::size_t rows_of(const ColumnsView& view);
[[nodiscard]] I64Span times_of(const ColumnsView& view);

// The holes of a grid: wherever two times that follow each other are more than one interval apart.
// The times are strictly increasing and on the grid.
[[nodiscard]] std::vector<Hole> holes_of(I64Span times, BarInterval interval);

}  // namespace tradelab
