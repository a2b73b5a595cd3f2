#include "sdk/indicator_cases.hpp"

#include <tradelab/indicators.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <random>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace tradelab {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::vector<double> random_closes(std::size_t count) {
    std::vector<double> closes;
    for (const TestBar& bar : random_bars(count)) {
        closes.push_back(bar.close);
    }
    return closes;
}

// The last `period` values at `at`.
std::span<const double> window(const std::vector<double>& values,
                               std::size_t at,
                               std::size_t period) {
    return std::span(values).subspan(at + 1 - period, period);
}

long double mean_of(std::span<const double> values) {
    long double sum = 0;
    for (const double x : values) {
        sum += static_cast<long double>(x);
    }
    return sum / static_cast<long double>(values.size());
}

// Two passes in long double: what the one-pass indicators are held against.
double deviation_of(std::span<const double> values) {
    const long double mean = mean_of(values);
    long double squares = 0;
    for (const double x : values) {
        const long double distance = static_cast<long double>(x) - mean;
        squares += distance * distance;
    }
    return static_cast<double>(std::sqrt(squares / static_cast<long double>(values.size())));
}

TEST(Indicators, RefuseAPeriodThatIsNone) {
    for (const std::int64_t period : {std::int64_t{0},
                                      std::int64_t{-1},
                                      std::int64_t{1'000'001},
                                      std::numeric_limits<std::int64_t>::min(),
                                      std::numeric_limits<std::int64_t>::max()}) {
        EXPECT_THROW(Sma{period}, std::invalid_argument) << period;
        EXPECT_THROW(Ema{period}, std::invalid_argument) << period;
        EXPECT_THROW(Rsi{period}, std::invalid_argument) << period;
        EXPECT_THROW(Atr{period}, std::invalid_argument) << period;
        EXPECT_THROW(Adx{period}, std::invalid_argument) << period;
        EXPECT_THROW(Roc{period}, std::invalid_argument) << period;
        EXPECT_THROW(Donchian{period}, std::invalid_argument) << period;
        EXPECT_THROW(StandardDeviation{period}, std::invalid_argument) << period;
        EXPECT_THROW(ZScore{period}, std::invalid_argument) << period;
        EXPECT_THROW(RollingMin{period}, std::invalid_argument) << period;
        EXPECT_THROW(RollingMax{period}, std::invalid_argument) << period;
        EXPECT_THROW(Bollinger({.period = period}), std::invalid_argument) << period;
        EXPECT_THROW(RealisedVolatility({.period = period}), std::invalid_argument) << period;
        EXPECT_THROW(Macd({.fast = period}), std::invalid_argument) << period;
        EXPECT_THROW(Macd({.slow = period}), std::invalid_argument) << period;
        EXPECT_THROW(Macd({.signal = period}), std::invalid_argument) << period;
    }
}

TEST(Indicators, RefuseFactorsAndOrdersThatMakeNoSense) {
    EXPECT_THROW(Macd({.fast = 26, .slow = 26}), std::invalid_argument);
    EXPECT_THROW(Macd({.fast = 27, .slow = 26}), std::invalid_argument);
    for (const double factor : {0.0, -1.0, nan, infinity}) {
        EXPECT_THROW(Bollinger({.deviations = factor}), std::invalid_argument) << factor;
        EXPECT_THROW(RealisedVolatility({.bars_per_year = factor}), std::invalid_argument)
            << factor;
    }
}

TEST(Indicators, SayWhatIsWrongWithAPeriod) {
    try {
        Sma average(0);
        FAIL() << "accepted";
    } catch (const std::invalid_argument& refusal) {
        EXPECT_EQ(std::string(refusal.what()),
                  "sma period = 0: must be between 1 and 1000000 bars");
    }
}

TEST(Indicators, AreReadyAfterExactlyTheirWarmUpAndNanBefore) {
    const auto bars = random_bars(100);

    for_each_indicator([&](const char* name, auto indicator) {
        for (std::size_t i = 0; i < bars.size(); ++i) {
            feed(indicator, bars[i]);

            ASSERT_EQ(indicator.ready(), i + 1 >= indicator.warmup()) << name << " at " << i;
            ASSERT_EQ(std::isnan(indicator.value()), !indicator.ready()) << name << " at " << i;
        }
    });
}

TEST(Indicators, FollowAFlatSeriesWithoutRoundingNoise) {
    for_each_indicator([&](const char* name, auto indicator) {
        for (int i = 0; i < 100; ++i) {
            feed(indicator, {0.1, 0.1, 0.1});
        }

        const std::string which = name;
        const bool of_price = which.starts_with("Sma") || which == "Ema" || which == "Bollinger" ||
                              which == "Donchian" || which.starts_with("Rolling");
        EXPECT_EQ(indicator.value(), which == "Rsi" ? 50.0 : of_price ? 0.1 : 0.0) << name;
    });
}

