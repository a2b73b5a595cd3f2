#pragma once

#include "journal/record.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <memory>
#include <optional>

// The acknowledged mark: up to where somebody has been told "it is on disk".  It lives in a file of
// its own beside the journal, in two slots that are written in turn, so that a power cut while one
// is written leaves the other.
namespace tradelab {

inline constexpr std::size_t mark_slot_bytes = 80;
// Slots lie a page apart: no disk writes two of them at once.
inline constexpr std::size_t mark_slot_distance = 4096;

struct AcknowledgedMark {
    std::uint64_t generation = 0;  // counts syncs; the greater of two is the later
    JournalHead head = {};

    friend bool operator==(const AcknowledgedMark&, const AcknowledgedMark&) = default;
};

[[nodiscard]] Disk::Path mark_path(const Disk::Path& journal);

// The later of the marks in the bytes of a mark file, or nothing when none is whole.
[[nodiscard]] std::optional<AcknowledgedMark> decode_mark_file(std::string_view bytes);

// Refused with not_found when there is no mark file, with malformed when neither slot is whole.
[[nodiscard]] Result<AcknowledgedMark> read_mark(const Disk& disk, const Disk::Path& journal);

// Puts a mark file that says `head` in the place of the one there may be, durably.
Status write_new_mark(Disk& disk, const Disk::Path& journal, const JournalHead& head);

// Moves the mark of one journal on.  One writer, who holds the journal's lock.
class MarkFile {
public:
    [[nodiscard]] static Result<MarkFile> open(Disk& disk,
                                               const Disk::Path& journal,
                                               const AcknowledgedMark& current);

    [[nodiscard]] const JournalHead& acknowledged() const { return current_.head; }

    // Durable when this returns.  After an error the mark on disk is the old one or this one, and
    // this object must not be used again.
    Status advance(const JournalHead& head);

private:
    MarkFile(std::unique_ptr<File> file, AcknowledgedMark current)
        : file_(std::move(file)), current_(current) {
        slot_.reserve(mark_slot_bytes);
    }

    std::unique_ptr<File> file_;
    AcknowledgedMark current_;
    std::string slot_ = {};  // kept for its memory
};

}  // namespace tradelab
