#pragma once

#include "os/disk.hpp"

#include <cstdint>
#include <utility>

namespace tradelab {

// The machine's disk, by POSIX calls.  Nothing of it changes: any thread.
class RealDisk final : public Disk {
public:
    using Disk::create_new;

    RealDisk() = default;
    // What is made at or below this path others can neither read nor list, and what root makes
    // there belongs to whom the folder does.  They may pass through its folders: the operator's
    // socket lies there, and decides itself who may ask.
    explicit RealDisk(Path kept_from_others) : kept_from_others_(std::move(kept_from_others)) {}

    [[nodiscard]] Result<std::string> read_file(const Path& path,
                                                ReadOptions options) const override;
    [[nodiscard]] Result<Mapping> map(const Path& path) const override;
    [[nodiscard]] Result<std::string> read_range(const Path& path, ByteRange range) const override;
    [[nodiscard]] Result<std::vector<std::string>> list(const Path& path) const override;
    [[nodiscard]] Result<FileInfo> stat(const Path& path) const override;
    [[nodiscard]] Result<Path> read_link(const Path& path) const override;
    [[nodiscard]] Result<std::uint64_t> free_bytes(const Path& path) const override;
    [[nodiscard]] Result<std::unique_ptr<File>> create_new(const Path& path,
                                                           std::uint32_t mode) override;
    [[nodiscard]] Result<std::unique_ptr<File>> open_existing(const Path& path,
                                                              std::uint64_t keep_bytes) override;
    Status make_directory(const Path& path) override;
    Status make_symlink(const Path& target, const Path& link) override;
    Status rename(const Path& from, const Path& to) override;
    Status remove_file(const Path& path) override;
    Status remove_tree(const Path& path) override;
    Status sync_directory(const Path& path) override;
    [[nodiscard]] Result<std::unique_ptr<FileLock>> lock(
        const Path& path, std::chrono::nanoseconds patience) override;

private:
    [[nodiscard]] bool keeps(const Path& path) const;
    [[nodiscard]] std::uint32_t mode_of(const Path& path, std::uint32_t mode) const;
    // Where root makes something in the folder of somebody, it is his: what he cannot read he
    // cannot obey.
    [[nodiscard]] int give_away(const Path& path) const;

    Path kept_from_others_;  // empty: none
};

}  // namespace tradelab
