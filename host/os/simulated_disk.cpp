#include "os/simulated_disk.hpp"

#include "os/system_error.hpp"

#include <algorithm>
#include <cerrno>

namespace tradelab {

using Place = SimulatedTree::Place;

class SimulatedDisk::OpenFile final : public File {
public:
    OpenFile(SimulatedDisk& disk, Id id, Path path)
        : disk_(disk), id_(id), boot_(disk.boots_), path_(std::move(path)) {}

    Status write(std::string_view bytes) override {
        if (auto begun = begin("write"); !begun) {
            return begun;
        }
        const std::uint64_t used = disk_.tree_.used_bytes();
        const std::uint64_t room = disk_.options_.capacity_bytes - used;
        disk_.tree_.node(id_).bytes += bytes.substr(0, room);
        if (bytes.size() > room) {
            return fail_with_errno(ENOSPC, "write", path_);
        }
        return {};
    }

    Status write_at(std::uint64_t offset, std::string_view bytes) override {
        if (auto begun = begin("write"); !begun) {
            return begun;
        }
        auto& there = disk_.tree_.node(id_).bytes;
        if (offset > there.size() || bytes.size() > there.size() - offset) {
            return fail_with_errno(EINVAL, "write beyond the end of", path_);
        }
        there.replace(offset, bytes.size(), bytes);
        return {};
    }

    Status sync() override {
        if (auto begun = begin("sync"); !begun) {
            return begun;
        }
        disk_.tree_.sync_bytes(id_);
        return {};
    }

    Status close() override { return {}; }

private:
    Status begin(std::string_view verb) {
        if (disk_.boots_ != boot_) {
            return fail(ErrorCode::io_failed,
                        "cannot " + std::string(verb) + " '" + path_.native() +
                            "': it was opened before the power cut",
                        "open it again");
        }
        return disk_.begin(Act::change, verb, path_);
    }

