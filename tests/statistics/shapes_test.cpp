#include "os/random.hpp"
#include "statistics/histogram.hpp"
#include "statistics/median.hpp"
#include "statistics/ratios.hpp"
#include "statistics/rolling.hpp"
#include "statistics/thinning.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace tradelab {
namespace {

std::vector<double> walk(std::uint64_t seed, std::size_t count) {
    SeededRandom random(seed);
    std::vector<double> values;
    double value = 0;
    for (std::size_t at = 0; at < count; ++at) {
        value += static_cast<double>(random.between(-1000, 1000)) * 1e-3;
        values.push_back(value);
    }
    return values;
}

TEST(Median, IsAValueThatWasSeenAndOfAnEvenNumberTheHigherOfTwo) {
    EXPECT_EQ(median_of({}), std::nullopt);
    EXPECT_EQ(median_of({-2.5}), -2.5);
    EXPECT_EQ(median_of({3, 1, 2}), 2.0);
    EXPECT_EQ(median_of({4, 1, 3, 2}), 3.0);
    EXPECT_EQ(median_of({0.1, 0.1, 9}), 0.1);
    auto values = walk(23, 10'000);
    const auto median = median_of(values);
    std::ranges::sort(values);
    EXPECT_EQ(median, values[5'000]) << "seed 23";
}

TEST(Thinned, KeepsTheEndsAndTheExtremes) {
    auto values = walk(5, 10'000);
    values[7'321] = -1e6;
    values[1'234] = 1e6;

    const auto kept = thinned(values, 400);

    EXPECT_LE(kept.size(), 400U);
    EXPECT_EQ(kept.front(), 0U);
    EXPECT_EQ(kept.back(), 9'999U);
    EXPECT_TRUE(std::ranges::binary_search(kept, 7'321U));
    EXPECT_TRUE(std::ranges::binary_search(kept, 1'234U));
}

TEST(Thinned, IsAscendingWithoutRepetitionAtEverySize) {
    for (std::size_t size = 0; size < 60; ++size) {
        const auto values = walk(size, size);
        for (const std::size_t points : {4U, 5U, 7U, 20U}) {
            const auto kept = thinned(values, points);

            EXPECT_LE(kept.size(), std::max(points, std::min(size, points)));
            EXPECT_TRUE(std::ranges::adjacent_find(kept, std::greater_equal<>{}) == kept.end())
                << size << " " << points;
        }
    }
}

TEST(Thinned, OfAShortSeriesIsTheSeries) {
    const std::array values = {3.0, 1.0, 2.0};

    EXPECT_EQ(thinned(values, 4), (std::vector<std::size_t>{0, 1, 2}));
    EXPECT_TRUE(thinned({}, 4).empty());
}

TEST(Histogram, CountsEveryValueOnce) {
    const std::array values = {-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 7.0, 8.0};

    const auto histogram = histogram_of(values, {.low = -1, .high = 1, .bins = 4});

    EXPECT_EQ(histogram.below, 1U);
    EXPECT_EQ(histogram.above, 2U);
    EXPECT_EQ(histogram.counts, (std::vector<std::uint64_t>{1, 1, 1, 2}))
        << "the last bin has its upper edge";
}

TEST(RollingSharpe, IsTheSharpeOfEachWindow) {
    const auto returns = walk(9, 100);

    const auto points = rolling_sharpe(returns, {.window = 30, .step = 7, .bars_per_year = 365});

    ASSERT_EQ(points.size(), 11U);
    for (const auto& point : points) {
        const auto window = std::span(returns).subspan(point.last - 29, 30);
        EXPECT_EQ(point.value, annualised(sharpe(window), 365));
    }
    EXPECT_EQ(points.front().last, 29U);
    EXPECT_TRUE(rolling_sharpe(returns, {.window = 101, .bars_per_year = 365}).empty());
}

}  // namespace
}  // namespace tradelab
