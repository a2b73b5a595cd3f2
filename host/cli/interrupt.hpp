#pragma once

#include "cli/output.hpp"

namespace tradelab {

// From now on Ctrl-C ends the program at once with exit code 130: data that was not written yet is
// dropped, children die with us, and what is on disk is whole because every act on it ends with one
// rename.  A reader who goes away (SIGPIPE) becomes a failed write.
void watch_signals(Format format);

}  // namespace tradelab
