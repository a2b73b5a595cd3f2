#include "os/environment.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace tradelab {
namespace {

TEST(SystemEnvironment, TellsTheUnsetFromTheEmpty) {
    ASSERT_EQ(::setenv("TRADELAB_TEST_EMPTY", "", 1), 0);
    ASSERT_EQ(::setenv("TRADELAB_TEST_SET", "a b", 1), 0);
    ASSERT_EQ(::unsetenv("TRADELAB_TEST_UNSET"), 0);
    const SystemEnvironment environment;

    EXPECT_EQ(environment.value("TRADELAB_TEST_EMPTY"), "");
    EXPECT_EQ(environment.value("TRADELAB_TEST_SET"), "a b");
    EXPECT_EQ(environment.value("TRADELAB_TEST_UNSET"), std::nullopt);
}

TEST(SimulatedEnvironment, HoldsWhatItWasGivenAndNothingElse) {
    const SimulatedEnvironment environment(SimulatedEnvironment::Variables{{"NO_COLOR", ""}});

    EXPECT_EQ(environment.value("NO_COLOR"), "");
    EXPECT_EQ(environment.value("PATH"), std::nullopt);
}

}  // namespace
}  // namespace tradelab
