#include "gate/finalists_test.hpp"

#include "gate/evidence.hpp"
#include "statistics/superior_ability.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tradelab {
namespace {

using gate_test::Days;
using gate_test::Shape;

FinalistsTestRules rules() {
    return {.mean_block = 5,
            .explore_weight = 0.5,
            .explore_days = 550,
            .draws = 4000,
            .seed = 7,
            .level = 1};
}

struct Field {
    std::vector<std::vector<double>> series;
    std::vector<double> explore_z;

    [[nodiscard]] std::vector<Contender> contenders() const {
        std::vector<Contender> all;
        for (std::size_t i = 0; i < series.size(); ++i) {
            all.push_back({.excess = series[i], .explore_z = explore_z[i]});
        }
        return all;
    }
};

Field field(std::uint64_t seed, std::size_t count, double sharpe, Shape shape = Shape::student) {
    Field made;
    Days days(seed);
    for (std::size_t i = 0; i < count; ++i) {
        made.series.push_back(days.series(shape, 500, i == 0 ? sharpe : 0));
        made.explore_z.push_back(days.normal());
    }
    return made;
}

TEST(FinalistsTest, TheOrderOfTheFinalistsChangesNothing) {
    const Field straight = field(11, 6, 2);
    Field turned = straight;
    std::ranges::rotate(turned.series, turned.series.begin() + 2);
    std::ranges::rotate(turned.explore_z, turned.explore_z.begin() + 2);

    const auto one = test_finalists(straight.contenders(), rules()).value();
    const auto other = test_finalists(turned.contenders(), rules()).value();

    EXPECT_EQ(one.p, other.p);
    EXPECT_EQ(one.corrected_z, other.corrected_z);
    EXPECT_EQ(straight.series[one.best], turned.series[other.best]);
}

TEST(FinalistsTest, OneThatStandsThereTwiceChangesNothing) {
    for (std::uint64_t seed = 20; seed < 40; ++seed) {
        const Field once = field(seed, 5, 1);
        for (std::size_t twin = 0; twin < 5; ++twin) {
            Field twice = once;
            twice.series.push_back(once.series[twin]);
            twice.explore_z.push_back(once.explore_z[twin]);

            EXPECT_EQ(test_finalists(twice.contenders(), rules())->p,
                      test_finalists(once.contenders(), rules())->p)
                << "seed " << seed << ", twin " << twin;
        }
    }
}

TEST(FinalistsTest, OneMoreWithoutAnEdgeNeverMakesTheBestSurer) {
    for (std::uint64_t seed = 50; seed < 70; ++seed) {
        Field more = field(seed, 6, 3);
        Field fewer = more;
        fewer.series.pop_back();
        fewer.explore_z.pop_back();

        const auto before = test_finalists(fewer.contenders(), rules()).value();
        const auto after = test_finalists(more.contenders(), rules()).value();

        if (before.best == after.best) {
            // Drawn with the same numbers up to the newcomer's place: a draw or two may differ.
            EXPECT_GE(after.p, before.p - 0.01) << "seed " << seed;
        }
    }
}

// Seeds 100 to 1099.  The bound of Kolmogorov and Smirnov at 1 % for 1,000 values is 0.0515.
TEST(FinalistsTest, PIsUniformWithoutAnEdge) {
    std::vector<double> p;
    for (std::uint64_t seed = 100; seed < 1100; ++seed) {
        auto few = rules();
        few.draws = 1000;
        p.push_back(test_finalists(field(seed, 5, 0, Shape::normal).contenders(), few)->p);
    }
    std::ranges::sort(p);
    double distance = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
        const double share = static_cast<double>(i) / 1000;
        distance = std::max({distance, p[i] - share, share + 0.001 - p[i]});
    }

    EXPECT_LE(distance, 0.0515);
}

TEST(FinalistsTest, AgreesWithHansenWhereAllFinalistsAreAlikeBefore) {
    for (const double sharpe : {0.0, 1.0, 2.0}) {
        const Field made = field(3, 8, sharpe, Shape::normal);
        auto alike = rules();
        alike.explore_weight = 0;
        const std::vector<std::span<const double>> series(made.series.begin(), made.series.end());

        const auto ours = test_finalists(made.contenders(), alike).value();
        const auto spa =
            hansen_spa(series,
                       Resamples::stationary({.bars = 500, .mean_block = 5, .seed = 1}, 4000))
                .value();

        EXPECT_EQ(ours.best, spa.best);
        EXPECT_NEAR(ours.p, spa.upper.value(), 0.03) << "Sharpe " << sharpe;
    }
}

TEST(FinalistsTest, WhatExploreSaidHelpsWhoItWasSaidOf) {
    Field made = field(5, 5, 2);
    made.explore_z = {2.5, 0, 0, 0, 0};
    auto without = rules();
    without.explore_weight = 0;

    const auto informed = test_finalists(made.contenders(), rules()).value();
    const auto alike = test_finalists(made.contenders(), without).value();

    EXPECT_EQ(informed.best, 0U);
    EXPECT_LT(informed.p, alike.p);
    EXPECT_GE(informed.p, 1 - math::normal_cdf(informed.z) - 0.01);
}

TEST(FinalistsTest, WhoHasNoScoreIsLeftOut) {
    Field made = field(6, 4, 2);
    made.series[2].assign(500, 0.0);
    made.series[3][0] = std::numeric_limits<double>::quiet_NaN();
    made.explore_z[1] = std::numeric_limits<double>::infinity();

    EXPECT_EQ(test_finalists(made.contenders(), rules())->used, 1U);
    made.series[0].assign(500, 0.01);
    EXPECT_FALSE(test_finalists(made.contenders(), rules()));
    EXPECT_FALSE(test_finalists({}, rules()));
}

}  // namespace
}  // namespace tradelab
