#include "paper/latch.hpp"

#include "journal/trial_lines.hpp"
#include "paper/lines.hpp"

#include <chrono>
#include <memory>

namespace tradelab {
namespace {

constexpr std::size_t latch_bytes_max = 4'096;

// Who writes the latch at the same time is done in a moment.
constexpr std::chrono::nanoseconds patience = std::chrono::seconds(1);

Result<std::unique_ptr<FileLock>> lock_of(Disk& disk, const Disk::Path& folder) {
    return disk.lock(folder / "latch.lock", patience);
}

// On one line whatever it was: a latch is never refused for its wording.
std::string plain(std::string_view text) {
    return on_one_line(text.substr(0, 200));
}

// A latch as it lies there.  One that is damaged stops, and may have been a panic.
struct Found {
    PaperLatch latch;
    bool may_be_panic = false;
};

Found damaged(std::string why) {
    return {.latch = {.level = PaperLatchLevel::stop, .by = "latch file", .reason = std::move(why)},
            .may_be_panic = true};
}

Found parse_latch(std::string_view text) {
    TrialLines lines(text);
    const auto level = lines.text("level");
    PaperLatch out{.level = level == "panic" ? PaperLatchLevel::panic : PaperLatchLevel::stop,
                   .by = plain(lines.text("by")),
                   .reason = plain(lines.text("reason")),
                   .given_at = UnixNanos(lines.number<std::int64_t>("given_at_ns"))};
    const bool is_known = level == "panic" || level == "stop";
    if (!is_known || !lines.wrong().empty() || !lines.at_end()) {
        Found wrong = damaged("the latch file cannot be understood");
        wrong.latch.level = out.level;  // what it says of panic is believed
        return wrong;
    }
    const bool is_panic = out.level == PaperLatchLevel::panic;
    return {.latch = std::move(out), .may_be_panic = is_panic};
}

Result<std::optional<Found>> look(const Disk& disk, const Disk::Path& folder) {
    const auto text = disk.read_file(paper_latch_path(folder), {.size_max = latch_bytes_max});
    if (text) {
        return std::optional(parse_latch(*text));
    }
    switch (text.error().code) {
        case ErrorCode::not_found:
            return std::optional<Found>();
        case ErrorCode::too_large:
        case ErrorCode::invalid_argument:
        case ErrorCode::unsupported:
            return std::optional(damaged("the latch is no small file"));
        default:
            return fail(text.error());
    }
}

}  // namespace

PaperCommand command_of(const PaperLatch& latch) {
    return {.verb = latch.level == PaperLatchLevel::panic ? PaperVerb::panic : PaperVerb::stop,
            .by = latch.by,
            .reason = latch.reason,
            .given_at = latch.given_at};
}

PaperLatch latch_of(const PaperCommand& command) {
    return {
        .level = command.verb == PaperVerb::panic ? PaperLatchLevel::panic : PaperLatchLevel::stop,
        .by = command.by,
        .reason = command.reason,
        .given_at = command.given_at};
}

Disk::Path paper_latch_path(const Disk::Path& folder) {
    return folder / "latch";
}

Status engage_paper_latch(Disk& disk, const Disk::Path& folder, const PaperLatch& latch) {
    if (auto made = disk.make_directories(folder); !made) {
        return made;
    }
    const auto lock = lock_of(disk, folder);
    if (!lock) {
        return fail(lock.error());
    }
    const auto there = look(disk, folder);
    // A panic is never weakened, nor is what cannot be read or understood and may be one.
    const bool is_panic =
        latch.level == PaperLatchLevel::panic || !there || (*there && (*there)->may_be_panic);
    Lines lines;
    lines.add("level", is_panic ? std::string_view("panic") : std::string_view("stop"));
    lines.add("by", plain(latch.by)).add("reason", plain(latch.reason));
    lines.add("given_at_ns", latch.given_at.ns());
    return write_atomically(disk, paper_latch_path(folder), lines.text());
}

Result<std::optional<PaperLatch>> read_paper_latch(const Disk& disk, const Disk::Path& folder) {
    auto there = look(disk, folder);
    if (!there) {
        return fail(std::move(there).error());
    }
    return *there ? std::optional(std::move((*there)->latch)) : std::nullopt;
}

Status lift_paper_latch(Disk& disk, const Disk::Path& folder) {
    const auto there = disk.stat(paper_latch_path(folder));
    if (!there && there.error().code == ErrorCode::not_found) {
        return {};
    }
    const auto lock = lock_of(disk, folder);
    if (!lock) {
        return fail(lock.error());
    }
    if (auto removed = disk.remove_file(paper_latch_path(folder)); !removed) {
        return removed;
    }
    return disk.sync_directory(folder);
}

}  // namespace tradelab
