#include "plugin/registry.hpp"

#include "core/limits.hpp"
#include "core/text.hpp"
#include "plugin/links.hpp"

#include <tradelab/abi/plugin.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace tradelab {

namespace {

using Path = std::filesystem::path;

constexpr const char* active_name = "active";

Failure refuse(ErrorCode code, const Path& file, std::string context, std::string hint) {
    return fail({.code = code,
                 .context = std::move(context),
                 .hint = std::move(hint),
                 .file = file.string()});
}

Result<Package> read_entry(const Disk& disk, const Path& folder, Origin origin) {
    const std::string name = folder.filename().string();
    Path package_folder = folder;
    const bool is_store = disk.exists(folder / active_name);
    if (is_store) {
        auto active = folder_beside(disk, folder / active_name);
        if (!active) {
            return fail(std::move(active.error()));
        }
        package_folder = std::move(*active);
    }

    auto package = read_package(disk, package_folder, origin);
    if (!package) {
        return package;
    }
    const Manifest& manifest = package->manifest;
    if (manifest.id != name) {
        return refuse(ErrorCode::malformed,
                      package_folder / manifest_name,
                      "its id is " + in_quotes(manifest.id) + ", its folder is " + in_quotes(name),
                      "name the folder like the id");
    }
    if (is_store && text(manifest.version) != package_folder.filename().string()) {
        return refuse(ErrorCode::malformed,
                      package_folder / manifest_name,
                      "its version is " + text(manifest.version) + ", its folder is " +
                          in_quotes(package_folder.filename().string()),
                      "install the plugin again");
    }
    return package;
}

class Search {
public:
    Search(const Disk& disk, const HostOffer& offer) : disk_(disk), offer_(offer) {}

    void look_into(const Root& root) {
        auto folder = resolve_links(disk_, root.folder);
        if (!folder) {
            if (folder.error().code != ErrorCode::not_found || disk_.exists(root.folder)) {
                found_.refused.push_back({root.folder, std::move(folder.error())});
            }
            return;
        }
        const Path normal = (*folder / "").lexically_normal();  // with and without a slash alike
        if (!searched_.insert(normal).second) {
            return;  // the same folder by two flags is one folder, not a house of duplicates
        }
        auto names = disk_.list(*folder);
        if (!names) {
            found_.refused.push_back({root.folder, std::move(names.error())});
            return;
        }
        for (const std::string& name : *names) {
            if (name.starts_with('.')) {
                continue;
            }
            if (++entries_ > limits::plugins_max) {
                found_.refused.push_back({root.folder, too_many()});
                return;
            }
            look_at(root.folder / name, root.origin);
        }
    }

    Discovery finish() {
        std::ranges::sort(
            found_.packages, {}, [](const Package& package) { return package.manifest.id; });
        return std::move(found_);
    }

private:
    void look_at(const Path& entry, Origin origin) {
        const auto target = resolve_links(disk_, entry);
        if (!target) {
            Error error = target.error();
            if (error.code == ErrorCode::not_found) {
                error = {.code = ErrorCode::not_found,
                         .context = "a dangling link",
                         .hint = "remove it, or restore what it leads to",
                         .file = entry.string()};
            }
            found_.refused.push_back({entry, std::move(error)});
            return;
        }
        const auto info = disk_.stat(*target);
        if (info && info->kind != FileKind::directory) {
            return;
        }
        auto package = read_entry(disk_, entry, origin);
        if (!package) {
            found_.refused.push_back({entry, std::move(package.error())});
            return;
        }
        accept(entry, std::move(*package));
    }

    void accept(const Path& entry, Package package) {
        const Path file = package.folder / manifest_name;
        auto fits = check_offer(package.manifest, offer_, file);
        if (!fits) {
            found_.refused.push_back({entry, std::move(fits.error())});
            return;
        }
        const auto [first, is_new] = taken_.try_emplace(package.manifest.id, package.folder);
        if (!is_new) {
            found_.refused.push_back({entry,
                                      {.code = ErrorCode::duplicate,
                                       .context = package.manifest.id + " is also in " +
                                                  first->second.string() + ", which is used",
                                       .hint = "remove one of the two",
                                       .file = file.string()}});
            return;
        }
        found_.packages.push_back(std::move(package));
    }

    static Error too_many() {
        return {.code = ErrorCode::too_large,
                .context = "more than " + std::to_string(limits::plugins_max) +
                           " entries: the rest was not read",
                .hint = "is this a folder of plugins?"};
    }

    const Disk& disk_;
    const HostOffer& offer_;
    Discovery found_;
    std::map<std::string, Path> taken_;
    std::set<Path> searched_;
    std::size_t entries_ = 0;
};

}  // namespace

HostOffer this_host() {
    return {.abi = {.major = TL_ABI_MAJOR, .minor = TL_ABI_MINOR},
            .kinds = {"strategy", "exchange", "analyzer", "source", "notifier"},
            .services = {TL_HOST_LOG}};
}

Status check_offer(const Manifest& manifest, const HostOffer& offer, const Path& file) {
    const auto knows = [](const std::vector<std::string>& offered, const std::string& wanted) {
        return std::ranges::find(offered, wanted) != offered.end();
    };
    if (manifest.abi.major != offer.abi.major) {
        return refuse(ErrorCode::abi_mismatch,
                      file,
                      manifest.id + " was built for ABI " + std::to_string(manifest.abi.major) +
                          ", this host speaks ABI " + std::to_string(offer.abi.major),
                      "build it again with the SDK of this host");
    }
    if (manifest.abi.minor > offer.abi.minor) {
        return refuse(ErrorCode::abi_mismatch,
                      file,
                      manifest.id + " needs ABI " + text(manifest.abi) +
                          " or later, this host speaks ABI " + text(offer.abi),
                      "update the host, or build the plugin with its SDK");
    }
    if (!knows(offer.kinds, manifest.kind)) {
        return refuse(ErrorCode::unsupported,
                      file,
                      manifest.id + " is of kind " + in_quotes(manifest.kind) +
                          ", this host knows " + listed(offer.kinds),
                      "correct `kind`, or update the host");
    }
    for (const std::string& service : manifest.services_needed) {
        if (!knows(offer.services, service)) {
            return refuse(ErrorCode::service_missing,
                          file,
                          manifest.id + " needs the service " + in_quotes(service) +
                              ", this host offers " + listed(offer.services),
                          "update the host, or take it out of [needs]");
        }
    }
    return {};
}

Discovery discover(const Disk& disk, std::span<const Root> roots, const HostOffer& offer) {
    Search search(disk, offer);
    for (const Root& root : roots) {
        search.look_into(root);
    }
    return search.finish();
}

}  // namespace tradelab
