#pragma once

#include "cli/arguments.hpp"
#include "cli/grammar_backtest.hpp"
#include "cli/grammar_daemon.hpp"
#include "cli/grammar_data.hpp"
#include "cli/grammar_gate.hpp"
#include "cli/grammar_lab.hpp"
#include "cli/grammar_life.hpp"
#include "cli/grammar_plugin.hpp"
#include "cli/grammar_records.hpp"
#include "cli/grammar_strategy.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace tradelab {

// What was typed, family by family: the parser writes here.
struct Typed {
    bool json = false;
    bool plain = false;
    bool no_input = false;
    bool version = false;
    std::string plugins;
    std::string state;

    std::vector<std::string> help_topic;
    bool help_all = false;
    ShowCompletion completion;
    TypedBacktest backtest;
    TypedPlugin plugin;
    TypedData data;
    TypedLab lab;
    TypedStrategy strategy;
    TypedRecords records;
    TypedGate gate;
    TypedLife life;
    TypedDaemon daemon;
};

// Every command and flag, put together from the families (`grammar_*`): parser, help and completion
// read it.  `typed` must outlive the result.
[[nodiscard]] std::unique_ptr<CLI::App> make_grammar(Typed& typed);

// What each command asks for, by its name, once the parser has written.
[[nodiscard]] RequestsByName requests_of(const Typed& typed);

// "tradelab plugin list"
[[nodiscard]] std::string name_of(const CLI::App& command);

// Commands of this group are named in one line of the first help: it has room for nine others.
inline constexpr std::string_view rarer_commands = "also";

// What an argument is: the word in its help, and what completion offers for it.
namespace operand {
inline constexpr std::string_view plugin = "ID|PATH";
inline constexpr std::string_view installed = "ID";
inline constexpr std::string_view folder = "DIR";
inline constexpr std::string_view package = "PATH";
inline constexpr std::string_view strategy = "FILE";
inline constexpr std::string_view trial = "NUMBER";
inline constexpr std::string_view kind = "KIND";
inline constexpr std::string_view shell = "SHELL";
inline constexpr std::string_view command = "COMMAND";
}  // namespace operand

}  // namespace tradelab
