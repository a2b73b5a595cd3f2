#pragma once

#include "core/result.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tradelab {

// A version by the rules of semantic versioning 2.0.0 (semver.org), read strictly: no leading "v",
// no missing part, no leading zero.
struct Version {
    std::uint64_t major = 0;
    std::uint64_t minor = 0;
    std::uint64_t patch = 0;
    std::string prerelease;  // "rc.1", empty for a release
    std::string build;       // "linux.5", without meaning for the order

    // The same text, which is more than equal precedence: 1.0.0+a and 1.0.0+b are two versions.
    friend bool operator==(const Version&, const Version&) = default;
};

// A version becomes the name of a folder.
inline constexpr std::size_t version_length_max = 64;

[[nodiscard]] Result<Version> parse_version(std::string_view text);

[[nodiscard]] std::string text(const Version& version);

// Which of two is newer, by section 11 of the standard.  Equivalent is not equal: `build` is
// ignored.
[[nodiscard]] std::weak_ordering precedence(const Version& left, const Version& right);

}  // namespace tradelab
