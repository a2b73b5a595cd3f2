// The single steps that the acts of PluginStore (store.cpp) are made of.
#include "core/text.hpp"
#include "plugin/grammar.hpp"
#include "plugin/links.hpp"
#include "plugin/store.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>
#include <vector>

namespace tradelab {

namespace {

constexpr const char* active_name = "active";
constexpr const char* lock_name = ".lock";
constexpr std::string_view unfinished_prefix = ".unfinished-";

// An install copies some MiB; whoever waits longer than this waits for something that hangs.
constexpr auto patience = std::chrono::seconds(10);

std::string before_name(const std::string& version) {
    return ".before-" + version;
}

// A link that leads nowhere or elsewhere, as against a disk that could not be asked.
bool is_broken(const Error& error) {
    return error.code == ErrorCode::not_found || error.code == ErrorCode::refused ||
           error.code == ErrorCode::malformed;
}

}  // namespace

Result<std::unique_ptr<FileLock>> PluginStore::begin() {
    if (auto made = disk_.make_directories(root_); !made) {
        return fail(std::move(made.error()));
    }
    auto lock = disk_.lock(root_ / lock_name, patience);
    if (lock) {
        // What cannot be swept up is seen by nobody; if it fills the disk, the copying says so.
        static_cast<void>(sweep_root());
    }
    return lock;
}

// An id comes from a command line and becomes a path: it is one by its grammar, or nothing.
Result<PluginStore::Path> PluginStore::entry(std::string_view id) const {
    if (!is_plugin_id(id) || !disk_.exists(root_ / id)) {
        return fail(ErrorCode::not_found,
                    in_quotes(id) + " is not installed in " + root_.string(),
                    "see: tradelab plugin list");
    }
    return root_ / id;
}

Result<PluginStore::Versions> PluginStore::versions_in(const Path& folder) const {
    const auto active = folder_beside(disk_, folder / active_name);
    if (!active) {
        return fail(active.error());
    }
    Versions found{.active = active->filename().string(), .previous = std::nullopt};
    const auto previous = folder_beside(disk_, folder / before_name(found.active));
    if (!previous && !is_broken(previous.error())) {
        return fail(previous.error());  // "unknown" must not read as "none": it would be swept up
    }
    if (previous && *previous != *active) {
        found.previous = previous->filename().string();
    }
    return found;
}

// First the link that says what was before `version`, which nobody asks for as long as `version` is
// not active; then the one that makes it active.
Status PluginStore::activate(const Path& folder,
                             const std::string& version,
                             const std::string& before) {
    if (auto pointed = point(folder / before_name(version), before); !pointed) {
        return pointed;
    }
    return point(folder / active_name, version);
}

Status PluginStore::point(const Path& link, const std::string& target) {
    const Path fresh = link.parent_path() / unfinished_name("link");
    if (auto made = disk_.make_symlink(target, fresh); !made) {
        return made;
    }
    if (auto renamed = disk_.rename(fresh, link); !renamed) {
        return renamed;
    }
    return disk_.sync_directory(link.parent_path());
}

// Gone at once for everybody who looks; what takes long comes after.
Status PluginStore::discard(const Path& path) {
    const Path unfinished = root_ / unfinished_name(path.filename().string());
    if (auto renamed = disk_.rename(path, unfinished); !renamed) {
        return renamed;
    }
    if (auto synced = disk_.sync_directory(root_); !synced) {
        return synced;
    }
    static_cast<void>(disk_.remove_tree(unfinished));  // else the next act does
    return {};
}

Status PluginStore::sweep_root() {
    const auto names = disk_.list(root_);
    if (!names) {
        return fail(names.error());
    }
    for (const std::string& name : *names) {
        if (!name.starts_with(unfinished_prefix)) {
            continue;
        }
        if (auto removed = disk_.remove_tree(root_ / name); !removed) {
            return removed;
        }
    }
    return {};
}

// Keeps the active version, the one before it and the two links; the rest is what crashes and older
// installs left.
Status PluginStore::sweep_entry(const Path& folder) {
    const auto now = versions_in(folder);
    const auto names = disk_.list(folder);
    if (!now || !names) {
        return {};
    }
    const std::array<std::string, 4> kept = {
        active_name, now->active, before_name(now->active), now->previous.value_or(now->active)};
    for (const std::string& name : *names) {
        if (std::ranges::find(kept, name) != kept.end()) {
            continue;
        }
        if (auto removed = disk_.remove_tree(folder / name); !removed) {
            return removed;
        }
    }
    return {};
}

// An entry that is of no use any more makes room.  One that is not ours is left alone, and so is
// one that could not be read: a disk that fails for a moment must not cost a working plugin.
Status PluginStore::prepare_entry(const Path& folder) {
    const auto info = disk_.stat(folder);
    if (!info) {
        return info.error().code == ErrorCode::not_found ? Status() : Status(fail(info.error()));
    }
    const auto link = disk_.stat(folder / active_name);
    if (!link && link.error().code != ErrorCode::not_found) {
        return fail(link.error());
    }
    if (!link || link->kind != FileKind::symlink) {
        return fail(ErrorCode::refused,
                    folder.string() + " is there and was not installed by this command",
                    "move it away first");
    }
    const auto now = versions_in(folder);
    if (now) {
        return sweep_entry(folder);
    }
    return is_broken(now.error()) ? discard(folder) : Status(fail(now.error()));
}

std::string PluginStore::unfinished_name(std::string_view about) {
    return std::string(unfinished_prefix) + std::string(about) + "-" +
           std::to_string(random_.below(1'000'000'000));
}

}  // namespace tradelab
