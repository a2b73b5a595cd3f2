#pragma once

#include "control/request.hpp"

#include <cstdint>
#include <string>

// What can be asked of the daemon, and about it.  Empty means: the default.
namespace tradelab {

// Any question that changes nothing.
struct AskDaemon {
    ControlVerb verb = ControlVerb::status;
    std::string settings;     // the daemon's tradelabd.toml
    std::uint32_t last = 20;  // of orders, fills and funding
    bool watch = false;       // status: again every second
};
// What happened on the account, or who did what.
struct AskPast {
    ControlVerb verb = ControlVerb::events;
    std::string settings;
    std::uint32_t limit = 20;
    std::string since;    // a moment, as text
    bool follow = false;  // events: what happens from now on, too
};
struct ReadLog {
    std::string settings;
    std::string level = "info";  // and what is graver
    std::uint32_t limit = 50;
    bool follow = false;
};
struct CommandDaemon {
    ControlVerb verb = ControlVerb::pause;
    std::string settings;
    std::string reason;
};
struct ExamineDaemon {
    std::string settings;
};
struct ShowSettings {
    std::string settings;
};
struct InitSettings {
    std::string folder;
};

}  // namespace tradelab
