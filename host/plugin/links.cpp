#include "plugin/links.hpp"

#include "core/text.hpp"
#include "plugin/grammar.hpp"

#include <string>
#include <utility>

namespace tradelab {

namespace {

using Path = std::filesystem::path;

constexpr int hops_max = 8;
constexpr const char* remedy =
    "it must lead to a version's folder beside it: install the plugin "
    "again";

Failure refuse(ErrorCode code, const Path& link, std::string context, std::string hint) {
    return fail({.code = code,
                 .context = std::move(context),
                 .hint = std::move(hint),
                 .file = link.string()});
}

}  // namespace

Result<Path> resolve_links(const Disk& disk, Path path) {
    const Path start = path;
    for (int hop = 0; hop < hops_max; ++hop) {
        const auto info = disk.stat(path);
        if (!info) {
            return fail(info.error());
        }
        if (info->kind != FileKind::symlink) {
            return path;
        }
        const auto target = disk.read_link(path);
        if (!target) {
            return fail(target.error());
        }
        path = path.parent_path() / *target;  // an absolute target replaces what is before it
    }
    return refuse(ErrorCode::refused, start, "links that lead in a circle", "remove one of them");
}

Result<Path> folder_beside(const Disk& disk, const Path& link) {
    const auto found = disk.stat(link);
    if (!found) {
        return fail(found.error());
    }
    if (found->kind != FileKind::symlink) {
        return refuse(ErrorCode::malformed, link, "is not a symbolic link", remedy);
    }
    const auto target = disk.read_link(link);
    if (!target) {
        return fail(target.error());
    }
    const std::string name = target->string();
    if (!is_package_path(name) || name.find('/') != std::string::npos) {
        return refuse(ErrorCode::refused,
                      link,
                      "leads to " + in_quotes(name) + ", out of its folder",
                      remedy);
    }
    const auto info = disk.stat(link.parent_path() / name);
    if (!info && info.error().code != ErrorCode::not_found) {
        return fail(info.error());
    }
    if (!info || info->kind != FileKind::directory) {
        return refuse(ErrorCode::not_found,
                      link,
                      "a dangling link: there is no folder " + in_quotes(name) + " beside it",
                      "install the plugin again, or remove it");
    }
    return link.parent_path() / name;
}

}  // namespace tradelab
