#pragma once

#include "core/semver.hpp"
#include "core/text.hpp"
#include "document/json_value.hpp"
#include "plugin/package.hpp"

#include <string>
#include <string_view>

namespace tradelab {

[[nodiscard]] constexpr std::string_view origin_text(Origin origin) {
    return origin == Origin::bundled     ? "bundled"
           : origin == Origin::installed ? "installed"
                                         : "named";
}

// One line of a stranger's text.
[[nodiscard]] inline std::string shown_summary(const Manifest& manifest) {
    return printable(manifest.summary, 120);
}

// A package as lists and pages show it.
[[nodiscard]] inline JsonObject package_json(const Package& package) {
    return {{"id", package.manifest.id},
            {"version", text(package.manifest.version)},
            {"kind", package.manifest.kind},
            {"origin", origin_text(package.origin)},
            {"abi", text(package.manifest.abi)},
            {"summary", package.manifest.summary},
            {"folder", package.folder.string()}};
}

}  // namespace tradelab
