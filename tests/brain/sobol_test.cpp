#include "brain/sobol.hpp"

#include "brain/draws.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

namespace tradelab::brain {
namespace {

// Warnock's formula of the squared L2 star discrepancy.
double discrepancy(const std::vector<std::vector<double>>& points) {
    const auto n = static_cast<double>(points.size());
    const std::size_t d = points.front().size();
    double single = 0;
    double pairs = 0;
    for (const auto& left : points) {
        double product = 1;
        for (const double x : left) {
            product *= (1 - x * x) / 2;
        }
        single += product;
        for (const auto& right : points) {
            double both = 1;
            for (std::size_t i = 0; i < d; ++i) {
                both *= 1 - std::max(left[i], right[i]);
            }
            pairs += both;
        }
    }
    double third = 1;
    for (std::size_t i = 0; i < d; ++i) {
        third /= 3;
    }
    return third - 2 * single / n + pairs / (n * n);
}

std::vector<std::vector<double>> front(const Sobol& sequence, std::uint32_t count) {
    std::vector<std::vector<double>> points;
    for (std::uint32_t place = 0; place < count; ++place) {
        points.push_back(sequence.point(place));
    }
    return points;
}

TEST(Sobol, PolynomialsArePrimitiveInTheNumbersThatAreKnown) {
    // Euler's phi(2^degree - 1) / degree of each degree: 1, 1, 2, 2, 6, 6, 18, 16, 48.
    const std::vector<std::uint32_t> expected = {1, 1, 2, 2, 6, 6, 18, 16, 48};
    for (std::size_t degree = 1; degree <= expected.size(); ++degree) {
        std::uint32_t found = 0;
        for (std::uint32_t p = 1U << degree; p < 2U << degree; ++p) {
            found += is_primitive(p) ? 1U : 0U;
        }
        EXPECT_EQ(found, expected[degree - 1]) << degree;
    }
    EXPECT_TRUE(is_primitive(0b1011));
    EXPECT_FALSE(is_primitive(0b11111));  // irreducible, of order 5
}

TEST(Sobol, EveryCoordinateOfAPowerOfTwoFillsEachOfItsPartsOnce) {
    const Sobol sequence(Sobol::dimensions_max, 7);
    const auto points = front(sequence, 256);

    for (std::size_t d = 0; d < Sobol::dimensions_max; ++d) {
        std::set<int> parts;
        for (const auto& point : points) {
            ASSERT_GT(point[d], 0);
            ASSERT_LT(point[d], 1);
            parts.insert(static_cast<int>(point[d] * 256));
        }
        EXPECT_EQ(parts.size(), 256U) << "dimension " << d;
    }
}

TEST(Sobol, NoTwoOfTheListedDimensionsFallTogether) {
    const auto points = front(Sobol(21, 3), 512);
    for (std::size_t a = 0; a < 21; ++a) {
        for (std::size_t b = a + 1; b < 21; ++b) {
            std::set<int> cells;
            for (const auto& point : points) {
                cells.insert(static_cast<int>(point[a] * 16) * 16 +
                             static_cast<int>(point[b] * 16));
            }
            // 512 random points leave 13 % of 256 cells empty.
            EXPECT_GE(cells.size(), 128U) << a << " " << b;
        }
    }
}

TEST(Sobol, LeavesLessThanAThirdOfTheDiscrepancyOfRandomPoints) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        Draws draws(seed, "random", {});
        std::vector<std::vector<double>> random(256, std::vector<double>(4));
        for (auto& point : random) {
            for (double& x : point) {
                x = draws.uniform();
            }
        }
        const double even = discrepancy(front(Sobol(4, seed), 256));
        EXPECT_GT(even, 0);
        EXPECT_LT(even, discrepancy(random) / 3) << "seed " << seed;
    }
}

TEST(Sobol, TheSeedChoosesThePoints) {
    EXPECT_EQ(Sobol(3, 1).point(17), Sobol(3, 1).point(17));
    EXPECT_NE(Sobol(3, 1).point(17), Sobol(3, 2).point(17));
}

}  // namespace
}  // namespace tradelab::brain
