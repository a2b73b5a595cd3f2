#include "os/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <vector>

namespace tradelab {
namespace {

// The published splitmix64 and xoshiro256** applied to seed 0.
TEST(SeededRandom, GivesThePublishedSequence) {
    SeededRandom random(0);

    EXPECT_EQ(random.next(), 11091344671253066420U);
    EXPECT_EQ(random.next(), 13793997310169335082U);
    EXPECT_EQ(random.next(), 1900383378846508768U);
    EXPECT_EQ(random.next(), 7684712102626143532U);
}

TEST(SeededRandom, TheSameSeedRepeatsAndAnotherDoesNot) {
    SeededRandom one(42);
    SeededRandom same(42);
    SeededRandom other(43);

    EXPECT_EQ(one.next(), same.next());
    EXPECT_NE(one.next(), other.next());
}

TEST(SeededRandom, FillSpellsTheNumbersLowestByteFirst) {
    SeededRandom numbers(7);
    SeededRandom bytes(7);
    std::array<std::byte, 12> filled{};

    bytes.fill(filled);

    const auto first = numbers.next();
    const auto second = numbers.next();
    EXPECT_EQ(filled[0], static_cast<std::byte>(first & 0xffU));
    EXPECT_EQ(filled[7], static_cast<std::byte>(first >> 56U));
    EXPECT_EQ(filled[11], static_cast<std::byte>((second >> 24U) & 0xffU));
    EXPECT_EQ(bytes.next(), numbers.next());
}

// A generator that says what it is told to.
class Recited final : public Random {
public:
    explicit Recited(std::vector<std::uint64_t> numbers) : numbers_(std::move(numbers)) {}
    void fill(std::span<std::byte> /*out*/) override {}
    [[nodiscard]] std::uint64_t next() override { return numbers_.at(next_++); }

private:
    std::vector<std::uint64_t> numbers_;
    std::size_t next_ = 0;
};

TEST(Random, NumbersThatWouldFavourSmallResultsAreDrawnAgain) {
    // 2^64 mod 10 is 6: the draws 0 to 5 are the surplus.
    EXPECT_EQ(Recited({5, 0, 6}).below(10), 6U);
    EXPECT_EQ(Recited({16}).below(10), 6U);
    EXPECT_EQ(Recited({0}).below(8), 0U);  // a power of two has no surplus
    EXPECT_EQ(Recited({99}).below(1), 0U);
}

TEST(Random, BetweenReachesBothEndsOfAnyRange) {
    constexpr auto least = std::numeric_limits<std::int64_t>::min();
    constexpr auto most = std::numeric_limits<std::int64_t>::max();

    EXPECT_EQ(Recited({0}).between(least, most), least);
    EXPECT_EQ(Recited({UINT64_MAX}).between(least, most), most);
    EXPECT_EQ(Recited({8}).between(-2, 1), -2);
    EXPECT_EQ(Recited({11}).between(-2, 1), 1);
    EXPECT_EQ(Recited({7}).between(5, 5), 5);
}

TEST(Random, EachResultOfASmallRangeIsAboutAsFrequent) {
    constexpr std::uint64_t seed = 1;
    SeededRandom random(seed);
    std::array<int, 6> counts{};

    for (int i = 0; i < 60'000; ++i) {
        ++counts[random.below(6)];
    }

    for (const int count : counts) {
        EXPECT_NEAR(count, 10'000, 500) << "seed " << seed;  // five standard deviations
    }
}

TEST(RandomDeathTest, AnEmptyRangeIsAProgrammersError) {
    EXPECT_DEATH(static_cast<void>(SeededRandom(1).below(0)), "bound != 0");
    EXPECT_DEATH(static_cast<void>(SeededRandom(1).between(1, 0)), "least <= most");
}

TEST(SystemRandom, DoesNotRepeatItself) {
    SystemRandom random;
    std::array<std::byte, 32> one{};
    std::array<std::byte, 32> two{};

    random.fill(one);
    random.fill(two);

    EXPECT_NE(one, two);
    EXPECT_NE(random.next(), random.next());
}

}  // namespace
}  // namespace tradelab
