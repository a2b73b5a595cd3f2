#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"
#include "plugin/package.hpp"
#include "plugin/registry.hpp"

#include <filesystem>

namespace tradelab {

// Copies a package into a folder that does not exist yet, makes every byte and name of it durable,
// and checks the copy as load() would before it runs code.  The copy is what is checked, because
// the source may be changed by others at any time.  After an error, what was copied is left there.
[[nodiscard]] Result<Package> copy_package(Disk& disk,
                                           const Package& source,
                                           const std::filesystem::path& folder,
                                           const HostOffer& offer);

}  // namespace tradelab
