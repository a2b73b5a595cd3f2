#pragma once

#include "engine/world.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <utility>

// A run that a person interrupts.
namespace tradelab::engine_test {

// Runs to the close of a bar, gives commands there, and runs on to the end.
inline std::function<Result<RunOutcome>(Kernel&, Replay&)> commanded_at(
    std::int64_t bar, std::function<void(Kernel&, UnixNanos)> command) {
    return
        [bar, command = std::move(command)](Kernel& kernel, Replay& replay) -> Result<RunOutcome> {
            EXPECT_TRUE(replay.advance(close_at(bar)).value());
            command(kernel, close_at(bar));
            EXPECT_FALSE(replay.advance(UnixNanos(INT64_MAX)).value());
            return replay.finish();
        };
}

}  // namespace tradelab::engine_test
