#include "daemon/only_one.hpp"

#include <string>
#include <utility>

namespace tradelab {

namespace {

constexpr std::uint64_t process_bytes_max = 64;

Failure taken(const Disk& disk, const Disk::Path& state) {
    const auto known = disk.read_file(state / "daemon.pid",
                                      {.size_max = process_bytes_max, .links = Links::refuse});
    const std::string holder =
        known && !known->empty() ? "process " + known->substr(0, known->find('\n')) : "a process";
    return fail(
        ErrorCode::already_exists,
        holder + " already runs a daemon on " + state.string(),
        "ask it with: tradelab status; or give this one a directory of its own: --state DIR");
}

}  // namespace

Result<OnlyOne> OnlyOne::take(Disk& disk, const Disk::Path& state, std::int64_t process) {
    if (auto made = disk.make_directories(state); !made) {
        return fail(std::move(made).error(), "making the state directory");
    }
    auto lock = disk.lock(state / "daemon.lock", std::chrono::nanoseconds(0));
    if (!lock) {
        return lock.error().code == ErrorCode::timed_out
                   ? taken(disk, state)
                   : fail(std::move(lock).error(), "locking the state directory");
    }
    // For the eyes of the one that comes second; the lock alone decides.
    auto named = write_atomically(disk, state / "daemon.pid", std::to_string(process) + "\n");
    if (!named) {
        return fail(std::move(named).error(), "writing into the state directory");
    }
    return OnlyOne(*std::move(lock));
}

}  // namespace tradelab
