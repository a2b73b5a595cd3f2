#include "plugin/load.hpp"

#include "core/limits.hpp"
#include "core/text.hpp"
#include "plugin/elf.hpp"
#include "plugin/elf_gate.hpp"

#include <string_view>
#include <utility>

namespace tradelab {

Status check_before_loading(const Disk& disk, const Package& package, const HostOffer& offer) {
    auto fits = check_offer(package.manifest, offer, package.folder / manifest_name);
    if (!fits) {
        return fits;
    }
    if (auto intact = verify(disk, package); !intact) {
        return intact;
    }
    const auto bytes = disk.read_file(
        package.library, {.size_max = limits::library_bytes_max, .links = Links::refuse});
    if (!bytes) {
        return fail(bytes.error());
    }
    const auto facts = read_elf(*bytes, package.library);
    if (!facts) {
        return fail(facts.error());
    }
    return check_loadable(*facts, package.library);
}

Status check_agrees(const tl_descriptor& descriptor,
                    const Manifest& manifest,
                    const std::filesystem::path& manifest_file) {
    struct Row {
        std::string_view what;
        std::string_view in_code;
        std::string in_manifest;
    };
    const Row rows[] = {
        {"id", descriptor.id, manifest.id},
        {"version", descriptor.version, text(manifest.version)},
        {"kind", descriptor.kind, manifest.kind},
    };
    for (const Row& row : rows) {
        if (row.in_code != row.in_manifest) {
            return fail({.code = ErrorCode::malformed,
                         .context = std::string(row.what) + " = " + in_quotes(row.in_manifest) +
                                    ", the code of its library says " + in_quotes(row.in_code),
                         .hint = "make both the same and build the plugin again",
                         .file = manifest_file.string()});
        }
    }
    return {};
}

Result<LoadedPlugin> load(const Disk& disk, const Package& package, const HostOffer& offer) {
    if (auto checked = check_before_loading(disk, package, offer); !checked) {
        return fail(std::move(checked.error()));
    }
    auto library = Library::open(package.library);
    if (!library) {
        return fail(std::move(library.error()));
    }
    const auto descriptor = library->find(package.manifest.id);
    if (!descriptor) {
        return fail(descriptor.error());
    }
    auto agrees = check_agrees(**descriptor, package.manifest, package.folder / manifest_name);
    if (!agrees) {
        return fail(std::move(agrees.error()));
    }
    return LoadedPlugin{
        .package = package, .library = std::move(*library), .descriptor = *descriptor};
}

}  // namespace tradelab
