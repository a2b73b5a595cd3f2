#pragma once

#include "core/result.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// One check in one process, as its command line.
struct ChildTask {
    std::string check;
    std::filesystem::path package;  // absolute
    std::uint64_t seed = 0;
    std::uint32_t variation = 0;
    std::chrono::milliseconds deadline{0};
};

[[nodiscard]] std::vector<std::string> arguments_of(const ChildTask& task);
[[nodiscard]] Result<ChildTask> task_of(std::span<const std::string> arguments);

}  // namespace tradelab
