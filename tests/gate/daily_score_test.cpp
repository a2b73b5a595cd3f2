#include "gate/daily_score.hpp"

#include "gate/evidence.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tradelab {
namespace {

using gate_test::Days;
using gate_test::Shape;

constexpr double block = 5;

TEST(DailyScore, DoesNotDependOnTheUnit) {
    const auto days = Days(1).series(Shape::student, 400, 1.5);
    auto bigger = days;
    for (double& value : bigger) {
        value *= 1024;
    }

    EXPECT_DOUBLE_EQ(daily_score(days, block)->z, daily_score(bigger, block)->z);
    EXPECT_DOUBLE_EQ(daily_score(days, block)->sharpe, daily_score(bigger, block)->sharpe);
}

TEST(DailyScore, GrowsWithEveryReturnThatIsAddedToAll) {
    auto days = Days(2).series(Shape::student, 400, -1);
    double before = daily_score(days, block)->z;
    for (int i = 0; i < 10; ++i) {
        for (double& value : days) {
            value += 0.0003;
        }
        const double z = daily_score(days, block)->z;
        EXPECT_GT(z, before);
        before = z;
    }
}

TEST(DailyScore, IsUndefinedWhereNothingCanBeSaid) {
    auto days = Days(3).series(Shape::student, 400, 1);
    for (const double bad : {std::numeric_limits<double>::quiet_NaN(),
                             std::numeric_limits<double>::infinity(),
                             -std::numeric_limits<double>::infinity()}) {
        auto broken = days;
        broken[200] = bad;
        EXPECT_FALSE(daily_score(broken, block));
    }
    EXPECT_FALSE(daily_score(std::vector<double>(400, 0.0), block));
    EXPECT_FALSE(daily_score(std::vector<double>(400, 0.01), block));
    days.resize(19);
    EXPECT_FALSE(daily_score(days, block));
    EXPECT_FALSE(daily_score({}, block));
}

// The share of series without an edge that score above a normal's 1 - level quantile.
double size_of(Shape shape, std::size_t days, double level, int series) {
    const double critical = math::normal_quantile(1 - level);
    int above = 0;
    for (int i = 0; i < series; ++i) {
        Days draws(1000 + static_cast<std::uint64_t>(i));
        above += daily_score(draws.series(shape, days, 0), block)->z > critical ? 1 : 0;
    }
    return above / static_cast<double>(series);
}

// Seeds 1000 to 4999.  At 1 % and 4,000 series three standard errors are half a percent.
TEST(DailyScore, KeepsItsLevelWhereDaysHangTogetherAndTailsAreFat) {
    for (const Shape shape : {Shape::normal, Shape::student, Shape::garch}) {
        EXPECT_LE(size_of(shape, 365, 0.01, 4000), 0.015) << static_cast<int>(shape);
    }
    EXPECT_LE(size_of(Shape::autoregressive, 365, 0.01, 4000), 0.02);
}

TEST(DailyScore, IsNotFooledByRulesThatEarnALittleAndCrashRarely) {
    EXPECT_LE(size_of(Shape::crashes, 365, 0.01, 4000), 0.02);
}

}  // namespace
}  // namespace tradelab
