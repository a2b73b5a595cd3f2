#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"
#include "plugin/manifest.hpp"
#include "plugin/package.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// A folder of packages, in one of two layouts, package by package:
//   <root>/<id>/plugin.toml           flat: bundled, or just built
//   <root>/<id>/active/plugin.toml    a store, where `active` links to a version's folder beside it
// Names that begin with a dot, and plain files, are nobody's package.
struct Root {
    std::filesystem::path folder;
    Origin origin = Origin::named;
};

// What this host has for a plugin.
struct HostOffer {
    AbiVersion abi;
    std::vector<std::string> kinds;
    std::vector<std::string> services;
};

[[nodiscard]] HostOffer this_host();

// Whether a plugin with this manifest can live here; if not, the sentence names both sides.  `file`
// is only for the message.
[[nodiscard]] Status check_offer(const Manifest& manifest,
                                 const HostOffer& offer,
                                 const std::filesystem::path& file);

struct Refused {
    std::filesystem::path folder;
    Error error;
};

struct Discovery {
    std::vector<Package> packages;  // sorted by id, each id once
    std::vector<Refused> refused;   // in the order met
};

// Reads the manifests below the roots; no code of a plugin runs and no library is opened.
//
// One bad package never hides another.  Where two packages have one id, the one in the earlier root
// is taken and the other refused, so the order of the roots is the order of trust.  A root that
// does not exist is empty.
[[nodiscard]] Discovery discover(const Disk& disk,
                                 std::span<const Root> roots,
                                 const HostOffer& offer);

}  // namespace tradelab
