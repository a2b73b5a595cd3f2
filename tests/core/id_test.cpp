#include "core/id.hpp"

#include <gtest/gtest.h>

#include <concepts>
#include <unordered_set>

namespace tradelab {
namespace {

static_assert(!std::constructible_from<OrderId, IntentId>);
static_assert(!std::convertible_to<std::uint64_t, OrderId>);
static_assert(!std::equality_comparable_with<OrderId, IntentId>);
static_assert(sizeof(InstrumentId) == 4 && sizeof(OrderId) == 8);

TEST(StrongId, ZeroNamesNothing) {
    EXPECT_FALSE(OrderId());
    EXPECT_TRUE(OrderId(1));
}

TEST(StrongId, ComparesAndHashesByItsNumber) {
    const std::unordered_set<OrderId> seen = {OrderId(1), OrderId(2), OrderId(1)};

    EXPECT_EQ(seen.size(), 2U);
    EXPECT_LT(OrderId(1), OrderId(2));
}

}  // namespace
}  // namespace tradelab
