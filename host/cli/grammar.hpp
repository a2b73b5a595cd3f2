#pragma once

#include "cli/arguments.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace tradelab {

// What was typed, command by command: the parser writes here.
struct Typed {
    bool json = false;
    bool plain = false;
    bool no_input = false;
    bool version = false;
    std::string plugins;

    std::vector<std::string> help_topic;
    ShowCompletion completion;
    ShowPlugin info;
    ValidatePlugins validate;
    NewPlugin create;
    InstallPlugin install;
    RollbackPlugin rollback;
    RemovePlugin remove;
    RunPlugin run;
    bool all_rows = false;
    std::string child_folder;
};

// Every command and flag, in one place: parser, help and completion read it.  `typed` must outlive
// the result.
[[nodiscard]] std::unique_ptr<CLI::App> make_grammar(Typed& typed);

// "tradelab plugin list"
[[nodiscard]] std::string name_of(const CLI::App& command);

// What an argument is: the word in its help, and what completion offers for it.
namespace operand {
inline constexpr std::string_view plugin = "ID|PATH";
inline constexpr std::string_view installed = "ID";
inline constexpr std::string_view folder = "DIR";
inline constexpr std::string_view package = "PATH";
inline constexpr std::string_view kind = "KIND";
inline constexpr std::string_view shell = "SHELL";
inline constexpr std::string_view command = "COMMAND";
}  // namespace operand

}  // namespace tradelab
