#include "validate/guarded_memory.hpp"

#include <gtest/gtest.h>

#include <cstring>

namespace tradelab {
namespace {

TEST(GuardedMemory, EndsWhereNobodyMayRead) {
    GuardedMemory memory(100, "past the end of the test");
    std::byte* const last = memory.last(100);
    std::memset(last, 7, 100);

    EXPECT_EQ(static_cast<int>(last[99]), 7);
    EXPECT_DEATH(static_cast<void>(*static_cast<volatile std::byte*>(last + 100)), "");
}

TEST(GuardedMemory, RefusesWritesOnceTheyAreForbidden) {
    GuardedMemory memory(100, "past the end of the test");
    auto* const last = static_cast<volatile std::byte*>(memory.last(1));
    memory.allow_reading_only();

    EXPECT_DEATH(*last = std::byte{1}, "");
}

TEST(GuardedMemory, OfNoBytesIsTheGuardItself) {
    const GuardedMemory memory(8, "past the end of the test");

    EXPECT_DEATH(static_cast<void>(*static_cast<volatile std::byte*>(memory.last(0))), "");
}

}  // namespace
}  // namespace tradelab
