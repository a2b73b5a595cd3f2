#include "statistics/regime_grid.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace tradelab {
namespace {

std::vector<double> some_returns(unsigned seed, std::size_t count) {
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    std::vector<double> returns;
    for (std::size_t t = 0; t < count; ++t) {
        returns.push_back((1 + static_cast<double>(t / 40 % 3)) * 0.01 * normal(random));
    }
    return returns;
}

TEST(ExpandingQuantile, IsTheOneOfTheSortedValuesAtEveryLength) {
    for (const double share : {0.01, 1.0 / 3, 0.5, 2.0 / 3, 0.99}) {
        const auto values = some_returns(3, 300);
        ExpandingQuantile quantile(share);
        EXPECT_FALSE(quantile.value());
        std::vector<double> sorted;
        for (const double value : values) {
            quantile.add(value);
            sorted.push_back(value);
            std::ranges::sort(sorted);
            const auto n = static_cast<double>(sorted.size());
            const auto rank = static_cast<std::size_t>(std::max(std::ceil(share * n), 1.0));
            EXPECT_EQ(quantile.value(), sorted[rank - 1]) << share << " of " << n;
        }
    }
}

TEST(ExpandingQuantile, EqualValuesAreNoTrouble) {
    ExpandingQuantile quantile(0.5);
    for (const double value : {2.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0}) {
        quantile.add(value);
    }
    EXPECT_EQ(quantile.value(), 1.0);
}

// Which third of the values up to the last one it lies in, by sorting them.
Third third_of(std::vector<double> values) {
    const double last = values.back();
    std::ranges::sort(values);
    const auto n = static_cast<double>(values.size());
    const auto at = [&](double share) {
        return values[static_cast<std::size_t>(std::ceil(share * n)) - 1];
    };
    if (last <= at(1.0 / 3)) {
        return Third::lower;
    }
    return last <= at(2.0 / 3) ? Third::middle : Third::upper;
}

TEST(RegimeGrid, CellsAreThoseOfTheDefinition) {
    constexpr std::size_t window = 10;
    const auto returns = some_returns(1, 200);
    RegimeGrid grid(window);
    std::vector<double> volatilities;
    std::vector<double> trends;
    for (std::size_t t = 0; t < returns.size(); ++t) {
        const auto cell = grid.step(returns[t]);
        if (t + 1 < window) {
            EXPECT_FALSE(cell);
            continue;
        }
        double sum = 0;
        double squares = 0;
        for (std::size_t i = t + 1 - window; i <= t; ++i) {
            sum += returns[i];
            squares += returns[i] * returns[i];
        }
        volatilities.push_back(std::sqrt(squares / window));
        trends.push_back(sum / (volatilities.back() * std::sqrt(static_cast<double>(window))));
        if (t + 1 < 2 * window) {
            EXPECT_FALSE(cell);
            continue;
        }
        ASSERT_TRUE(cell);
        EXPECT_EQ(cell->volatility, third_of(volatilities)) << t;
        EXPECT_EQ(cell->trend, third_of(trends)) << t;
    }
}

TEST(RegimeGrid, CuttingOffTheFutureChangesNoLabel) {
    const auto returns = some_returns(2, 500);
    RegimeGrid grid(24);
    std::vector<std::optional<GridCell>> whole;
    for (const double each : returns) {
        whole.push_back(grid.step(each));
    }
    for (std::size_t cut = 1; cut <= returns.size(); cut += 7) {
        RegimeGrid part(24);
        std::optional<GridCell> last;
        for (std::size_t t = 0; t < cut; ++t) {
            last = part.step(returns[t]);
        }
        EXPECT_EQ(last, whole[cut - 1]) << "cut at " << cut;
    }
}

TEST(RegimeGrid, SaysNothingWhileNothingMoves) {
    RegimeGrid grid(5);
    for (int i = 0; i < 50; ++i) {
        EXPECT_FALSE(grid.step(0));
    }
    EXPECT_TRUE(grid.step(0.01));
}

}  // namespace
}  // namespace tradelab
