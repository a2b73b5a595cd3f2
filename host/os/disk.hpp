#pragma once

#include "core/result.hpp"
#include "os/mapping.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

enum class FileKind { file, directory, symlink, other };

// What a name stands for, the last link not followed.
struct FileInfo {
    FileKind kind = FileKind::other;
    std::uint64_t size = 0;
    std::uint32_t mode = 0;   // permission bits only
    std::uint64_t links = 0;  // names of this file; for a directory it means nothing
};

// Whether a symbolic link in the last place of a path is an answer or a refusal.
enum class Links { follow, refuse };

struct ReadOptions {
    std::uint64_t size_max = 0;  // a larger file is refused with too_large, not cut
    Links links = Links::follow;
};

// A part of a file: `length` bytes from `offset`, fewer where the file ends.
struct ByteRange {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

struct CopyOptions {
    std::uint64_t size_max = 0;
    std::uint32_t mode = 0644;
};

// A file being written.  What was written is lost in a power cut until `sync`; so is its *name*
// until the directory is synced.  Destruction closes without syncing.
class File {
public:
    virtual ~File() = default;
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    File(File&&) = delete;
    File& operator=(File&&) = delete;

    // Appends all of it, or says why not; after an error a part of it may be there.
    virtual Status write(std::string_view bytes) = 0;
    // Replaces bytes that are there already; where the next `write` goes stays as it was.  A range
    // that reaches beyond the end is refused.  A power cut before `sync` can leave any mixture.
    virtual Status write_at(std::uint64_t offset, std::string_view bytes) = 0;
    virtual Status sync() = 0;
    // Some file systems report a failed write only here.  Nothing may be called after it.
    virtual Status close() = 0;

protected:
    File() = default;
};

// An advisory lock, held as long as this lives.  The kernel drops it when the process dies.
class FileLock {
public:
    virtual ~FileLock() = default;
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;
    FileLock(FileLock&&) = delete;
    FileLock& operator=(FileLock&&) = delete;

protected:
    FileLock() = default;
};

// The only door to files.  RealDisk is the machine's; SimulatedDisk fills up, fails and loses power
// on demand.  Both pass the same tests, except that the simulated one holds all permission bits and
// obeys none.
//
// Every error names the path and the remedy.  Links in the middle of a path are followed, always;
// each act says what it does with one in the last place.
class Disk {
public:
    using Path = std::filesystem::path;

    virtual ~Disk() = default;
    Disk(const Disk&) = delete;
    Disk& operator=(const Disk&) = delete;
    Disk(Disk&&) = delete;
    Disk& operator=(Disk&&) = delete;

    // The whole of a regular file.  A directory, device or pipe is refused, and never waited for.
    [[nodiscard]] virtual Result<std::string> read_file(const Path& path,
                                                        ReadOptions options) const = 0;
    // The same without a size limit, read where it lies: for sealed files, which nobody writes any
    // more.  Unless a disk can do better it is a copy in memory.
    [[nodiscard]] virtual Result<Mapping> map(const Path& path) const;
    // A part of a regular file, not a link; nothing at or beyond its end.  Memory is bounded by the
    // length asked for, so this reads files that grow for ever.
    [[nodiscard]] virtual Result<std::string> read_range(const Path& path,
                                                         ByteRange range) const = 0;
    // The names in a directory, sorted by bytes.  A link to a directory is refused.
    [[nodiscard]] virtual Result<std::vector<std::string>> list(const Path& path) const = 0;
    [[nodiscard]] virtual Result<FileInfo> stat(const Path& path) const = 0;
    [[nodiscard]] virtual Result<Path> read_link(const Path& path) const = 0;
    [[nodiscard]] virtual Result<std::uint64_t> free_bytes(const Path& path) const = 0;

    // Something of this name is there, a dangling link included.  What cannot be looked at counts
    // as absent: where the difference matters, ask `stat`.
    [[nodiscard]] bool exists(const Path& path) const { return stat(path).has_value(); }

    // Makes a new file, refusing any that exists, a dangling link included.
    [[nodiscard]] virtual Result<std::unique_ptr<File>> create_new(const Path& path,
                                                                   std::uint32_t mode) = 0;
    [[nodiscard]] Result<std::unique_ptr<File>> create_new(const Path& path) {
        return create_new(path, 0644);
    }

    // Opens a regular file, not a link, to write behind its first `keep_bytes`.  What lies beyond
    // is cut off, durably at the next sync; a shorter file is refused.
    [[nodiscard]] virtual Result<std::unique_ptr<File>> open_existing(const Path& path,
                                                                      std::uint64_t keep_bytes) = 0;

    // One directory, below one that exists.
    virtual Status make_directory(const Path& path) = 0;
    // The directory and what is missing above it, each durable when this returns.  One that is
    // there already, or a link to one, is fine.
    Status make_directories(const Path& path);
    // `link` will say `target`, which need not exist.
    virtual Status make_symlink(const Path& target, const Path& link) = 0;
    // Atomic, replacing a file or link at `to` (an empty directory, if `from` is a directory).
    virtual Status rename(const Path& from, const Path& to) = 0;
    // A file or a link, not what the link points to.
    virtual Status remove_file(const Path& path) = 0;
    // A file, a link or a directory with all that is below it.  No link is followed.  Absence is an
    // error; a power cut can leave a part of it.
    virtual Status remove_tree(const Path& path) = 0;
    // Makes the names in a directory durable: creations, renames and removals.
    virtual Status sync_directory(const Path& path) = 0;

    // Takes the lock of a file, made if it is absent and never removed.  A lock held elsewhere, in
    // this process or another, is waited for as long as `patience`, then refused.
    [[nodiscard]] virtual Result<std::unique_ptr<FileLock>> lock(
        const Path& path, std::chrono::nanoseconds patience) = 0;

protected:
    Disk() = default;
};

// Replaces `path` by a file of exactly these bytes: written beside it under a temporary name,
// synced, renamed, the directory synced.  A reader, or a power cut, finds the old file or the new
// one, never a part.  After an error the old file is untouched and the temporary one removed where
// that was possible (only when the very last step fails is the new file there, unproven); a
// temporary file left behind by a crash is replaced by the next attempt.
//
// Two writers of one path must hold a lock.
Status write_atomically(Disk& disk,
                        const Disk::Path& path,
                        std::string_view bytes,
                        std::uint32_t mode = 0644);

// Copies a regular file, not a link, to a new name, and syncs it.  Its directory is left to the
// caller, who usually copies several.
Status copy_file(Disk& disk, const Disk::Path& from, const Disk::Path& to, CopyOptions options);

}  // namespace tradelab
