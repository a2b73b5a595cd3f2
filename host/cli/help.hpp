#pragma once

#include <string>

namespace CLI {
class App;
}

namespace tradelab {

// The page of one command: usage, commands, arguments, options, and what to try next.
[[nodiscard]] std::string help_of(const CLI::App& command);

// One line: "tradelab plugin info [options] ID|PATH".
[[nodiscard]] std::string usage_of(const CLI::App& command);

}  // namespace tradelab
