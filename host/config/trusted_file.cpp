#include "config/trusted_file.hpp"

#include <utility>

namespace tradelab {

namespace {

constexpr std::uint32_t write_by_others = 0002;
// In a folder like /tmp everybody makes files, and replaces only his own.
constexpr std::uint32_t sticky = 01000;
constexpr int links_max = 8;

Disk::Path folder_of(const Disk::Path& path) {
    return path.has_parent_path() ? path.parent_path() : ".";
}

// Where the link leads.
Result<Disk::Path> behind(const Disk& disk, const Disk::Path& link) {
    const auto target = disk.read_link(link);
    if (!target) {
        return fail(target.error());
    }
    return target->is_absolute() ? *target : folder_of(link) / *target;
}

// Whoever may write a folder may put another file, or link, in place of this one.
Status check_folder(const Disk& disk, const Disk::Path& path) {
    Disk::Path folder = folder_of(path);
    auto info = disk.stat(folder);
    for (int links = 0; info && info->kind == FileKind::symlink && links < links_max; ++links) {
        auto target = behind(disk, folder);
        if (!target) {
            return fail(std::move(target).error());
        }
        folder = *std::move(target);
        info = disk.stat(folder);
    }
    if (info && (info->mode & write_by_others) != 0 && (info->mode & sticky) == 0) {
        return fail({.code = ErrorCode::permission_denied,
                     .context = "everybody may write the folder " + folder.string() +
                                ", so nobody knows who put this file there",
                     .hint = "read it through, then: chmod o-w " + folder.string(),
                     .file = path.string()});
    }
    return {};
}

// The file itself, and every link on the way to it.
Status check_way(const Disk& disk, Disk::Path path) {
    for (int links = 0; links <= links_max; ++links) {
        const auto info = disk.stat(path);
        if (!info) {
            return {};  // whoever reads it says why
        }
        if (auto folder = check_folder(disk, path); !folder) {
            return folder;
        }
        if (info->kind != FileKind::symlink) {
            const bool is_open = (info->mode & write_by_others) != 0;
            return is_open ? Status(fail({.code = ErrorCode::permission_denied,
                                          .context = "everybody may write this file, so nobody "
                                                     "knows who did",
                                          .hint = "read it through, then: chmod o-w FILE",
                                          .file = path.string()}))
                           : Status();
        }
        auto target = behind(disk, path);
        if (!target) {
            return fail(std::move(target).error());
        }
        path = *std::move(target);
    }
    return {};
}

}  // namespace

Result<std::string> read_trusted(const Disk& disk, const Disk::Path& path, std::uint64_t size_max) {
    if (auto checked = check_way(disk, path); !checked) {
        Error error = std::move(checked).error();
        error.file = path.string();
        return fail(std::move(error));
    }
    return disk.read_file(path, {.size_max = size_max, .links = Links::follow});
}

}  // namespace tradelab