TEST(Indicators, AveragesOfDifferentPeriodsMeetExactlyOnAFlatSeries) {
    Sma fast(10);
    Sma slow(30);
    for (int i = 0; i < 500; ++i) {
        const double x = i < 400 ? 0.3 + 0.1 * (i % 17) : 0.1;
        fast.update(x);
        slow.update(x);
        if (i >= 430) {
            ASSERT_EQ(fast.value(), slow.value()) << "a cross where nothing moved, bar " << i;
        }
    }
}

TEST(Sma, HasNotDriftedAfterTenMillionBars) {
    constexpr std::size_t period = 30;
    Sma average(period);
    std::vector<double> last(period);
    std::mt19937_64 generator{bars_seed};
    std::uniform_real_distribution<double> noise(-1, 1);
    double worst = 0;

    for (std::size_t i = 0; i < 10'000'000; ++i) {
        // Now and then a value a billion times the others, which ruins a sum that is corrected.
        const double x = i % 1000 == 0 ? 1e12 : 1000 + noise(generator);
        average.update(x);
        last[i % period] = x;
        if (i % 977 == 976) {
            const double fresh = static_cast<double>(mean_of(last));
            worst = std::max(worst, std::fabs(average.value() - fresh) / fresh);
        }
    }

    std::printf("sma: relative error %.3g after ten million bars\n", worst);
    EXPECT_LE(worst, period * 0x1p-53);
}

TEST(StandardDeviation, IsExactOnASeriesWithALargeOffset) {
    constexpr std::size_t period = 20;
    // A power of two as the offset leaves the small part exact, so the answer must not change.
    for (const double offset : {0.0, 0x1p20, 0x1p40, -0x1p40}) {
        StandardDeviation deviation(period);
        const auto closes = random_closes(2000);
        for (std::size_t i = 0; i < closes.size(); ++i) {
            deviation.update(closes[i] + offset);
            if (deviation.ready()) {
                const double expected = deviation_of(window(closes, i, period));
                ASSERT_NEAR(deviation.value(), expected, 1e-12 * (1 + expected))
                    << offset << " at " << i;
            }
        }
    }
}

TEST(StandardDeviation, OfEqualValuesIsExactlyZeroWhateverCameBefore) {
    StandardDeviation deviation(5);
    ZScore score(5);
    for (const double x : {1e9, 3.0, 1e-9, 7.7, 0.3, 0.1, 0.1, 0.1, 0.1, 0.1}) {
        deviation.update(x);
        score.update(x);
    }

    EXPECT_EQ(deviation.value(), 0.0);
    EXPECT_EQ(score.value(), 0.0);
}

TEST(ZScore, AgreesWithTwoPassesOverTheWindow) {
    const auto closes = random_closes(2000);
    for (const std::size_t period : {1U, 2U, 5U, 64U}) {
        ZScore score(static_cast<std::int64_t>(period));
        for (std::size_t i = 0; i < closes.size(); ++i) {
            score.update(closes[i]);
            if (score.ready()) {
                const auto values = window(closes, i, period);
                const double deviation = deviation_of(values);
                const double expected =
                    deviation == 0 ? 0.0
                                   : static_cast<double>(static_cast<long double>(closes[i]) -
                                                         mean_of(values)) /
                                         deviation;
                ASSERT_NEAR(score.value(), expected, 1e-11) << period << " at " << i;
            }
        }
    }
}

TEST(RollingMinAndMax, AgreeWithTheWindowOnASeriesWithTies) {
    const auto closes = random_closes(3000);
    for (const std::size_t period : {1U, 2U, 3U, 10U, 128U}) {
        RollingMin least(static_cast<std::int64_t>(period));
        RollingMax greatest(static_cast<std::int64_t>(period));
        for (std::size_t i = 0; i < closes.size(); ++i) {
            least.update(closes[i]);
            greatest.update(closes[i]);
            if (least.ready()) {
                const auto values = window(closes, i, period);
                ASSERT_EQ(least.value(), *std::min_element(values.begin(), values.end()))
                    << period << " at " << i;
                ASSERT_EQ(greatest.value(), *std::max_element(values.begin(), values.end()))
                    << period << " at " << i;
            }
        }
    }
}

TEST(Donchian, LeavesTheCurrentBarOut) {
    constexpr std::size_t period = 10;
    const auto bars = random_bars(3000);
    Donchian channel(period);

    for (std::size_t i = 0; i < bars.size(); ++i) {
        channel.update(bars[i].high, bars[i].low);
        if (i < period) {
            ASSERT_FALSE(channel.ready());
            continue;
        }
        double highest = -infinity;
        double lowest = infinity;
        for (std::size_t k = i - period; k < i; ++k) {
            highest = std::max(highest, bars[k].high);
            lowest = std::min(lowest, bars[k].low);
        }
        ASSERT_EQ(channel.upper(), highest) << i;
        ASSERT_EQ(channel.lower(), lowest) << i;
        ASSERT_EQ(channel.middle(), (highest + lowest) / 2) << i;
    }
}

