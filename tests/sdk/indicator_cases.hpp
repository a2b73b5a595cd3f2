#pragma once

#include <tradelab/indicators.hpp>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace tradelab {

struct TestBar {
    double high = 0;
    double low = 0;
    double close = 0;
};

inline constexpr std::uint64_t bars_seed = 7;

// A random walk on a coarse grid, so that equal highs, lows and closes are frequent.
inline std::vector<TestBar> random_bars(std::size_t count, double grid = 0.5) {
    std::mt19937_64 generator{bars_seed};
    std::uniform_int_distribution<int> step(-3, 3);
    std::uniform_int_distribution<int> reach(0, 3);
    std::vector<TestBar> bars;
    double close = 200;
    for (std::size_t i = 0; i < count; ++i) {
        const double open = close;
        close = std::fmax(10, close + step(generator) * grid);
        bars.push_back({std::fmax(open, close) + reach(generator) * grid,
                        std::fmin(open, close) - reach(generator) * grid,
                        close});
    }
    return bars;
}

template <class Indicator>
void feed(Indicator& indicator, const TestBar& bar) {
    if constexpr (requires { indicator.update(bar.high, bar.low, bar.close); }) {
        indicator.update(bar.high, bar.low, bar.close);
    } else if constexpr (requires { indicator.update(bar.high, bar.low); }) {
        indicator.update(bar.high, bar.low);
    } else {
        indicator.update(bar.close);
    }
}

// Everything the indicator says, the main value first.
template <class Indicator>
std::vector<double> outputs(const Indicator& indicator) {
    std::vector<double> all{indicator.value()};
    if constexpr (requires { indicator.upper(); }) {
        all.insert(all.end(), {indicator.upper(), indicator.middle(), indicator.lower()});
    }
    if constexpr (requires { indicator.histogram(); }) {
        all.insert(all.end(), {indicator.line(), indicator.signal(), indicator.histogram()});
    }
    if constexpr (requires { indicator.plus_di(); }) {
        all.insert(all.end(), {indicator.plus_di(), indicator.minus_di()});
    }
    return all;
}

// Calls `check(name, indicator)` with one of each, freshly made.
template <class Check>
void for_each_indicator(Check check) {
    check("Sma", Sma(7));
    check("Sma of one", Sma(1));
    check("Ema", Ema(7));
    check("Rsi", Rsi(7));
    check("Atr", Atr(7));
    check("Adx", Adx(7));
    check("Macd", Macd({.fast = 3, .slow = 7, .signal = 4}));
    check("Roc", Roc(7));
    check("Bollinger", Bollinger({.period = 7, .deviations = 2.0}));
    check("Donchian", Donchian(7));
    check("StandardDeviation", StandardDeviation(7));
    check("ZScore", ZScore(7));
    check("RollingMin", RollingMin(7));
    check("RollingMax", RollingMax(7));
    check("RealisedVolatility", RealisedVolatility({.period = 7, .bars_per_year = 365.0}));
}

}  // namespace tradelab
