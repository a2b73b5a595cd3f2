#pragma once

// Streaming indicators: O(1) amortised a bar, no allocation after construction, no libm (only sqrt,
// which is exact, and tradelab/math.hpp), so that the values are the same bits everywhere.
//
// What all of them have in common:
//   constructor       takes the period or an Options; throws std::invalid_argument for nonsense
//                     (the plugin wrapper turns that into a refusal)
//   update(...)       one value, or high and low, or high, low and close, once per closed bar
//   ready()           whether there is a value; warmup() is the number of bars it takes
//   value()           the (main) value; NaN before ready()
//   reset()           forgets the bars, keeps the period: for a gap in the data
//   state(archive)    calls archive(field...) on all that changes, for saving and for loading
// They are values: a copy goes on by itself.  Warm-up and seeds follow TA-Lib (default
// compatibility, no unstable period).
//
// An archive accepts double&, std::uint64_t&, bool&, std::span<double>& (of a length fixed by the
// period: loading never allocates) and any object with state(archive).  The periods are not in the
// state: load into an indicator made with the same ones.  Whatever bytes are loaded, the indexes
// are put back into range: the values may be nonsense, the memory accesses never are.
//
// NaN and infinite inputs are the caller's to keep out.  Given one all the same, a windowed
// indicator (Sma, Roc, Bollinger, Donchian, StandardDeviation, ZScore, RollingMin, RollingMax,
// RealisedVolatility) is off until it has left the window: NaN from a NaN; from an infinity NaN,
// infinite, or an extreme like any other.  A recursive one (Ema, Rsi, Atr, Adx, Macd) is off until
// reset().  Finite values beyond 1e150 may overflow to the same effect.

#include <tradelab/indicator/average.hpp>
#include <tradelab/indicator/channel.hpp>
#include <tradelab/indicator/dispersion.hpp>
#include <tradelab/indicator/oscillator.hpp>
#include <tradelab/indicator/range.hpp>
