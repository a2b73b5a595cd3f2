#include "os/large_pages.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace tradelab {
namespace {

TEST(LargePages, ChangeNothingOfWhatIsInMemory) {
    // Of whole large pages, of none, and begun in the middle of a small one.
    for (const std::size_t words : {std::size_t{0}, std::size_t{100}, std::size_t{1'000'003}}) {
        std::vector<std::int64_t> memory(words, 7);

        ask_for_large_pages(std::as_bytes(std::span(memory).subspan(words / 3)));

        EXPECT_EQ(std::ranges::count(memory, 7), static_cast<std::ptrdiff_t>(words));
    }
}

TEST(LargePages, ReserveAsAVectorDoes) {
    std::vector<std::int64_t> memory = {1, 2, 3};

    reserve_in_large_pages(memory, 1'000'000);

    EXPECT_GE(memory.capacity(), 1'000'000U);
    EXPECT_EQ(memory, (std::vector<std::int64_t>{1, 2, 3}));
    const auto* const place = memory.data();
    memory.resize(1'000'000, 5);
    EXPECT_EQ(memory.data(), place);
    EXPECT_EQ(std::ranges::count(memory, 5), 999'997);
}

TEST(LargePages, AHeapKeptInThemHoldsWhatIsWritten) {
    keep_heap_in_large_pages(std::size_t{8} << 20U);

    std::vector<std::int64_t> large(500'000, 3);
    std::vector<std::int64_t> larger(2'000'000, 4);
    large.insert(large.end(), larger.begin(), larger.end());

    EXPECT_EQ(std::ranges::count(large, 3), 500'000);
    EXPECT_EQ(std::ranges::count(large, 4), 2'000'000);
}

}  // namespace
}  // namespace tradelab
