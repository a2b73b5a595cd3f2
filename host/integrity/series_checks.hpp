#pragma once

#include "core/money.hpp"
#include "core/time.hpp"
#include "history/columns.hpp"
#include "integrity/options.hpp"
#include "integrity/tally.hpp"

// The checks that `examine` is made of.  Each runs once over its columns and allocates only where
// it keeps a place.
namespace tradelab {

// Open, high, low and close of bars or marks.
struct Candles {
    I64Span ts, open, high, low, close;

    [[nodiscard]] std::size_t size() const { return ts.size(); }
};

// Order, doubles, grid, holes, and whether the interval is what the series says.
void check_grid_times(I64Span ts, BarInterval interval, Tally& tally);

// Prices within a bar and from bar to bar.
void check_candles(const Candles& candles,
                   BarInterval interval,
                   const IntegrityOptions& options,
                   Tally& tally);

// Where the last decimal vanishes or comes.
void check_tick_size(const Candles& candles, DecimalPlaces places, Tally& tally);

// Volumes, counts, flat bars, launch.
void check_amounts(const BarView& bars,
                   Places places,
                   const IntegrityOptions& options,
                   Tally& tally);

// Columns that were taken for each other, all the way or over a stretch: open and close, volume and
// quote or taker volume, price and quantity of trades.  Any other exchange of open, high, low and
// close puts the body outside of the range, which check_candles finds.
void check_swaps(const Candles& candles, BarInterval interval, Tally& tally);
void check_swaps(const BarView& bars, Places places, BarInterval interval, Tally& tally);
void check_swaps(const TradeView& trades, Tally& tally);
// What no market shows in nearly every row, after all else was counted: which column was taken for
// which, nobody can say, and none of the rows is what it says.
void check_taken_columns(const BarView& bars, Tally& tally);

void check_funding(const FundingView& funding, const IntegrityOptions& options, Tally& tally);
void check_trades(const TradeView& trades, Tally& tally);

// The distance of two int64 always fits.
[[nodiscard]] constexpr std::uint64_t distance(std::int64_t a, std::int64_t b) {
    return a > b ? static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b)
                 : static_cast<std::uint64_t>(b) - static_cast<std::uint64_t>(a);
}

}  // namespace tradelab
