#include "validate/child.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

TEST(Child, ATaskSurvivesTheWayThroughTheCommandLine) {
    const ChildTask task{.check = "S1",
                         .package = "/a b/package",
                         .seed = 18'446'744'073'709'551'615ULL,
                         .variation = 3,
                         .deadline = std::chrono::milliseconds(1'500)};

    const auto read = task_of(arguments_of(task));

    ASSERT_TRUE(read);
    EXPECT_EQ(read->check, task.check);
    EXPECT_EQ(read->package, task.package);
    EXPECT_EQ(read->seed, task.seed);
    EXPECT_EQ(read->variation, task.variation);
    EXPECT_EQ(read->deadline, task.deadline);
}

TEST(Child, RefusesACommandLineThatItDidNotWrite) {
    auto arguments = arguments_of({.check = "S1", .package = "/package"});
    arguments[5] = "12x";
    EXPECT_FALSE(task_of(arguments));

    arguments = arguments_of({.check = "S1", .package = "relative"});
    EXPECT_FALSE(task_of(arguments));

    arguments.pop_back();
    EXPECT_FALSE(task_of(arguments));
}

}  // namespace
}  // namespace tradelab
