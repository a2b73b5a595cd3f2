#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"
#include "plugin/library.hpp"
#include "plugin/package.hpp"
#include "plugin/registry.hpp"

#include <tradelab/abi/plugin.h>

#include <filesystem>
#include <string>

namespace tradelab {

struct LoadedPlugin {
    Package package;
    Library library;
    const tl_descriptor* descriptor;  // of package.manifest.id; checked
};

// Loads a package into this process, cheapest and safest question first:
//   the manifest fits the host, the files are the listed ones, the library is one for this machine
//   with an entry point, and only then its code runs: dlopen, entry table, descriptor, which must
//   say what the manifest says.
// Main thread.  `disk` is the machine's own where the library is really to be loaded.
[[nodiscard]] Result<LoadedPlugin> load(const Disk& disk,
                                        const Package& package,
                                        const HostOffer& offer);

// The same up to the point where code would run.
[[nodiscard]] Status check_before_loading(const Disk& disk,
                                          const Package& package,
                                          const HostOffer& offer);

// Whether the code says of itself what the manifest says: id, version, kind.
[[nodiscard]] Status check_agrees(const tl_descriptor& descriptor,
                                  const Manifest& manifest,
                                  const std::filesystem::path& manifest_file);

}  // namespace tradelab
