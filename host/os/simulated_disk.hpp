#pragma once

#include "os/disk.hpp"
#include "os/simulated_tree.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace tradelab {

// A disk in memory that fills up, fails and loses power when told to, the same way every time.
//
// Every call of the Disk interface and of File is one operation (remove_tree: one for each thing it
// removes; closing: none).  To try every crash point of some code: run it once, take operations(),
// then for each n start afresh, cut_power_at(n), run, reboot() and look at what is there.
//
// Starts with an empty root directory.  Relative paths start there.  Files and locks must not
// outlive the disk.  One thread.
class SimulatedDisk final : public Disk {
public:
    using Disk::create_new;

    enum class Access { read_write, read_only };

    struct Options {
        // Only the bytes of files take space.  The write that would pass this takes what still
        // fits and fails with disk_full.
        std::uint64_t capacity_bytes = std::uint64_t{1} << 40U;
    };

    SimulatedDisk() : SimulatedDisk(Options{}) {}
    explicit SimulatedDisk(Options options);
    ~SimulatedDisk() override;

    // Operations so far, failed ones included.
    [[nodiscard]] std::uint64_t operations() const { return operations_; }

    // The n-th operation from now (1 is the next) does nothing and fails with this code.
    void fail_at(std::uint64_t n, ErrorCode code);
    // Just before the n-th operation from now the power fails.  It and all others fail until
    // reboot().  A plan replaces the one before.
    void cut_power_at(std::uint64_t n);
    // The power fails now, if it has not, and comes back: what was not synced is gone, files that
    // were open are dead, locks are free, no plan is left.
    void reboot();

    void restrict_to(Access access) { access_ = access; }
    // Everything at or below this path answers permission_denied.
    void deny(Path path) { denied_.push_back(std::move(path)); }
    // A second name of a file, which no code of ours makes but a visitor may.
    Status make_hard_link(const Path& existing, const Path& name);

    [[nodiscard]] Result<std::string> read_file(const Path& path,
                                                ReadOptions options) const override;
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
    class OpenFile;
    class HeldLock;
    using Id = SimulatedTree::Id;

    enum class Act { read, change };
    enum class Effect { fail, cut_power };
    struct Fault {
        std::uint64_t at = 0;
        Effect effect = Effect::fail;
        ErrorCode code = ErrorCode::io_failed;
    };

    // Counts an operation, and says what stops it: the power, the plan, access, a denied path.
    [[nodiscard]] Status begin(Act act, std::string_view verb, const Path& path) const;
    // Begins a read of something that must be there.
    [[nodiscard]] Result<Id> look(std::string_view verb, const Path& path, Links last) const;
    Status add_new(std::string_view verb, const Path& path, SimulatedTree::Node node);
    [[nodiscard]] int refuse_rename(const SimulatedTree::Place& from,
                                    const SimulatedTree::Place& to) const;

    Options options_;
    SimulatedTree tree_;
    Access access_ = Access::read_write;
    std::vector<Path> denied_;
    std::uint64_t boots_ = 0;
    // Shared with the locks, which give back what they hold to the boot that gave it.
    std::shared_ptr<std::set<Id>> locked_;

    // Reading is an operation too, and can meet the power cut.
    mutable std::uint64_t operations_ = 0;
    mutable std::optional<Fault> fault_;
    mutable bool powered_ = true;
};

}  // namespace tradelab
