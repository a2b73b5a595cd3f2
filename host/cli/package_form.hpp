#pragma once

#include "plugin/package.hpp"
#include "plugin/semver.hpp"
#include "plugin/text.hpp"

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

// A package as lists and pages show it.  Json is nlohmann's ordered type.
template <class Json>
[[nodiscard]] Json package_json(const Package& package) {
    Json json;
    json["id"] = package.manifest.id;
    json["version"] = text(package.manifest.version);
    json["kind"] = package.manifest.kind;
    json["origin"] = std::string(origin_text(package.origin));
    json["abi"] = text(package.manifest.abi);
    json["summary"] = package.manifest.summary;
    json["folder"] = package.folder.string();
    return json;
}

}  // namespace tradelab
