#include "validate/recording.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace tradelab {
namespace {

using testing::HasSubstr;

tl_intent target(std::uint64_t cause, std::int64_t e9) {
    tl_intent intent{};
    intent.size = sizeof intent;
    intent.type = TL_IN_TARGET;
    intent.inst = 1;
    intent.cause_seq = cause;
    intent.target_e9 = e9;
    intent.limit_price = intent.stop_price = intent.take_price = intent.expires = TL_NONE;
    return intent;
}

Recording recorded(const std::vector<tl_intent>& intents) {
    Recording recording;
    recording.add(intents);
    return recording;
}

TEST(Recording, EqualRunsDoNotDiffer) {
    const auto one = recorded({target(3, 500'000'000), target(9, 0)});
    const auto other = recorded({target(3, 500'000'000), target(9, 0)});

    EXPECT_EQ(one.hash(), other.hash());
    EXPECT_FALSE(first_difference(one, "one", other, "other"));
}

TEST(Recording, NamesTheFirstIntentThatDiffersInAnyField) {
    auto changed = target(9, 0);
    changed.stop_price = 100;
    const auto one = recorded({target(3, 500'000'000), target(9, 0)});
    const auto other = recorded({target(3, 500'000'000), changed});

    const auto difference = first_difference(one, "one", other, "other");

    ASSERT_TRUE(difference);
    EXPECT_NE(one.hash(), other.hash());
    EXPECT_THAT(*difference, HasSubstr("intent 2 differs"));
    EXPECT_THAT(*difference, HasSubstr("stop 100"));
}

TEST(Recording, ARunThatEndsEarlyDiffersWhereItEnds) {
    const auto whole = recorded({target(3, 500'000'000), target(9, 0)});

    const auto difference = first_difference(whole, "one", whole.until(8), "other");

    ASSERT_TRUE(difference);
    EXPECT_EQ(*difference,
              "intent 2 differs: one: target 0 in instrument 1 after event 9; other: no more");
}

}  // namespace
}  // namespace tradelab
