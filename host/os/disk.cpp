#include "os/disk.hpp"

namespace tradelab {
namespace {

Disk::Path directory_of(const Disk::Path& path) {
    const auto parent = path.parent_path();
    return parent.empty() ? Disk::Path(".") : parent;
}

Status write_new(Disk& disk, const Disk::Path& path, std::string_view bytes, std::uint32_t mode) {
    auto file = disk.create_new(path, mode);
    if (!file) {
        return fail(file.error());
    }
    if (auto written = (*file)->write(bytes); !written) {
        return written;
    }
    if (auto synced = (*file)->sync(); !synced) {
        return synced;
    }
    return (*file)->close();
}

Status write_and_rename(Disk& disk,
                        const Disk::Path& temporary,
                        const Disk::Path& path,
                        std::string_view bytes,
                        std::uint32_t mode) {
    if (auto written = write_new(disk, temporary, bytes, mode); !written) {
        return written;
    }
    return disk.rename(temporary, path);
}

}  // namespace

Status Disk::make_directories(const Path& path) {
    Path so_far;
    for (const Path& part : path) {
        so_far /= part;
        if (stat(so_far / ".")) {
            continue;  // a directory, or a link to one: the dot at the end makes it be followed
        }
        auto made = make_directory(so_far);
        if (!made && !(made.error().code == ErrorCode::already_exists && stat(so_far / "."))) {
            if (made.error().code == ErrorCode::already_exists) {
                made.error().context = "'" + so_far.string() + "' is not a directory";
                made.error().hint = "name a folder";
            }
            return made;
        }
        if (auto synced = sync_directory(directory_of(so_far)); !synced) {
            return synced;
        }
    }
    return {};
}

Status write_atomically(Disk& disk,
                        const Disk::Path& path,
                        std::string_view bytes,
                        std::uint32_t mode) {
    auto temporary = path;
    temporary.replace_filename("." + path.filename().native() + ".new");
    if (disk.exists(temporary)) {
        if (auto removed = disk.remove_file(temporary); !removed) {
            return removed;
        }
    }

    auto done = write_and_rename(disk, temporary, path, bytes, mode);
    if (!done) {
        const auto removed = disk.remove_file(temporary);
        static_cast<void>(removed);  // the first error is the one to report
        return done;
    }
    return disk.sync_directory(directory_of(path));
}

Status copy_file(Disk& disk, const Disk::Path& from, const Disk::Path& to, CopyOptions options) {
    const auto bytes = disk.read_file(from, {.size_max = options.size_max, .links = Links::refuse});
    if (!bytes) {
        return fail(bytes.error());
    }
    return write_new(disk, to, *bytes, options.mode);
}

}  // namespace tradelab
