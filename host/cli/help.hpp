#pragma once

#include <string>

namespace CLI {
class App;
}

namespace tradelab {

// The page of the program itself has room for nine commands; `help --all` shows every one.
enum class Breadth { first_commands, all_commands };

// The page of one command: usage, commands, arguments, options, and what to try next.
[[nodiscard]] std::string help_of(const CLI::App& command,
                                  Breadth breadth = Breadth::first_commands);

// One line: "tradelab plugin info [options] ID|PATH".
[[nodiscard]] std::string usage_of(const CLI::App& command);

}  // namespace tradelab
