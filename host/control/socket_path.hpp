#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <sys/un.h>

namespace tradelab {

// Refuses a path that the kernel has no room for: 107 bytes.
[[nodiscard]] Result<sockaddr_un> socket_address(const std::filesystem::path& path);

// Removes the socket that a dead process left behind.  One behind which somebody answers is
// refused, and so is a file that is no socket.
[[nodiscard]] Status clear_socket_path(const std::filesystem::path& path);

}  // namespace tradelab
