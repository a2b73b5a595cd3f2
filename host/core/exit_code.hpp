#pragma once

namespace tradelab {

// What a process of ours ends with (the list of ARCHITECTURE 6.11).  Scripts rely on the numbers:
// they never change meaning, and `error.code` in the JSON answer tells finer.
enum class ExitCode : int {
    ok = 0,
    failed = 1,
    usage = 2,
    daemon_unreachable = 3,
    not_authorised = 4,
    refused = 5,
    data_missing = 6,
    partly_done = 7,
    timed_out = 8,
    interrupted = 130,
};

[[nodiscard]] constexpr int number(ExitCode code) {
    return static_cast<int>(code);
}

}  // namespace tradelab
