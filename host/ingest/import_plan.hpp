#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace tradelab {

// A folder tree is read to this depth and up to this many files: the archive itself is eight deep,
// and all days of one symbol's trades are four thousand files.
inline constexpr std::size_t import_depth_max = 16;
inline constexpr std::size_t import_files_max = 100'000;

struct PlannedFile {
    std::filesystem::path path = {};
    std::uint64_t bytes = 0;
};

// A file of a folder that is left alone, and why.
struct PassedOver {
    std::filesystem::path path = {};
    std::string why = {};
};

struct ImportPlan {
    std::vector<PlannedFile> files = {};  // in the order they are imported
    std::vector<PassedOver> passed_over = {};
    std::vector<std::filesystem::path> recordings = {};  // of ticks, which nothing imports
    std::uint64_t bytes = 0;                             // of all files to import
};

// The files that paths stand for, each once: a file for itself, whatever its name, a folder for all
// .csv, .csv.gz and .zip below it, in the order of their names.  Of a folder, files whose path
// names no market are passed over, with a word; so are links.  Recorded ticks (is_recording_path)
// are listed apart, named or found.  A path that is not there is an error.
[[nodiscard]] Result<ImportPlan> plan_import(const Disk& disk,
                                             const std::vector<std::filesystem::path>& paths);

}  // namespace tradelab
