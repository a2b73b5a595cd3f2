#include <tradelab/strategy.hpp>
#include <tradelab/testkit.hpp>

#include <gtest/gtest.h>

using namespace tradelab;

TEST(Cross, GoesLongWhenTheFastAverageCrossesAbove) {
    const auto run = testkit::run(*tl_plugin_entry_v1(),
                                  {.ticks = {{"fast", 2}, {"slow", 3}},
                                   .bars = testkit::bars({100, 99, 98, 97, 96, 105, 110})});

    EXPECT_EQ(run.error, "");
    EXPECT_TRUE(run.problems.empty());
    ASSERT_EQ(run.intents.size(), 1U);
    EXPECT_EQ(run.intents[0].bar, 5U);
    EXPECT_EQ(run.intents[0].intent.target_e9, 500'000'000);
}

TEST(Cross, KeepsTheContractOnAWalk) {
    const auto run = testkit::run(*tl_plugin_entry_v1(), {.bars = testkit::walk(1, 500)});

    EXPECT_EQ(run.error, "");
    EXPECT_TRUE(run.problems.empty());
    EXPECT_FALSE(run.intents.empty());
}
