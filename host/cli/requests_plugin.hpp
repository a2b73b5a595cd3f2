#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

// What can be asked about plugins.
namespace tradelab {

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
// Reads a brief from its standard input.
struct AnalyzeChild {
    std::filesystem::path folder;
    std::string library;  // SHA-256 of what the campaign began with
    std::uint64_t seed = 0;
};

}  // namespace tradelab
