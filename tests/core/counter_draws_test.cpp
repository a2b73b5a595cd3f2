#include "core/counter_draws.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace tradelab {
namespace {

// The known answers that the authors publish with their library for philox4x32 with ten rounds.
TEST(Philox, GivesThePublishedAnswers) {
    EXPECT_EQ(Philox::mix({0, 0, 0, 0}, {0, 0}),
              (Philox::Counter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    EXPECT_EQ(
        Philox::mix({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}),
        (Philox::Counter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(
        Philox::mix({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
        (Philox::Counter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(CounterDraws, HangOnTheirPlaceAlone) {
    CounterDraws first({.seed = 7, .purpose = 1, .place = 3});
    CounterDraws again({.seed = 7, .purpose = 1, .place = 3});
    CounterDraws elsewhere({.seed = 7, .purpose = 1, .place = std::uint64_t{3} << 32U});

    const std::uint64_t bits = first.bits();

    EXPECT_EQ(again.bits(), bits);
    EXPECT_NE(elsewhere.bits(), bits);
    EXPECT_NE(first.bits(), bits);
}

TEST(CounterDraws, BelowACountAreEquallyLikely) {
    constexpr std::uint32_t count = 7;
    constexpr double expected = 10'000;
    CounterDraws draws({.seed = 5});
    std::array<int, count> seen = {};

    for (int i = 0; i < 70'000; ++i) {
        ++seen.at(draws.below(count));
    }

    // Chi-squared with six degrees of freedom: 22.5 has a probability of 0.1 %.
    double squares = 0;
    for (const int one : seen) {
        const double off = one - expected;
        squares += off * off / expected;
    }
    EXPECT_LT(squares, 22.5);
}

}  // namespace
}  // namespace tradelab
