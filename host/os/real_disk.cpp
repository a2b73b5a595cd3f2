#include "os/real_disk.hpp"

#include "os/descriptor.hpp"
#include "os/remove_tree.hpp"
#include "os/system_error.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <thread>
#include <unistd.h>

namespace tradelab {
namespace {

using std::chrono::steady_clock;

// To write as one of the group, and to read or write as anybody else.
constexpr std::uint32_t mode_of_others = 0026;

// A signal that interrupts a call has nothing to say to us: call again.
template <class Call>
auto retried(Call call) {
    auto result = call();
    while (result < 0 && errno == EINTR) {
        result = call();
    }
    return result;
}

Descriptor open_at(const Disk::Path& path, int flags, mode_t mode = 0) {
    return Descriptor(retried([&] { return ::open(path.c_str(), flags | O_CLOEXEC, mode); }));
}

class RealFile final : public File {
public:
    RealFile(Descriptor descriptor, Disk::Path path)
        : descriptor_(std::move(descriptor)), path_(std::move(path)) {}

    Status write(std::string_view bytes) override {
        while (!bytes.empty()) {
            const std::string_view piece = bytes.substr(0, disk_begins_after);
            const auto put =
                retried([&] { return ::write(descriptor_.number(), piece.data(), piece.size()); });
            if (put < 0) {
                return fail_with_errno(errno, "write", path_);
            }
            bytes.remove_prefix(static_cast<std::size_t>(put));
            let_disk_begin(static_cast<std::size_t>(put));
        }
        return {};
    }

