#pragma once

#include "core/result.hpp"
#include "core/semver.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

inline constexpr std::string_view manifest_name = "plugin.toml";

struct AbiVersion {
    std::uint16_t major = 0;
    std::uint16_t minor = 0;

    friend bool operator==(const AbiVersion&, const AbiVersion&) = default;
};

[[nodiscard]] std::string text(AbiVersion abi);  // "1.0"

struct ListedFile {
    std::string path;    // relative to the package, by the grammar of is_package_path
    std::string sha256;  // 64 lower-case hexadecimal digits

    friend bool operator==(const ListedFile&, const ListedFile&) = default;
};

// What `plugin.toml` says of the package it lies in.  It is read before any code of the plugin
// runs, so everything that the host must know beforehand is in it.
struct Manifest {
    std::string id;
    Version version;
    std::string kind;  // any word: which kinds exist is the host's to say (HostOffer)
    std::string summary;
    std::string library;  // a plain file name, one of `files`
    AbiVersion abi;       // what it was built for
    std::string license;
    std::string homepage;
    std::vector<std::string> authors;
    std::vector<std::string> services_needed;  // [needs] host
    std::vector<std::string> net_granted;      // [grants] net
    std::vector<std::string> secrets_granted;  // [grants] secrets
    std::vector<ListedFile> files;             // every file but plugin.toml, sorted by path

    // The hash that the manifest gives for a file, nothing when it does not list it.
    [[nodiscard]] std::optional<std::string_view> hash_of(std::string_view path) const;

    friend bool operator==(const Manifest&, const Manifest&) = default;
};

// Reads a manifest strictly: an unknown key is an error, for a misspelt one must not mean "not
// given".  `file` is only for the messages, which name it and the line.
[[nodiscard]] Result<Manifest> parse_manifest(std::string_view text,
                                              const std::filesystem::path& file);

// The same from disk.  A link is refused, and so is a file too large to be a manifest, unread.
[[nodiscard]] Result<Manifest> read_manifest(const Disk& disk, const std::filesystem::path& file);

}  // namespace tradelab