    SimulatedDisk& disk_;
    Id id_;
    std::uint64_t boot_;
    Path path_;
};

class SimulatedDisk::HeldLock final : public FileLock {
public:
    // Shared with the disk, because a lock may outlive it.
    HeldLock(std::shared_ptr<std::set<Id>> locked, Id id) : locked_(std::move(locked)), id_(id) {}
    HeldLock(const HeldLock&) = delete;
    HeldLock& operator=(const HeldLock&) = delete;
    HeldLock(HeldLock&&) = delete;
    HeldLock& operator=(HeldLock&&) = delete;
    ~HeldLock() override { locked_->erase(id_); }

private:
    std::shared_ptr<std::set<Id>> locked_;  // shared with the disk: a lock may outlive it
    Id id_;
};

SimulatedDisk::SimulatedDisk(Options options)
    : options_(options), locked_(std::make_shared<std::set<Id>>()) {}

SimulatedDisk::~SimulatedDisk() = default;

void SimulatedDisk::fail_at(std::uint64_t n, ErrorCode code) {
    fault_ = Fault{.at = operations_ + n, .effect = Effect::fail, .code = code};
}

void SimulatedDisk::cut_power_at(std::uint64_t n) {
    fault_ = Fault{.at = operations_ + n, .effect = Effect::cut_power};
}

void SimulatedDisk::reboot() {
    tree_.forget_undurable();
    locked_ = std::make_shared<std::set<Id>>();
    fault_.reset();
    powered_ = true;
    ++boots_;
}

Status SimulatedDisk::begin(Act act, std::string_view verb, const Path& path) const {
    ++operations_;
    const std::string what = "cannot " + std::string(verb) + " '" + path.native() + "': ";
    const bool due = fault_ && fault_->at == operations_;
    if (due && fault_->effect == Effect::cut_power) {
        powered_ = false;
    }
    if (!powered_) {
        return fail(ErrorCode::io_failed, what + "the power is off", "reboot");
    }
    if (due) {
        return fail(fault_->code, what + "the test planned this failure", "none: it is a test");
    }
    const auto below = [&path](const Path& denied) {
        return std::ranges::mismatch(denied, path).in1 == denied.end();
    };
    if (std::ranges::any_of(denied_, below)) {
        return fail_with_errno(EACCES, verb, path);
    }
    if (act == Act::change && access_ == Access::read_only) {
        return fail_with_errno(EROFS, verb, path);
    }
    return {};
}

Result<SimulatedDisk::Id> SimulatedDisk::look(std::string_view verb,
                                              const Path& path,
                                              Links last) const {
    if (auto begun = begin(Act::read, verb, path); !begun) {
        return fail(begun.error());
    }
    const Place place = tree_.find(path, last);
    if (place.error != 0 || !place.found) {
        return fail_with_errno(place.error != 0 ? place.error : ENOENT, verb, path);
    }
    return *place.found;
}

Result<std::string> SimulatedDisk::read_file(const Path& path, ReadOptions options) const {
    const auto found = look("read", path, options.links);
    if (!found) {
        return fail(found.error());
    }
    const auto& node = tree_.node(*found);
    if (node.kind != FileKind::file) {
        return fail_with_errno(node.kind == FileKind::directory ? EISDIR : ELOOP, "read", path);
    }
    if (node.bytes.size() > options.size_max) {
        return fail_too_large(path, options.size_max);
    }
    return node.bytes;
}

Result<std::string> SimulatedDisk::read_range(const Path& path, ByteRange range) const {
    const auto found = look("read", path, Links::refuse);
    if (!found) {
        return fail(found.error());
    }
    const auto& node = tree_.node(*found);
    if (node.kind != FileKind::file) {
        return fail_with_errno(node.kind == FileKind::directory ? EISDIR : ELOOP, "read", path);
    }
    return node.bytes.substr(std::min<std::uint64_t>(range.offset, node.bytes.size()),
                             range.length);
}

Result<std::vector<std::string>> SimulatedDisk::list(const Path& path) const {
    const auto found = look("list", path, Links::refuse);
    if (!found) {
        return fail(found.error());
    }
    const auto& node = tree_.node(*found);
    if (node.kind != FileKind::directory) {
        return fail_with_errno(ENOTDIR, "list", path);
    }
    std::vector<std::string> names;
    for (const auto& [name, unused] : node.names) {
        names.push_back(name);
    }
    return names;
}

Result<FileInfo> SimulatedDisk::stat(const Path& path) const {
    const auto found = look("look at", path, Links::refuse);
    if (!found) {
        return fail(found.error());
    }
    const auto& node = tree_.node(*found);
    return FileInfo{.kind = node.kind,
                    .size = node.bytes.size(),
                    .mode = node.mode,
                    .links = tree_.links(*found)};
}

Result<Disk::Path> SimulatedDisk::read_link(const Path& path) const {
    const auto found = look("read the link", path, Links::refuse);
    if (!found) {
        return fail(found.error());
    }
    const auto& node = tree_.node(*found);
    if (node.kind != FileKind::symlink) {
        return fail_with_errno(EINVAL, "read the link", path);
    }
    return Path(node.bytes);
}

Result<std::uint64_t> SimulatedDisk::free_bytes(const Path& path) const {
    const auto found = look("measure the free space at", path, Links::follow);
    if (!found) {
        return fail(found.error());
    }
    return options_.capacity_bytes - tree_.used_bytes();
}

Status SimulatedDisk::add_new(std::string_view verb, const Path& path, SimulatedTree::Node node) {
    if (auto begun = begin(Act::change, verb, path); !begun) {
        return begun;
    }
    const Place place = tree_.find(path, Links::refuse);
    if (place.error != 0 || place.found) {
        return fail_with_errno(place.error != 0 ? place.error : EEXIST, verb, path);
    }
    tree_.add(place, std::move(node));
    return {};
}

Result<std::unique_ptr<File>> SimulatedDisk::create_new(const Path& path, std::uint32_t mode) {
    if (auto added = add_new("create", path, {.kind = FileKind::file, .mode = mode}); !added) {
        return fail(added.error());
    }
    return std::make_unique<OpenFile>(*this, *tree_.find(path, Links::refuse).found, path);
}

Result<std::unique_ptr<File>> SimulatedDisk::open_existing(const Path& path,
                                                           std::uint64_t keep_bytes) {
    if (auto begun = begin(Act::change, "open", path); !begun) {
        return fail(begun.error());
    }
    const Place place = tree_.find(path, Links::refuse);
    if (place.error != 0 || !place.found) {
        return fail_with_errno(place.error != 0 ? place.error : ENOENT, "open", path);
    }
    auto& node = tree_.node(*place.found);
    if (node.kind != FileKind::file) {
        return fail_with_errno(node.kind == FileKind::directory ? EISDIR : ELOOP, "open", path);
    }
    if (node.bytes.size() < keep_bytes) {
        return fail_too_short(path, keep_bytes);
    }
    node.bytes.resize(keep_bytes);
    return std::make_unique<OpenFile>(*this, *place.found, path);
}

Status SimulatedDisk::make_directory(const Path& path) {
    return add_new("create the directory", path, {.kind = FileKind::directory, .mode = 0755});
}

Status SimulatedDisk::make_symlink(const Path& target, const Path& link) {
    if (target.empty()) {
        return fail_with_errno(ENOENT, "create the link", link);
    }
    return add_new("create the link",
                   link,
                   {.kind = FileKind::symlink,
                    .mode = 0777,
                    .bytes = target.native(),
                    .durable_bytes = target.native()});
}

Status SimulatedDisk::make_hard_link(const Path& existing, const Path& name) {
    const Place from = tree_.find(existing, Links::refuse);
    const Place to = tree_.find(name, Links::refuse);
    if (from.error != 0 || !from.found || to.error != 0 || to.found) {
        return fail_with_errno(to.found ? EEXIST : ENOENT, "link", name);
    }
    tree_.link(to, *from.found);
    return {};
}

Status SimulatedDisk::remove_file(const Path& path) {
    if (auto begun = begin(Act::change, "remove", path); !begun) {
        return begun;
    }
    const Place place = tree_.find(path, Links::refuse);
    if (place.error != 0 || !place.found) {
        return fail_with_errno(place.error != 0 ? place.error : ENOENT, "remove", path);
    }
    if (tree_.node(*place.found).kind == FileKind::directory) {
        return fail_with_errno(EISDIR, "remove", path);
    }
    tree_.unlink(place);
    return {};
}

Status SimulatedDisk::remove_tree(const Path& path) {
    const Place place = tree_.find(path, Links::refuse);
    if (place.error == 0 && place.found && tree_.node(*place.found).kind == FileKind::directory) {
        const auto names = tree_.node(*place.found).names;  // a copy: they are being removed
        for (const auto& [name, unused] : names) {
            if (auto removed = remove_tree(path / name); !removed) {
                return removed;
            }
        }
    }
    if (auto begun = begin(Act::change, "remove all of", path); !begun) {
        return begun;
    }
    if (place.error != 0 || !place.found) {
        return fail_with_errno(place.error != 0 ? place.error : ENOENT, "remove all of", path);
    }
    if (place.name.empty()) {
        return fail_with_errno(EBUSY, "remove all of", path);
    }
    tree_.unlink(place);
    return {};
}

// A read-only disk has nothing to make durable, and the real one does not refuse either: a read.
Status SimulatedDisk::sync_directory(const Path& path) {
    const auto found = look("sync the directory", path, Links::follow);
    if (!found) {
        return fail(found.error());
    }
    if (tree_.node(*found).kind != FileKind::directory) {
        return fail_with_errno(ENOTDIR, "sync the directory", path);
    }
    tree_.sync_names(*found);
    return {};
}

Result<std::unique_ptr<FileLock>> SimulatedDisk::lock(const Path& path,
                                                      std::chrono::nanoseconds /*patience*/) {
    // Nobody else runs while we wait, so waiting cannot help: a held lock is refused at once.
    if (auto begun = begin(Act::change, "lock", path); !begun) {
        return fail(begun.error());
    }
    const Place place = tree_.find(path, Links::refuse);
    if (place.error != 0) {
        return fail_with_errno(place.error, "lock", path);
    }
    if (place.found && tree_.node(*place.found).kind != FileKind::file) {
        const auto kind = tree_.node(*place.found).kind;
        return fail_with_errno(kind == FileKind::directory ? EISDIR : ELOOP, "lock", path);
    }
    const Id id =
        place.found ? *place.found : tree_.add(place, {.kind = FileKind::file, .mode = 0644});
    if (!locked_->insert(id).second) {
        return fail_lock_held(path);
    }
    return std::make_unique<HeldLock>(locked_, id);
}

}  // namespace tradelab
