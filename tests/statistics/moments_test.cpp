#include "statistics/moments.hpp"

#include "os/random.hpp"
#include "statistics/drawdown.hpp"
#include "statistics/ratios.hpp"
#include "statistics/returns.hpp"
#include "statistics/sum.hpp"
#include "statistics/tail.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

namespace tradelab {
namespace {

std::vector<double> noise(std::uint64_t seed, std::size_t count) {
    SeededRandom random(seed);
    std::vector<double> values;
    for (std::size_t at = 0; at < count; ++at) {
        values.push_back(static_cast<double>(random.between(-1'000'000, 1'000'000)) * 1e-8);
    }
    return values;
}

// As Neumaier wrote it, with a comparison.
double neumaier(std::span<const double> values) {
    double sum = 0;
    double lost = 0;
    for (const double value : values) {
        const double next = sum + value;
        lost += std::abs(sum) >= std::abs(value) ? (sum - next) + value : (value - next) + sum;
        sum = next;
    }
    return sum + lost;
}

TEST(CompensatedSum, IsThatOfItsPaperBitForBit) {
    auto values = noise(19, 20'000);
    for (std::size_t at = 0; at < values.size(); ++at) {
        values[at] *= std::ldexp(1.0, static_cast<int>(at % 90) - 45);
    }

    EXPECT_EQ(sum_of(values), neumaier(values));
}

TEST(CompensatedSum, KeepsWhatRoundingLoses) {
    const std::array values = {1.0, 1e100, 1.0, -1e100};

    EXPECT_EQ(sum_of(values), 2.0);
}

TEST(Moments, AgreeWithTheirDefinitionsInLongDoubles) {
    const auto values = noise(7, 5'000);
    const auto n = static_cast<long double>(values.size());
    long double mean = 0;
    for (const double value : values) {
        mean += static_cast<long double>(value) / n;
    }
    long double m2 = 0;
    long double m3 = 0;
    long double m4 = 0;
    for (const double value : values) {
        const long double off = static_cast<long double>(value) - mean;
        m2 += off * off / n;
        m3 += off * off * off / n;
        m4 += off * off * off * off / n;
    }

    EXPECT_NEAR(*mean_of(values), static_cast<double>(mean), 1e-17);
    EXPECT_NEAR(*deviation_of(values), static_cast<double>(std::sqrt(m2 * n / (n - 1))), 1e-15);
    EXPECT_NEAR(*skewness_of(values), static_cast<double>(m3 / (m2 * std::sqrt(m2))), 1e-12);
    EXPECT_NEAR(*raw_kurtosis_of(values), static_cast<double>(m4 / (m2 * m2)), 1e-12);
}

TEST(Moments, KurtosisIsRaw) {
    const std::array two_points = {-1.0, 1.0, -1.0, 1.0};

    EXPECT_EQ(raw_kurtosis_of(two_points), 1.0);
    EXPECT_EQ(skewness_of(two_points), 0.0);
}

TEST(Moments, UndefinedIsAValue) {
    const std::array one = {0.5};
    const std::array equal = {0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.01};

    EXPECT_EQ(mean_of({}), std::nullopt);
    EXPECT_EQ(deviation_of(one), std::nullopt);
    EXPECT_EQ(skewness_of(equal), std::nullopt);
    EXPECT_EQ(raw_kurtosis_of(equal), std::nullopt);
    EXPECT_EQ(sharpe(equal), std::nullopt);
    EXPECT_EQ(sharpe(one), std::nullopt);
    EXPECT_EQ(sortino(equal, 0), std::nullopt);
    EXPECT_EQ(omega(equal, 0), std::nullopt);
    EXPECT_EQ(quantile({}, 0.5), std::nullopt);
    EXPECT_EQ(value_at_risk({}, 0.95), std::nullopt);
    EXPECT_EQ(expected_shortfall({}, 0.95), std::nullopt);
    EXPECT_EQ(calmar(0.5, 0), std::nullopt);
    EXPECT_EQ(calmar(std::nullopt, 0.5), std::nullopt);
    EXPECT_EQ(annual_growth(0, 1), std::nullopt);
    EXPECT_EQ(annual_growth(2, 0), std::nullopt);
    EXPECT_EQ(annual_growth(2, 1e-9), std::nullopt) << "has no double";
    EXPECT_EQ(quotient(1e308, 1e-308), std::nullopt);
}

TEST(Tail, AgreesWithSortingAndCounting) {
    const auto values = noise(11, 1'001);
    auto sorted = values;
    std::ranges::sort(sorted);

    // 5 % of 1000 steps lands on the 51st value exactly.
    EXPECT_EQ(value_at_risk(values, 0.95), sorted[50]);
    double sum = 0;
    for (std::size_t at = 0; at <= 50; ++at) {
        sum += sorted[at];
    }
    EXPECT_NEAR(*expected_shortfall(values, 0.95), sum / 51, 1e-16);
    EXPECT_EQ(quantile(values, 0), sorted.front());
    EXPECT_EQ(quantile(values, 1), sorted.back());
}

// Of a long series only a few values are put in order: those below a guess.  Noise, noise of which
// half is 0 as an account out of the market has it, a slope, and one value too few below the guess.
TEST(Tail, OfALongSeriesIsThatOfItsSortedValues) {
    constexpr std::size_t count = 60'000;
    const auto random = noise(13, count);
    std::vector<double> half = random;
    std::vector<double> slope(count);
    std::vector<double> sampled(count, 1.0);
    for (std::size_t at = 0; at < count; ++at) {
        half[at] = at / 700 % 2 == 0 ? 0.0 : half[at];
        slope[at] = static_cast<double>(count - at);
    }
    for (std::size_t at = 0; at < count; at += 1'009) {
        sampled[at] = -1.0;  // what the guess looks at is nothing like the rest
    }
    for (const auto& values : {random, half, slope, sampled}) {
        auto sorted = values;
        std::ranges::sort(sorted);
        for (const double probability : {0.0, 1e-5, 0.01, 0.05, 0.0501, 0.3, 0.5, 0.99, 1.0}) {
            const double place = probability * static_cast<double>(count - 1);
            const auto below = static_cast<std::size_t>(std::floor(place));
            const double least = sorted[below];
            const double next = sorted[std::min(below + 1, count - 1)];
            EXPECT_EQ(quantile(values, probability),
                      least + (place - static_cast<double>(below)) * (next - least))
                << probability;
        }
    }
}

TEST(Drawdown, ItsIndexNeedsNoList) {
    SeededRandom random(17);
    std::vector<std::int64_t> equity;
    for (int at = 0; at < 5'000; ++at) {
        equity.push_back(random.between(-1'000, 1'000'000'000'000));
    }

    EXPECT_EQ(ulcer_index(Cash(500'000'000'000), equity),
              ulcer_index(drawdowns(Cash(500'000'000'000), equity)));
    EXPECT_EQ(ulcer_index(Cash(1), std::vector<std::int64_t>{}), std::nullopt);
}

TEST(Returns, AreExactWhereADifferenceLeaves64Bits) {
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

    EXPECT_EQ(simple_return(1'000, least), -0x1p63 / 1'000);
    EXPECT_EQ(simple_return(0, 1), std::nullopt);
    EXPECT_EQ(simple_return(4, 5), 0.25);
}

TEST(Returns, AreOfEachBarAndEndWithRuin) {
    const std::vector<std::int64_t> equity = {110, 99, -1, 50};

    const auto returns = returns_of(Cash(100), equity);

    ASSERT_EQ(returns.size(), 3U);
    EXPECT_DOUBLE_EQ(returns[0], 0.1);
    EXPECT_DOUBLE_EQ(returns[1], -0.1);
    EXPECT_DOUBLE_EQ(returns[2], -100.0 / 99);
}

TEST(Returns, DoNotOverflowAtTheEndsOfTheirRange) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

    EXPECT_DOUBLE_EQ(*simple_return(most, std::numeric_limits<std::int64_t>::min()), -2.0);
    EXPECT_EQ(simple_return(0, 5), std::nullopt);
}

TEST(Returns, AYearOfHoursHas8760) {
    EXPECT_EQ(bars_per_year(std::chrono::hours(1)), 8760);
    EXPECT_EQ(bars_per_year(std::chrono::hours(24)), 365);
}

}  // namespace
}  // namespace tradelab
