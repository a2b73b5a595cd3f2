#include "plugin/staging.hpp"

#include "core/limits.hpp"
#include "plugin/load.hpp"

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace tradelab {

namespace {

using Path = std::filesystem::path;

// Nobody, the owner included, has a reason to write to an installed version.
constexpr std::uint32_t installed_mode = 0444;

}  // namespace

Result<Package> copy_package(Disk& disk,
                             const Package& source,
                             const Path& folder,
                             const HostOffer& offer) {
    std::vector<Path> files = {Path(manifest_name)};
    for (const ListedFile& listed : source.manifest.files) {
        files.emplace_back(listed.path);
    }

    std::set<Path> folders;
    for (const Path& file : files) {
        const Path parent = (folder / file).parent_path();
        if (folders.insert(parent).second) {
            if (auto made = disk.make_directories(parent); !made) {
                return fail(std::move(made.error()));
            }
        }
        auto copied = copy_file(disk,
                                source.folder / file,
                                folder / file,
                                {.size_max = limits::library_bytes_max, .mode = installed_mode});
        if (!copied) {
            return fail(std::move(copied.error()));
        }
    }
    for (const Path& written : folders) {
        if (auto synced = disk.sync_directory(written); !synced) {
            return fail(std::move(synced.error()));
        }
    }

    auto copy = read_package(disk, folder, Origin::installed);
    if (!copy) {
        return copy;
    }
    if (copy->manifest != source.manifest) {
        return fail({.code = ErrorCode::malformed,
                     .context = "changed while it was copied",
                     .hint = "wait until its build has ended, then install it again",
                     .file = (source.folder / manifest_name).string()});
    }
    if (auto checked = check_before_loading(disk, *copy, offer); !checked) {
        return fail(std::move(checked.error()));
    }
    return copy;
}

}  // namespace tradelab
