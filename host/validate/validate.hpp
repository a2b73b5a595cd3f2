#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"
#include "os/process.hpp"
#include "validate/check.hpp"
#include "validate/report.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// From the system's randomness.
[[nodiscard]] std::string fresh_seal();

struct ValidateOptions {
    std::filesystem::path package;  // the folder with plugin.toml
    // Run again for each check, as `<program> <arguments...> --child <id> ...`; its main hands what
    // begins with "--child" to validate_child().
    std::filesystem::path program;
    std::vector<std::string> arguments = {"plugin", "validate"};
    std::uint64_t seed = 1;
    std::vector<std::string> only = {};               // ids; empty: all
    std::size_t jobs = 2;                             // checks at a time
    double deadline_scale = 1;                        // of every check's deadline
    std::vector<EnvironmentVariable> variables = {};  // beside a fixed few; none is inherited
    // A new one for each process, which nobody can guess (validate/channel).  Any thread.
    std::function<std::string()> seal = fresh_seal;
};

// Called once for each check, in the order of the table, from one thread at a time.
using ValidateProgress =
    std::function<void(const CheckResult& result, std::size_t done, std::size_t total)>;

// Examines a package.  No code of the plugin runs in this process: each check has one of its own,
// which is killed at its deadline.  An error means that there was nothing to examine; a plugin that
// fails, however badly, is a Report.
[[nodiscard]] Result<Report> validate(Process& process,
                                      const Disk& disk,
                                      const ValidateOptions& options,
                                      const ValidateProgress& progress = {});

// The other side: runs the one check that `arguments` name ("--child", "S1", "--package", ...) in
// this process, which belongs to it from here on.  The result is the exit code of main.
[[nodiscard]] int validate_child(std::span<const std::string> arguments);

}  // namespace tradelab
