#pragma once

#include "control/request.hpp"
#include "core/result.hpp"
#include "document/json_value.hpp"

#include <chrono>
#include <filesystem>

namespace tradelab {

// Asks the daemon behind this socket, and gives its answer, which is never an error document: that
// becomes the Error it carries.
//
// Err: daemon_unreachable (nobody listens there), not_authorised, timed_out (it listens and does
// not answer), malformed (it answers what is no answer).
[[nodiscard]] Result<JsonValue> ask_daemon(const std::filesystem::path& socket,
                                           const ControlRequest& request,
                                           std::chrono::milliseconds patience);

}  // namespace tradelab