TEST(RealisedVolatility, AgreesWithTheReturnsOfTheWindow) {
    constexpr std::size_t period = 24;
    const auto closes = random_closes(2000);
    RealisedVolatility volatility({.period = period, .bars_per_year = 8760.0});

    for (std::size_t i = 0; i < closes.size(); ++i) {
        volatility.update(closes[i]);
        if (i < period) {
            ASSERT_FALSE(volatility.ready());
            continue;
        }
        long double squares = 0;
        for (std::size_t k = i + 1 - period; k <= i; ++k) {
            const long double change = std::log(static_cast<long double>(closes[k]) /
                                                static_cast<long double>(closes[k - 1]));
            squares += change * change;
        }
        const double expected = static_cast<double>(std::sqrt(squares / period * 8760.0L));
        ASSERT_NEAR(volatility.value(), expected, 1e-12 * (1 + expected)) << i;
    }
}

// Closes wait until the value is asked for: that must not show.
TEST(RealisedVolatility, SaysTheSameHoweverRarelyItIsAsked) {
    const auto closes = random_closes(3000);
    for (const std::size_t rarely : {2U, 23U, 24U, 25U, 26U, 71U, 500U}) {
        RealisedVolatility often({.period = 24});
        RealisedVolatility seldom({.period = 24});
        for (std::size_t i = 0; i < closes.size(); ++i) {
            often.update(closes[i]);
            seldom.update(closes[i]);
            ASSERT_EQ(seldom.ready(), often.ready());
            const double value = often.value();
            if (often.ready() && i % rarely == 0) {
                ASSERT_EQ(seldom.value(), value) << rarely << " at " << i;
            }
        }
    }
}

TEST(Indicators, ForgetANonFiniteValueOnceItHasLeftTheWindow) {
    const auto bars = random_bars(60);
    for (const double poison : {nan, infinity, -infinity}) {
        for_each_indicator([&](const char* name, auto fresh) {
            auto poisoned = fresh;
            for (std::size_t i = 0; i < bars.size(); ++i) {
                feed(poisoned, i == 20 ? TestBar{poison, poison, poison} : bars[i]);
                feed(fresh, bars[i]);
            }

            const std::string which = name;
            const bool recursive = which == "Ema" || which == "Rsi" || which == "Atr" ||
                                   which == "Adx" || which == "Macd";
            if (recursive) {
                EXPECT_FALSE(std::isfinite(poisoned.value())) << name << ' ' << poison;
                poisoned.reset();
                fresh.reset();
                for (const TestBar& bar : bars) {
                    feed(poisoned, bar);
                    feed(fresh, bar);
                }
            }
            EXPECT_EQ(poisoned.value(), fresh.value()) << name << ' ' << poison;
        });
    }
}

TEST(Indicators, ShowANanWhileItIsInTheWindow) {
    const auto bars = random_bars(20);
    for_each_indicator([&](const char* name, auto indicator) {
        for (const TestBar& bar : bars) {
            feed(indicator, bar);
        }
        feed(indicator, {nan, nan, nan});
        if (std::string(name) == "Donchian") {
            feed(indicator, bars[0]);  // the current bar is left out
        }

        EXPECT_TRUE(std::isnan(indicator.value())) << name;
        EXPECT_TRUE(indicator.ready()) << name;
    });
}

TEST(Adx, KeepsItsValueWhereTheDirectionIsNotDefined) {
    Adx index(3);
    for (int i = 0; i < 10; ++i) {
        index.update(101.0 + i, 99.0 + i, 100.0 + i);
    }
    EXPECT_NEAR(index.value(), 100.0, 1e-12);  // nothing but rises

    Adx flat(3);
    for (int i = 0; i < 10; ++i) {
        flat.update(100, 100, 100);
    }
    EXPECT_EQ(flat.value(), 0.0);
    EXPECT_EQ(flat.plus_di(), 0.0);
    EXPECT_EQ(flat.minus_di(), 0.0);
}

TEST(Rsi, ReachesItsEnds) {
    Rsi rising(5);
    Rsi falling(5);
    for (int i = 0; i < 20; ++i) {
        rising.update(100.0 + i);
        falling.update(100.0 - i);
    }

    EXPECT_EQ(rising.value(), 100.0);
    EXPECT_EQ(falling.value(), 0.0);
}

}  // namespace
}  // namespace tradelab
