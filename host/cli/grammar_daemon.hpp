#pragma once

#include "cli/arguments.hpp"
#include "cli/requests_daemon.hpp"

#include <map>

namespace CLI {
class App;
}

// The operator's commands: what is asked of the daemon over its socket, `doctor` and `config`.
namespace tradelab {

// What was typed of them.
struct TypedDaemon {
    std::map<ControlVerb, AskDaemon> asked;
    std::map<ControlVerb, AskPast> past;
    std::map<ControlVerb, CommandDaemon> commands;
    ReadLog log;
    ExamineDaemon doctor;
    ShowSettings show;
    InitSettings init;
};

// `typed` must outlive `root`.
void add_daemon_commands(CLI::App& root, TypedDaemon& typed);

[[nodiscard]] RequestsByName daemon_requests(const TypedDaemon& typed);

}  // namespace tradelab