    Status write_at(std::uint64_t offset, std::string_view bytes) override {
        struct ::stat status{};
        if (::fstat(descriptor_.number(), &status) < 0) {
            return fail_with_errno(errno, "write", path_);
        }
        const auto size = static_cast<std::uint64_t>(status.st_size);
        if (offset > size || bytes.size() > size - offset) {
            return fail_with_errno(EINVAL, "write beyond the end of", path_);
        }
        while (!bytes.empty()) {
            const auto put = retried([&] {
                return ::pwrite(
                    descriptor_.number(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
            });
            if (put < 0) {
                return fail_with_errno(errno, "write", path_);
            }
            offset += static_cast<std::uint64_t>(put);
            bytes.remove_prefix(static_cast<std::size_t>(put));
        }
        return {};
    }

    Status sync() override {
        if (retried([&] { return ::fsync(descriptor_.number()); }) < 0) {
            return fail_with_errno(errno, "sync", path_);
        }
        return {};
    }

    Status close() override {
        // Linux has closed the descriptor even when it answers EINTR: never twice.
        if (::close(descriptor_.release()) < 0 && errno != EINTR) {
            return fail_with_errno(errno, "close", path_);
        }
        return {};
    }

private:
    static constexpr std::size_t disk_begins_after = std::size_t{4} << 20U;

    // What is written lies in memory until a sync, which would then wait for all of it: with large
    // files the disk works while the rest is still being written.  Advice only: it proves nothing,
    // and what goes wrong here the sync reports.
    void let_disk_begin(std::size_t written) {
        waiting_ += written;
        if (waiting_ >= disk_begins_after) {
            waiting_ = 0;
            constexpr off_t to_the_end = 0;
            static_cast<void>(
                ::sync_file_range(descriptor_.number(), 0, to_the_end, SYNC_FILE_RANGE_WRITE));
        }
    }

    Descriptor descriptor_;
    Disk::Path path_;
    std::size_t waiting_ = 0;
};

class RealLock final : public FileLock {
public:
    explicit RealLock(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}

private:
    Descriptor descriptor_;
};

FileKind kind_of(mode_t mode) {
    if (S_ISREG(mode)) {
        return FileKind::file;
    }
    if (S_ISDIR(mode)) {
        return FileKind::directory;
    }
    if (S_ISLNK(mode)) {
        return FileKind::symlink;
    }
    return FileKind::other;
}

// 0, or the errno that says why a descriptor is not that of a regular file.
int refuse_irregular(const Descriptor& file, struct ::stat& status) {
    if (!file || ::fstat(file.number(), &status) < 0) {
        return errno;
    }
    if (!S_ISREG(status.st_mode)) {
        return S_ISDIR(status.st_mode) ? EISDIR : EINVAL;
    }
    return 0;
}

// Reads to the end rather than to the size: a file may grow, and those of /proc claim to be empty.
Result<std::string> read_all(const Descriptor& file, const Disk::Path& path, std::uint64_t max) {
    std::string bytes;
    std::array<char, 65536> piece{};
    while (true) {
        const auto got = retried([&] { return ::read(file.number(), piece.data(), piece.size()); });
        if (got < 0) {
            return fail_with_errno(errno, "read", path);
        }
        if (got == 0) {
            return bytes;
        }
        if (bytes.size() + static_cast<std::size_t>(got) > max) {
            return fail_too_large(path, max);
        }
        bytes.append(piece.data(), static_cast<std::size_t>(got));
    }
}

}  // namespace

Result<std::string> RealDisk::read_file(const Path& path, ReadOptions options) const {
    // Without O_NONBLOCK the opening of a named pipe would wait for a writer, for ever.
    const int link_flag = options.links == Links::refuse ? O_NOFOLLOW : 0;
    const Descriptor file = open_at(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | link_flag);
    if (!file) {
        return fail_with_errno(errno, "read", path);
    }

    struct ::stat status{};
    if (::fstat(file.number(), &status) < 0) {
        return fail_with_errno(errno, "read", path);
    }
    if (!S_ISREG(status.st_mode)) {
        return fail_with_errno(S_ISDIR(status.st_mode) ? EISDIR : EINVAL, "read", path);
    }
    if (static_cast<std::uint64_t>(status.st_size) > options.size_max) {
        return fail_too_large(path, options.size_max);
    }
    return read_all(file, path, options.size_max);
}

Result<std::string> RealDisk::read_range(const Path& path, ByteRange range) const {
    const Descriptor file = open_at(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
    struct ::stat status{};
    if (const int error = refuse_irregular(file, status); error != 0) {
        return fail_with_errno(error, "read", path);
    }

    const auto size = static_cast<std::uint64_t>(status.st_size);
    const std::uint64_t left = size - std::min(size, range.offset);
    std::string bytes(std::min(range.length, left), '\0');
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const auto got = retried([&] {
            return ::pread(file.number(),
                           bytes.data() + filled,
                           bytes.size() - filled,
                           static_cast<off_t>(range.offset + filled));
        });
        if (got < 0) {
            return fail_with_errno(errno, "read", path);
        }
        if (got == 0) {
            break;  // cut by another since we asked for its size
        }
        filled += static_cast<std::size_t>(got);
    }
    bytes.resize(filled);
    return bytes;
}

Result<std::vector<std::string>> RealDisk::list(const Path& path) const {
    Descriptor directory = open_at(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    std::vector<std::string> names;
    const int error = directory ? names_in(std::move(directory), names) : errno;
    if (error != 0) {
        return fail_with_errno(error, "list", path);
    }
    std::ranges::sort(names);
    return names;
}

Result<FileInfo> RealDisk::stat(const Path& path) const {
    struct ::stat status{};
    if (::lstat(path.c_str(), &status) < 0) {
        return fail_with_errno(errno, "look at", path);
    }
    return FileInfo{.kind = kind_of(status.st_mode),
                    .size = static_cast<std::uint64_t>(status.st_size),
                    .mode = status.st_mode & 07777U,
                    .links = status.st_nlink};
}

Result<Disk::Path> RealDisk::read_link(const Path& path) const {
    std::array<char, 4096> target{};  // PATH_MAX: the kernel makes no longer link
    const auto size = ::readlink(path.c_str(), target.data(), target.size());
    if (size < 0) {
        return fail_with_errno(errno, "read the link", path);
    }
    return Path(std::string(target.data(), static_cast<std::size_t>(size)));
}

Result<std::uint64_t> RealDisk::free_bytes(const Path& path) const {
    struct ::statvfs status{};
    if (retried([&] { return ::statvfs(path.c_str(), &status); }) < 0) {
        return fail_with_errno(errno, "measure the free space at", path);
    }
    return std::uint64_t{status.f_bavail} * status.f_frsize;
}

bool RealDisk::keeps(const Path& path) const {
    const auto [rest, further] = std::ranges::mismatch(kept_from_others_, path);
    return !kept_from_others_.empty() && rest == kept_from_others_.end();
}

std::uint32_t RealDisk::mode_of(const Path& path, std::uint32_t mode) const {
    return keeps(path) ? mode & ~mode_of_others : mode;
}

int RealDisk::give_away(const Path& path) const {
    struct ::stat folder{};
    struct ::stat made{};
    const auto parent = path.parent_path();
    if (::geteuid() != 0 || !keeps(parent) || ::lstat(parent.c_str(), &folder) < 0 ||
        ::lstat(path.c_str(), &made) < 0 || made.st_uid == folder.st_uid) {
        return 0;
    }
    return ::lchown(path.c_str(), folder.st_uid, folder.st_gid) < 0 ? errno : 0;
}

Result<std::unique_ptr<File>> RealDisk::create_new(const Path& path, std::uint32_t mode) {
    Descriptor file = open_at(path, O_WRONLY | O_CREAT | O_EXCL, mode_of(path, mode));
    if (!file) {
        return fail_with_errno(errno, "create", path);
    }
    if (const int error = give_away(path); error != 0) {
        return fail_with_errno(error, "give away", path);
    }
    return std::make_unique<RealFile>(std::move(file), path);
}

Result<std::unique_ptr<File>> RealDisk::open_existing(const Path& path, std::uint64_t keep_bytes) {
    Descriptor file = open_at(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
    struct ::stat status{};
    if (const int error = refuse_irregular(file, status); error != 0) {
        return fail_with_errno(error, "open", path);
    }

    if (static_cast<std::uint64_t>(status.st_size) < keep_bytes) {
        return fail_too_short(path, keep_bytes);
    }
    const auto end = static_cast<off_t>(keep_bytes);
    if (status.st_size > end && retried([&] { return ::ftruncate(file.number(), end); }) < 0) {
        return fail_with_errno(errno, "cut", path);
    }
    if (::lseek(file.number(), end, SEEK_SET) < 0) {
        return fail_with_errno(errno, "open", path);
    }
    return std::make_unique<RealFile>(std::move(file), path);
}

Status RealDisk::make_directory(const Path& path) {
    if (::mkdir(path.c_str(), mode_of(path, 0755)) < 0) {
        return fail_with_errno(errno, "create the directory", path);
    }
    if (const int error = give_away(path); error != 0) {
        return fail_with_errno(error, "give away", path);
    }
    return {};
}

Status RealDisk::make_symlink(const Path& target, const Path& link) {
    if (::symlink(target.c_str(), link.c_str()) < 0) {
        return fail_with_errno(errno, "create the link", link);
    }
    return {};
}

Status RealDisk::rename(const Path& from, const Path& to) {
    if (::rename(from.c_str(), to.c_str()) < 0) {
        return fail_with_errno(errno, "rename '" + from.native() + "' to", to);
    }
    return {};
}

Status RealDisk::remove_file(const Path& path) {
    if (::unlink(path.c_str()) < 0) {
        return fail_with_errno(errno, "remove", path);
    }
    return {};
}

Status RealDisk::remove_tree(const Path& path) {
    if (const int error = remove_tree_below(AT_FDCWD, path.c_str()); error != 0) {
        return fail_with_errno(error, "remove all of", path);
    }
    return {};
}

Status RealDisk::sync_directory(const Path& path) {
    const Descriptor directory = open_at(path, O_RDONLY | O_DIRECTORY);
    if (!directory || retried([&] { return ::fsync(directory.number()); }) < 0) {
        return fail_with_errno(errno, "sync the directory", path);
    }
    return {};
}

Result<std::unique_ptr<FileLock>> RealDisk::lock(const Path& path,
                                                 std::chrono::nanoseconds patience) {
    Descriptor file =
        open_at(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode_of(path, 0644));
    if (!file) {
        return fail_with_errno(errno, "lock", path);
    }
    if (const int error = give_away(path); error != 0) {
        return fail_with_errno(error, "give away", path);
    }

    // The kernel's waiting lock has no deadline, so we ask again every millisecond.
    const auto deadline = steady_clock::now() + patience;
    while (retried([&] { return ::flock(file.number(), LOCK_EX | LOCK_NB); }) < 0) {
        if (errno != EWOULDBLOCK) {
            return fail_with_errno(errno, "lock", path);
        }
        if (steady_clock::now() >= deadline) {
            return fail_lock_held(path);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return std::make_unique<RealLock>(std::move(file));
}

}  // namespace tradelab
