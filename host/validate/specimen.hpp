#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"
#include "plugin/library.hpp"
#include "plugin/package.hpp"
#include "strategy/declaration.hpp"

#include <tradelab/abi/plugin.h>

#include <filesystem>

namespace tradelab {

// The plugin under examination, its library loaded into this process.  Nothing that the usual load
// order asks first is asked here: whether files and facts are in order is what other checks are
// for.
struct Specimen {
    Package package;
    Library library;
    const tl_descriptor* descriptor = nullptr;
    Declaration declaration;

    [[nodiscard]] bool is_strategy() const { return declaration.kind == TL_KIND_STRATEGY; }
};

[[nodiscard]] Result<Package> open_package(const Disk& disk, const std::filesystem::path& folder);
[[nodiscard]] Result<Library> open_library(const Package& package);
[[nodiscard]] Result<Specimen> load_specimen(Package package);
[[nodiscard]] Result<Specimen> load_specimen(const Disk& disk, const std::filesystem::path& folder);

}  // namespace tradelab
