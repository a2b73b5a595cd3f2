#include "config/trusted_file.hpp"

#include <utility>

namespace tradelab {

namespace {

constexpr std::uint32_t write_by_others = 0002;
constexpr int links_max = 8;

Result<FileInfo> info_behind_links(const Disk& disk, Disk::Path path) {
    auto info = disk.stat(path);
    for (int links = 0; info && info->kind == FileKind::symlink && links < links_max; ++links) {
        const auto target = disk.read_link(path);
        if (!target) {
            return fail(target.error());
        }
        path = target->is_absolute() ? *target : path.parent_path() / *target;
        info = disk.stat(path);
    }
    return info;
}

}  // namespace

Result<std::string> read_trusted(const Disk& disk, const Disk::Path& path, std::uint64_t size_max) {
    const auto info = info_behind_links(disk, path);
    if (info && (info->mode & write_by_others) != 0) {
        return fail({.code = ErrorCode::permission_denied,
                     .context = "everybody may write this file, so nobody knows who did",
                     .hint = "read it through, then: chmod o-w FILE",
                     .file = path.string()});
    }
    return disk.read_file(path, {.size_max = size_max, .links = Links::follow});
}

}  // namespace tradelab
