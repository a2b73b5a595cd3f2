#pragma once

#include "cli/output.hpp"

namespace tradelab {

// From now on Ctrl-C ends the program at once with exit code 130: data that was not written yet is
// dropped, children die with us, and what is on disk is whole because every act on it ends with one
// rename.  A reader who goes away (SIGPIPE) becomes a failed write.
void watch_signals(Format format);

// As long as this lives, Ctrl-C is kept for the command, which ends at a place of its own choice; a
// second one ends the program at once, as ever.  One at a time, made on the main thread.
class HeldInterrupt {
public:
    HeldInterrupt();
    ~HeldInterrupt();
    HeldInterrupt(const HeldInterrupt&) = delete;
    HeldInterrupt& operator=(const HeldInterrupt&) = delete;
    HeldInterrupt(HeldInterrupt&&) = delete;
    HeldInterrupt& operator=(HeldInterrupt&&) = delete;

    // Any thread.
    [[nodiscard]] static bool is_set();
};

}  // namespace tradelab
