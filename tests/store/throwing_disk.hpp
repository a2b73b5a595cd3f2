#pragma once

#include "os/disk.hpp"

#include <new>

namespace tradelab::store_test {

// Whoever asks it for anything is out of memory.
class ThrowingDisk final : public Disk {
public:
    Result<std::string> read_file(const Path&, ReadOptions) const override { give_up(); }
    Result<std::string> read_range(const Path&, ByteRange) const override { give_up(); }
    Result<std::vector<std::string>> list(const Path&) const override { give_up(); }
    Result<FileInfo> stat(const Path&) const override { give_up(); }
    Result<Path> read_link(const Path&) const override { give_up(); }
    Result<std::uint64_t> free_bytes(const Path&) const override { give_up(); }
    Result<std::unique_ptr<File>> create_new(const Path&, std::uint32_t) override { give_up(); }
    Result<std::unique_ptr<File>> open_existing(const Path&, std::uint64_t) override { give_up(); }
    Status make_directory(const Path&) override { give_up(); }
    Status make_symlink(const Path&, const Path&) override { give_up(); }
    Status rename(const Path&, const Path&) override { give_up(); }
    Status remove_file(const Path&) override { give_up(); }
    Status remove_tree(const Path&) override { give_up(); }
    Status sync_directory(const Path&) override { give_up(); }
    Result<std::unique_ptr<FileLock>> lock(const Path&, std::chrono::nanoseconds) override {
        give_up();
    }

private:
    [[noreturn]] static void give_up() { throw std::bad_alloc(); }
};

}  // namespace tradelab::store_test
