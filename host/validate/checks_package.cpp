#include "validate/checks_package.hpp"

#include "core/text.hpp"
#include "plugin/package.hpp"
#include "plugin/registry.hpp"
#include "validate/exam.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tradelab {

Result<CheckVerdict> check_manifest(Workbench& bench) {
    const auto manifest = read_manifest(bench.disk, bench.folder / manifest_name);
    if (!manifest) {
        return fail(manifest.error());
    }
    if (auto fits = check_offer(*manifest, this_host(), bench.folder / manifest_name); !fits) {
        return fail(std::move(fits.error()));
    }
    return passed(fmt::format("{} {}, {}", manifest->id, text(manifest->version), manifest->kind));
}

Result<CheckVerdict> check_files(Workbench& bench) {
    const auto package = open_package(bench.disk, bench.folder);
    if (!package) {
        return fail(package.error());
    }
    if (auto whole = verify(bench.disk, *package); !whole) {
        return fail(std::move(whole.error()));
    }
    return passed(fmt::format("{} files, every hash as listed", package->manifest.files.size()));
}

Result<CheckVerdict> check_signature(Workbench&) {
    return skipped("signatures come later");
}

Result<CheckVerdict> check_grants(Workbench& bench) {
    const auto specimen = load_specimen(bench.disk, bench.folder);
    if (!specimen) {
        return fail(specimen.error());
    }
    const Manifest& manifest = specimen->package.manifest;
    if (specimen->is_strategy() &&
        !(manifest.net_granted.empty() && manifest.secrets_granted.empty())) {
        return warned(
            "a strategy has no way to use a network or a secret: take [grants] out of plugin.toml");
    }
    auto subject = Subject::create(*specimen, {.host = {.services = manifest.services_needed}});
    if (!subject) {
        return fail(std::move(subject.error()));
    }
    const auto asked = subject->host().services_asked_for();
    for (const std::string& service : manifest.services_needed) {
        if (std::ranges::find(asked, service) == asked.end()) {
            return warned(in_quotes(service) +
                          " is in [needs] and was not asked for in create: take it out, or ask "
                          "for it there");
        }
    }
    return passed("nothing is granted that was not used");
}

}  // namespace tradelab
