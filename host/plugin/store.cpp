#include "plugin/store.hpp"

#include "core/text.hpp"
#include "plugin/links.hpp"
#include "plugin/load.hpp"
#include "plugin/staging.hpp"

#include <utility>

namespace tradelab {

namespace {

constexpr const char* active_name = "active";

}  // namespace

Result<PluginStore::Installed> PluginStore::install(const Path& source, const HostOffer& offer) {
    const auto package = inspect(source, offer);
    return package ? install(*package, offer) : fail(package.error());
}

// What is wrong with the source is said of the file that the user gave, before a copy of it exists.
Result<Package> PluginStore::inspect(const Path& source, const HostOffer& offer) const {
    const bool is_manifest = source.filename() == manifest_name;
    const Path named = is_manifest ? source.parent_path() : source;
    const auto folder = resolve_links(disk_, named.empty() ? Path(".") : named);
    if (!folder) {
        return fail(folder.error(), "installing from " + source.string());
    }
    auto package = read_package(disk_, *folder, Origin::named);
    if (!package) {
        return fail(std::move(package.error()));
    }
    if (auto fits = check_before_loading(disk_, *package, offer); !fits) {
        return fail(std::move(fits.error()));
    }
    return package;
}

Result<PluginStore::Installed> PluginStore::install(const Package& source, const HostOffer& offer) {
    const std::string doing =
        "installing " + source.manifest.id + " " + text(source.manifest.version);
    const auto lock = begin();
    if (!lock) {
        return fail(lock.error(), doing);
    }
    auto installed = install_locked(source, offer);
    // Frees what a failure left and what the new version made superfluous.  Should that fail, the
    // next act does it: the answer is known already.
    static_cast<void>(sweep_root());
    static_cast<void>(sweep_entry(root_ / source.manifest.id));
    if (!installed) {
        return fail(std::move(installed.error()), doing);
    }
    return installed;
}

Result<PluginStore::Installed> PluginStore::install_locked(const Package& source,
                                                           const HostOffer& offer) {
    const Path folder = root_ / source.manifest.id;
    if (auto ready = prepare_entry(folder); !ready) {
        return fail(std::move(ready.error()));
    }
    if (!disk_.exists(folder)) {
        return install_first(source, offer);
    }
    return disk_.exists(folder / text(source.manifest.version)) ? install_again(source, offer)
                                                                : install_beside(source, offer);
}

// The whole entry, link included, is made under another name and appears at once.
Result<PluginStore::Installed> PluginStore::install_first(const Package& source,
                                                          const HostOffer& offer) {
    const std::string version = text(source.manifest.version);
    const Path staging = root_ / unfinished_name(source.manifest.id);
    const Path entry = root_ / source.manifest.id;
    auto copy = copy_package(disk_, source, staging / version, offer);
    if (!copy) {
        return fail(std::move(copy.error()));
    }
    if (auto linked = disk_.make_symlink(version, staging / active_name); !linked) {
        return fail(std::move(linked.error()));
    }
    if (auto synced = disk_.sync_directory(staging); !synced) {
        return fail(std::move(synced.error()));
    }
    if (auto renamed = disk_.rename(staging, entry); !renamed) {
        return fail(std::move(renamed.error()));
    }
    if (auto synced = disk_.sync_directory(root_); !synced) {
        return fail(std::move(synced.error()));
    }
    copy->folder = entry / version;
    copy->library = copy->folder / copy->manifest.library;
    return Installed{
        .package = std::move(*copy), .change = Change::installed, .previous = std::nullopt};
}

Result<PluginStore::Installed> PluginStore::install_beside(const Package& source,
                                                           const HostOffer& offer) {
    const std::string version = text(source.manifest.version);
    const Path entry = root_ / source.manifest.id;
    const Path staging = entry / unfinished_name(version);
    const auto now = versions_in(entry);
    if (!now) {
        return fail(now.error());
    }
    auto copy = copy_package(disk_, source, staging, offer);
    if (!copy) {
        return fail(std::move(copy.error()));
    }
    copy->folder = entry / version;
    copy->library = copy->folder / copy->manifest.library;
    if (auto renamed = disk_.rename(staging, copy->folder); !renamed) {
        return fail(std::move(renamed.error()));
    }
    if (auto synced = disk_.sync_directory(entry); !synced) {
        return fail(std::move(synced.error()));
    }
    if (auto active = activate(entry, version, now->active); !active) {
        return fail(std::move(active.error()));
    }
    return Installed{
        .package = std::move(*copy), .change = Change::replaced, .previous = now->active};
}

// The version is there: what is left to do is to see whether it is the same, and to switch to it.
Result<PluginStore::Installed> PluginStore::install_again(const Package& source,
                                                          const HostOffer& offer) {
    const std::string version = text(source.manifest.version);
    const Path entry = root_ / source.manifest.id;
    const auto now = versions_in(entry);
    if (!now) {
        return fail(now.error());
    }
    auto there = read_package(disk_, entry / version, Origin::installed);
    if (there && there->manifest != source.manifest) {
        return fail(ErrorCode::already_exists,
                    "version " + version + " is installed with other contents",
                    "give the changed plugin a new version: what was tested under a version must "
                    "stay what it was");
    }
    const Status intact =
        there ? check_before_loading(disk_, *there, offer) : Status(fail(there.error()));
    if (!intact) {
        return fail(ErrorCode::hash_mismatch,
                    "the installed version " + version + " is damaged: " + describe(intact.error()),
                    "tradelab plugin remove " + source.manifest.id + ", then install it again");
    }
    if (now->active == version) {
        return Installed{
            .package = std::move(*there), .change = Change::none, .previous = now->previous};
    }
    if (auto active = activate(entry, version, now->active); !active) {
        return fail(std::move(active.error()));
    }
    return Installed{
        .package = std::move(*there), .change = Change::replaced, .previous = now->active};
}

Result<PluginStore::Versions> PluginStore::rollback(std::string_view id) {
    const std::string doing = "rolling back " + in_quotes(id);
    const auto folder = entry(id);
    if (!folder) {
        return fail(folder.error(), doing);
    }
    const auto lock = begin();
    if (!lock) {
        return fail(lock.error(), doing);
    }
    const auto now = versions_in(*folder);
    if (!now) {
        return fail(now.error(), doing);
    }
    if (!now->previous) {
        return fail(ErrorCode::refused,
                    doing + ": " + now->active + " is the only version that is kept",
                    "install the version that is wanted");
    }
    const auto package = read_package(disk_, *folder / *now->previous, Origin::installed);
    if (!package) {
        return fail(package.error(), doing);
    }
    if (auto intact = verify(disk_, *package); !intact) {
        return fail(std::move(intact.error()), doing);
    }
    if (auto switched = activate(*folder, *now->previous, now->active); !switched) {
        return fail(std::move(switched.error()), doing);
    }
    return Versions{.active = *now->previous, .previous = now->active};
}

Status PluginStore::remove(std::string_view id) {
    const std::string doing = "removing " + in_quotes(id);
    const auto folder = entry(id);
    if (!folder) {
        return fail(folder.error(), doing);
    }
    const auto lock = begin();
    if (!lock) {
        return fail(lock.error(), doing);
    }
    if (auto gone = discard(*folder); !gone) {
        return fail(std::move(gone.error()), doing);
    }
    return {};
}

Result<PluginStore::Versions> PluginStore::versions(std::string_view id) const {
    const auto folder = entry(id);
    if (!folder) {
        return fail(folder.error());
    }
    return versions_in(*folder);
}

}  // namespace tradelab
