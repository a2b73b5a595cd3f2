#pragma once

#include "core/result.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>

namespace tradelab {

// The absolute path of the running program, links resolved: what lies beside it (plugins, SDK) is
// found from here, and a child that is to run our own code is started by it.
[[nodiscard]] Result<std::filesystem::path> self_executable();

// Who runs it: the effective user id.
[[nodiscard]] std::uint32_t user_id();

// What all threads of this process have used of the processor so far.
[[nodiscard]] std::chrono::nanoseconds cpu_time();

}  // namespace tradelab
