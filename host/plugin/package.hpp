#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"
#include "plugin/manifest.hpp"

#include <filesystem>

namespace tradelab {

// How a package came to be looked at.
enum class Origin {
    bundled,    // came with the host
    installed,  // by `tradelab plugin install`
    named,      // by a flag of this command
};

// A folder with a manifest whose library is there.  That its files are the ones the manifest means
// is only known after verify().
struct Package {
    Manifest manifest;
    std::filesystem::path folder;   // where plugin.toml lies; in a store, the version's folder
    std::filesystem::path library;  // an absolute path where `folder` is one
    Origin origin = Origin::named;
};

// Reads the manifest in `folder` and looks whether its library is a regular file.
[[nodiscard]] Result<Package> read_package(const Disk& disk,
                                           const std::filesystem::path& folder,
                                           Origin origin);

// The folder holds the listed files and plugin.toml, and nothing else: no other file or folder, no
// link of either sort, nothing setuid or setgid, nothing too large.
[[nodiscard]] Status check_tree(const Disk& disk,
                                const Manifest& manifest,
                                const std::filesystem::path& folder);

// check_tree(), and every file has the hash that the manifest gives.
[[nodiscard]] Status verify(const Disk& disk, const Package& package);

}  // namespace tradelab
