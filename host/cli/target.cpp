#include "cli/target.hpp"

#include "core/nearest.hpp"
#include "core/shell_word.hpp"
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

Status check_package_folder(const Disk& disk, const Path& folder) {
    const auto refuse = [&](ErrorCode code, std::string context, std::string hint) {
        return fail({.code = code,
                     .context = std::move(context),
                     .hint = std::move(hint),
                     .file = folder.string()});
    };
    const auto seen = disk.stat(folder);
    if (!seen) {
        return seen.error().code == ErrorCode::not_found
                   ? refuse(ErrorCode::not_found,
                            "there is no such folder",
                            "name the folder of a package, or a plugin by its id")
                   : fail(seen.error());
    }
    // The dot follows a link and wants a folder behind it.
    const auto inside = disk.stat(folder / ".");
    if (!inside && seen->kind == FileKind::symlink && inside.error().code == ErrorCode::not_found) {
        const auto target = disk.read_link(folder);
        return refuse(ErrorCode::not_found,
                      "it is a link that leads nowhere: to " +
                          in_quotes(target ? target->native() : "a place that cannot be read"),
                      "point it at the folder of a package, or name that folder itself");
    }
    if (!inside && inside.error().code == ErrorCode::invalid_argument) {
        const Path around = folder.parent_path();
        return refuse(ErrorCode::malformed,
                      "it is not a folder",
                      disk.exists(around / manifest_name)
                          ? "name the package's folder: " + shell_word(around.native())
                          : "name the package's folder, which holds its plugin.toml");
    }
    if (inside && !disk.exists(folder / manifest_name)) {
        return refuse(ErrorCode::not_found,
                      "the folder holds no plugin.toml, so it is no package",
                      "name the folder that holds it: building a project makes one in "
                      "build/plugins/, named by the plugin's id");
    }
    return inside ? Status() : fail(inside.error());
}

std::string name_in_command(const Package& package) {
    return package.origin == Origin::named ? shell_word(package.folder.native())
                                           : package.manifest.id;
}

namespace {

Result<Package> package_at(const Session& session, const Path& folder) {
    auto there = check_package_folder(session.disk, folder);
    return there ? read_package(session.disk, folder, Origin::named)
                 : fail(std::move(there.error()));
}

}  // namespace

Result<Package> find_target(Session& session, std::string_view target) {
    if (is_path(target)) {
        return package_at(session, folder_at(session, target));
    }
    auto package = find_by_id(session, target);
    const Path folder = session.layout.absolute(target);
    const bool is_path_after_all =
        !package && package.error().code == ErrorCode::not_found && session.disk.exists(folder);
    return is_path_after_all ? package_at(session, folder) : std::move(package);
}

Result<Path> find_folder(Session& session, std::string_view target) {
    if (!is_path(target)) {
        auto package = find_target(session, target);
        return package ? Result<Path>(package->folder) : fail(std::move(package.error()));
    }
    Path folder = folder_at(session, target);
    auto there = check_package_folder(session.disk, folder);
    return there ? Result<Path>(std::move(folder)) : fail(std::move(there.error()));
}

}  // namespace tradelab
