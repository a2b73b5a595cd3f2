#pragma once

#include "core/result.hpp"
#include "daemon/daemon.hpp"
#include "os/clock.hpp"
#include "os/disk.hpp"
#include "os/environment.hpp"
#include "os/process.hpp"
#include "store/anew.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace tradelab {

// What the user said on the daemon's command line; the settings file says the rest.
struct DaemonRequest {
    std::optional<std::string> settings = {};  // a path; nothing: tradelabd.toml of the layout
    std::optional<std::string> state = {};     // instead of the one in the settings
    std::optional<std::string> store = {};
    EndOfFeed at_end = EndOfFeed::stay;
};

// The machine, and who runs us on it.
struct DaemonMachine {
    Disk& disk;
    Process& process;
    const Clock& clock;
    const Environment& environment;
    std::int64_t process_number;
    std::int64_t user;
    // True once somebody wants us to end; asked often.
    bool (*is_ending)();
    // Says a line to whoever started us by hand; nothing: nobody did.
    void (*tell)(const std::string& line) = nullptr;
};

// Puts the daemon together and runs it to its end.
[[nodiscard]] Status run_daemon(const DaemonRequest& request, const DaemonMachine& machine);

// Makes the database anew of the journals, instead of running.  Err: a daemon runs on them.
[[nodiscard]] Result<Rebuilt> rebuild_store(
    const DaemonRequest& request,
    const DaemonMachine& machine,
    const std::function<bool(const RebuildProgress&)>& tell);

}  // namespace tradelab
