#pragma once

#include "cli/output.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

// What can be asked of the program.  One struct per command; its text form is in grammar.cpp.
namespace tradelab {

struct ShowHelp {
    std::string text;
};
struct ShowVersion {};
struct ShowCompletion {
    std::string shell;
};

struct ListPlugins {};
struct ShowPlugin {
    std::string target;
};
struct ValidatePlugins {
    std::vector<std::string> targets;
    bool all = false;
    std::vector<std::string> only;
    std::optional<std::uint64_t> seed;
    std::uint32_t jobs = 0;  // 0: as many as there are processors
};
struct NewPlugin {
    std::string name;
    std::string kind = "strategy";
    std::string id;      // org.example.<name> when empty
    std::string folder;  // ./<name> when empty
};
struct InstallPlugin {
    std::string source;
};
struct RollbackPlugin {
    std::string id;
};
struct RemovePlugin {
    std::string id;
};

enum class Rows { some, all };

struct RunPlugin {
    std::string target;
    std::uint32_t bars = 400;
    std::uint64_t seed = 1;
    std::uint32_t batch = 64;
    Rows rows = Rows::some;
};

// Our own children: a stranger's code runs there, and the answer goes to descriptor 3.
struct DescribeChild {
    std::filesystem::path folder;
};
struct RunChild {
    RunPlugin run;
};

using Request = std::variant<ShowHelp,
                             ShowVersion,
                             ShowCompletion,
                             ListPlugins,
                             ShowPlugin,
                             ValidatePlugins,
                             NewPlugin,
                             InstallPlugin,
                             RollbackPlugin,
                             RemovePlugin,
                             RunPlugin,
                             DescribeChild,
                             RunChild>;

// Accepted before, between and after the words of a command.
struct GlobalFlags {
    Format format = Format::text;
    Look look = Look::rich;
    std::optional<std::filesystem::path> plugins = {};
};

struct Arguments {
    GlobalFlags global;
    Request request;
};

// The words after the program's name.  What cannot be understood is invalid_argument, with what was
// probably meant.
[[nodiscard]] Result<Arguments> parse_arguments(std::span<const std::string> words);

// Format and look asked for, as far as they can be told from words that may be wrong otherwise.
[[nodiscard]] GlobalFlags flags_in(std::span<const std::string> words);

}  // namespace tradelab
