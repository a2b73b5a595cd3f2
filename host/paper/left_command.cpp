#include "paper/left_command.hpp"

#include "core/check.hpp"
#include "paper/command_text.hpp"

#include <cstddef>
#include <utility>

namespace tradelab {

namespace {

constexpr std::size_t command_bytes_max = 4'096;

PaperCommand not_understood() {
    return {.verb = PaperVerb::pause,
            .by = "left command",
            .reason = "what was left for this start cannot be understood"};
}

bool may_be_left(PaperVerb verb) {
    return verb == PaperVerb::pause || verb == PaperVerb::resume;
}

}  // namespace

Disk::Path left_command_path(const Disk::Path& folder) {
    return folder / "left-command";
}

Status leave_paper_command(Disk& disk, const Disk::Path& folder, const PaperCommand& command) {
    TL_CHECK(may_be_left(command.verb));
    if (auto good = check_command(command); !good) {
        return good;
    }
    if (auto made = disk.make_directories(folder); !made) {
        return made;
    }
    return write_atomically(disk, left_command_path(folder), encode_command(command));
}

Result<std::optional<PaperCommand>> read_left_command(const Disk& disk, const Disk::Path& folder) {
    const auto text = disk.read_file(left_command_path(folder), {.size_max = command_bytes_max});
    if (!text) {
        switch (text.error().code) {
            case ErrorCode::not_found:
                return std::optional<PaperCommand>();
            case ErrorCode::too_large:
            case ErrorCode::invalid_argument:
            case ErrorCode::unsupported:
                return std::optional(not_understood());
            default:
                return fail(text.error());
        }
    }
    auto command = decode_command(*text);
    return std::optional(command && may_be_left(command->verb) ? *std::move(command)
                                                               : not_understood());
}

Status forget_left_command(Disk& disk, const Disk::Path& folder) {
    const auto there = disk.stat(left_command_path(folder));
    if (!there && there.error().code == ErrorCode::not_found) {
        return {};
    }
    if (auto removed = disk.remove_file(left_command_path(folder)); !removed) {
        return removed;
    }
    return disk.sync_directory(folder);
}

bool is_overtaken(const PaperCommand& left, const std::optional<PaperLatch>& latch) {
    return left.verb == PaperVerb::resume && latch &&
           (latch->given_at >= left.given_at || latch->given_at <= UnixNanos(0));
}

}  // namespace tradelab
