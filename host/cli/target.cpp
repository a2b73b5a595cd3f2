#include "cli/target.hpp"

#include "core/nearest.hpp"
#include "core/text.hpp"
#include "plugin/grammar.hpp"
#include "plugin/registry.hpp"

#include <algorithm>
#include <filesystem>

namespace tradelab {

namespace {

using Path = std::filesystem::path;

bool is_path(std::string_view target) {
    return target.find('/') != std::string_view::npos || target == manifest_name || target == "." ||
           target == "..";
}

Path folder_at(const Session& session, const Path& given) {
    const Path path = session.layout.absolute(given);
    return path.filename() == manifest_name ? path.parent_path() : path;
}

}  // namespace

Error no_such_plugin(std::string_view id, const std::vector<std::string>& known) {
    const auto probably = nearest(id, known);
    return {.code = ErrorCode::not_found,
            .context = "there is no plugin " + in_quotes(id),
            .hint = (probably ? "did you mean " + *probably + "? " : std::string()) +
                    "`tradelab plugin list` shows those there are; a package of your own is named "
                    "by its folder"};
}

Result<Package> find_by_id(Session& session, std::string_view id) {
    auto found = discover(session.disk, session.layout.roots(), this_host());
    std::vector<std::string> known;
    for (auto& package : found.packages) {
        if (package.manifest.id == id) {
            return std::move(package);
        }
        known.push_back(package.manifest.id);
    }
    // The folder of a package is named by its id, so this is the reason that the user is after.
    for (auto& refused : found.refused) {
        if (refused.folder.filename() == id) {
            return fail(std::move(refused.error));
        }
    }
    return fail(no_such_plugin(id, known));
}

Result<Package> find_target(Session& session, std::string_view target) {
    if (is_path(target)) {
        return read_package(session.disk, folder_at(session, target), Origin::named);
    }
    auto package = find_by_id(session, target);
    const Path folder = session.layout.absolute(target);
    const bool is_folder = !package && package.error().code == ErrorCode::not_found &&
                           session.disk.exists(folder / manifest_name);
    return is_folder ? read_package(session.disk, folder, Origin::named) : std::move(package);
}

Result<Path> find_folder(Session& session, std::string_view target) {
    if (!is_path(target)) {
        auto package = find_target(session, target);
        return package ? Result<Path>(package->folder) : fail(std::move(package.error()));
    }
    Path folder = folder_at(session, target);
    // The dot follows a link, so one that leads nowhere is not found.
    if (auto info = session.disk.stat(folder / "."); !info) {
        const bool is_there = info.error().code == ErrorCode::invalid_argument;
        return fail({.code = is_there ? ErrorCode::malformed : info.error().code,
                     .context = is_there ? "it is not a folder" : "there is no such folder",
                     .hint = "name the folder of a package, or a plugin by its id",
                     .file = folder.string()});
    }
    return folder;
}

}  // namespace tradelab
