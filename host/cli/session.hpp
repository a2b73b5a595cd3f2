#pragma once

#include "cli/layout.hpp"
#include "cli/output.hpp"
#include "os/disk.hpp"
#include "os/process.hpp"

namespace tradelab {

// What a command works with.  Wired in main; all of it outlives the command.
struct Session {
    Output& output;
    Disk& disk;
    Process& process;
    const Layout& layout;
};

}  // namespace tradelab
