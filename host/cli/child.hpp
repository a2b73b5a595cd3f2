#pragma once

#include "cli/session.hpp"
#include "core/result.hpp"
#include "document/json_value.hpp"

#include <chrono>
#include <string>
#include <vector>

// A plugin's code runs in a child of ours, started from this very program, so that one which
// crashes, hangs or ends the process takes nothing with it but an answer.
namespace tradelab {

struct Question {
    std::vector<std::string> words;  // the child's arguments
    std::string about;               // the plugin, for messages
    std::string target;              // the same as a command takes it: name_in_command()
    std::string input = {};          // what the child can read
    std::chrono::seconds patience{10};
    ProcessLimits limits = {};
    // Of the patience, what the child must have had to itself, running or wanting nothing, before
    // its silence is its own fault and not that of a machine with other work (io_failed).
    std::chrono::seconds own_time{0};
};

struct ChildAnswer {
    // Out of a process where a stranger's code ran: well-formed, nothing more.
    JsonValue document;
    std::chrono::nanoseconds took{0};  // without what it waited for a processor
};

// What the child answered, or the error in its place: the child's own, or how it died.
[[nodiscard]] Result<ChildAnswer> ask_child(Session& session, const Question& question);

// The child's side: the answer goes to descriptor 3.
[[nodiscard]] Result<ExitCode> answer(const JsonValue& document);
[[nodiscard]] Result<ExitCode> answer(const Error& error);

}  // namespace tradelab
