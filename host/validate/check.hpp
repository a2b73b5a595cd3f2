#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// How a check ended.  `crash` and `hung` are failures that the check itself did not live to tell.
enum class Level { pass, warn, fail, crash, hung, skip };
[[nodiscard]] std::string_view level_text(Level level);
[[nodiscard]] std::optional<Level> level_named(std::string_view text);
[[nodiscard]] constexpr bool is_failure(Level level) {
    return level == Level::fail || level == Level::crash || level == Level::hung;
}

// What has to hold before a check means anything.  A stage begins when the one before has ended,
// and is skipped where a check that opens it has failed.
enum class Stage { files, description, behaviour };

// What a check can be asked of.
enum class Scope { any_kind, strategies };

// The part of a check that help and reports show.
struct CheckInfo {
    std::string_view id;      // "S1": a name once shipped keeps its meaning
    std::string_view name;    // "batch-invariance"
    std::string_view proves;  // one sentence
    std::chrono::milliseconds deadline = std::chrono::seconds(45);
};

// Every check there is, in the order of the report.
[[nodiscard]] const std::vector<CheckInfo>& check_table();

// What a check found.
struct CheckVerdict {
    Level level = Level::pass;
    std::string text = {};  // what was seen, to what, and what to do
    // What runs of the same check in other processes must agree with, word for word.
    std::vector<std::string> facts = {};
};

[[nodiscard]] CheckVerdict passed(std::string text);
[[nodiscard]] CheckVerdict warned(std::string text);
[[nodiscard]] CheckVerdict failed(std::string text);
[[nodiscard]] CheckVerdict skipped(std::string text);

// What a check has to work with, in its own process.
struct Workbench {
    const Disk& disk;
    std::filesystem::path folder;  // of the package, absolute
    std::uint64_t seed = 0;        // every choice of the check comes from it
    std::uint32_t variation = 0;   // which of its runs, of a check that is run several times
};

// An error is a failure: the subject could not do what was asked of it.
using CheckFunction = Result<CheckVerdict> (*)(Workbench& bench);

// A world in which a check is repeated; its facts must not depend on it.
struct Variation {
    std::string_view what;  // "another time zone"
    std::vector<std::pair<std::string, std::string>> variables = {};
    std::filesystem::path directory = "/";
};

struct Check {
    CheckInfo info;
    Stage stage = Stage::behaviour;
    Scope scope = Scope::any_kind;
    CheckFunction run = nullptr;
    std::span<const Variation> variations = {};  // empty: it runs once, in a plain world
};

[[nodiscard]] std::span<const Check> all_checks();
[[nodiscard]] const Check* find_check(std::string_view id);

// Whether this build measures memory and time in a way that says nothing of a plugin.
[[nodiscard]] bool is_sanitized();

}  // namespace tradelab
