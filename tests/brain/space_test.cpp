#include "brain/space.hpp"

#include "brain/draws.hpp"
#include "brain/families.hpp"

#include <gtest/gtest.h>

namespace tradelab::brain {
namespace {

TEST(Space, RepairedTicksAreAllowedWhateverTheyWere) {
    const Space space(trend());
    Draws draws(1, "repair", {});

    for (int i = 0; i < 10'000; ++i) {
        Ticks ticks;
        for (std::size_t p = 0; p < space.parameters(); ++p) {
            ticks.push_back(static_cast<std::int64_t>(draws.below(1'400)) - 700);
        }
        space.repair(ticks);
        ASSERT_TRUE(space.allows(ticks)) << ticks[1] << " " << ticks[2];
    }
}

TEST(Space, RepairLeavesAllowedTicksAsTheyAre) {
    const Space space(trend());

    Ticks ticks = {1, 20, 25, 30, 5};
    space.repair(ticks);

    EXPECT_EQ(ticks, (Ticks{1, 20, 25, 30, 5}));
}

TEST(Space, RepairRaisesTheUpperSideOfABrokenConstraint) {
    const Space space(trend());

    Ticks ticks = {0, 150, 40, 30, 5};
    space.repair(ticks);

    EXPECT_EQ(ticks, (Ticks{0, 150, 155, 30, 5}));
}

TEST(Space, ConstraintsTakeAwayWhatNoTicksCanHave) {
    Family family = box("chain", 3, {0, 10});
    family.constraints = {{.lower = 1, .upper = 2, .margin = 4},
                          {.lower = 0, .upper = 1, .margin = 3}};

    const Space space(family);

    EXPECT_EQ(space.least(0), 0);
    EXPECT_EQ(space.most(0), 3);
    EXPECT_EQ(space.least(1), 3);
    EXPECT_EQ(space.most(1), 6);
    EXPECT_EQ(space.least(2), 7);
    EXPECT_EQ(space.most(2), 10);
}

TEST(Space, ConstraintsThatNothingMeetsAreRefusedWithTheirNames) {
    Family family = box("chain", 2, {0, 10});
    family.constraints = {{.lower = 0, .upper = 1, .margin = 11}};
    Family circle = box("circle", 2, {0, 1'000'000});
    circle.constraints = {{.lower = 0, .upper = 1, .margin = 1},
                          {.lower = 1, .upper = 0, .margin = 0}};
    Family beyond = box("beyond", 2, {0, 10});
    beyond.constraints = {{.lower = 0, .upper = 2, .margin = 0}};

    const auto refused = Space::make(family);
    ASSERT_FALSE(refused);
    EXPECT_NE(describe(refused.error()).find("p0 + 11 <= p1"), std::string::npos)
        << describe(refused.error());
    EXPECT_FALSE(Space::make(circle));
    EXPECT_FALSE(Space::make(beyond));
}

TEST(Space, AFixedParameterIsNotFreeAndStaysAtItsInitialValue) {
    const Space space(trend());

    EXPECT_EQ(std::vector<std::size_t>(space.free().begin(), space.free().end()),
              (std::vector<std::size_t>{0, 1, 2, 3}));
    EXPECT_EQ(space.ticks_at(std::vector<double>{0.9, 0.9, 0.9, 0.9})[4], 5);
}

TEST(Space, CoordinatesAndTicksAreEachOthersInverse) {
    const Space space(trend());

    for (const std::size_t parameter : space.free()) {
        for (std::int64_t tick = space.least(parameter); tick <= space.most(parameter); ++tick) {
            EXPECT_EQ(space.tick_at(parameter, space.coordinate_at(parameter, tick)), tick)
                << parameter;
        }
    }
}

TEST(Space, EqualPartsOfTheBoxAreEqualSharesOfALinearRangeAndFactorsOfALogarithmicOne) {
    const Space space(trend());

    EXPECT_EQ(space.tick_at(3, 0.0), 5);
    EXPECT_EQ(space.tick_at(3, 0.5), 53);
    EXPECT_EQ(space.tick_at(3, 1.0), 100);
    EXPECT_EQ(space.tick_at(1, 0.0), 2);
    EXPECT_EQ(space.tick_at(1, 0.5), 17);  // the root of 1.5 * 200.5, rounded
    EXPECT_EQ(space.tick_at(1, 1.0), 200);
}

TEST(Space, TheWidestRangesDoNotOverflow) {
    constexpr std::int64_t most = std::int64_t{1} << 52U;
    Family family = box("wide", 2, {-most, most});
    family.constraints = {{.lower = 0, .upper = 1, .margin = most}};

    const Space space(family);

    EXPECT_TRUE(space.allows(space.ticks_at(std::vector<double>{1.0, 0.0})));
    EXPECT_EQ(space.size_max(), std::uint64_t{1} << 63U);
    EXPECT_FALSE(Space::make(box("wider", 1, {INT64_MIN, INT64_MAX})));
}

}  // namespace
}  // namespace tradelab::brain
