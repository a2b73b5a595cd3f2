#pragma once

#include "journal/mark.hpp"
#include "journal/record.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tradelab {

// Where reading starts.  From the mark on, only the tail is judged; from the first record on, every
// byte is, and the chain is compared with the one that was acknowledged.
enum class ReadFrom { first_record, mark };

// Reads a journal in order, in bounded memory.  Nothing is changed on disk, no lock is taken: a
// writer may be at work, and what it has not finished is a torn tail.
//
// Damage is refused with its offset, the number of the record and what was expected there.  Only
// one thing is passed over: the end of the file, behind the mark, when it is not a whole record and
// no whole record follows.  That is a write that never ended, and nobody was told that it had.
//
// The disk must outlive the reader.  One thread.
class JournalReader {
public:
    // Of any kind, or of the one that must be there.  not_found: there is neither a journal nor a
    // mark of this name.  A journal without its mark is refused, because a tail that was cut off
    // could not be told from one that was never written.
    [[nodiscard]] static Result<JournalReader> open(const Disk& disk,
                                                    const Disk::Path& path,
                                                    ReadFrom from,
                                                    std::string_view kind = {});

    // Goes on behind a head that somebody kept, who read up to there before.  Err: hash_mismatch
    // where this journal has not acknowledged as much, so that it is another one or was cut; that
    // it never had that head is found at the first record, by its link.
    [[nodiscard]] static Result<JournalReader> open_behind(const Disk& disk,
                                                           const Disk::Path& path,
                                                           const JournalHead& head,
                                                           std::string_view kind = {});

    // The same without a mark, as if nothing had been acknowledged: for a journal that lost it.
    [[nodiscard]] static Result<JournalReader> open_unmarked(const Disk& disk,
                                                             const Disk::Path& path);

    // The next record, or nothing at the end.  Its payload is valid until the next call.  After an
    // error every call gives the same error.
    [[nodiscard]] Result<std::optional<RecordView>> next();

    [[nodiscard]] const JournalHeader& header() const { return header_; }
    [[nodiscard]] const AcknowledgedMark& mark() const { return mark_; }
    // After the records read so far.
    [[nodiscard]] const JournalHead& head() const { return chain_.head(); }
    // How many bytes at the end were passed over; known when `next` has answered nothing.
    [[nodiscard]] std::uint64_t torn_bytes() const { return torn_bytes_; }

private:
    JournalReader(const Disk& disk,
                  Disk::Path path,
                  JournalHeader header,
                  AcknowledgedMark mark,
                  Chain chain);

    [[nodiscard]] Result<std::optional<RecordView>> read_one();
    // All bytes from the head on, up to a whole record more than the largest.
    [[nodiscard]] Result<std::string_view> window();
    // Anew from the head on.
    [[nodiscard]] Status read_window();
    // What the bytes at the head are, when they are not the next record.
    [[nodiscard]] Result<std::optional<RecordView>> judge_tail(const Error& why);
    [[nodiscard]] Status check_mark() const;
    [[nodiscard]] Failure damage(std::string_view expected, ErrorCode code) const;

    const Disk* disk_;
    Disk::Path path_;
    JournalHeader header_;
    AcknowledgedMark mark_;
    Chain chain_;
    std::string buffer_ = {};
    std::uint64_t buffer_offset_ = 0;  // in the file
    bool reached_end_ = false;
    std::uint64_t torn_bytes_ = 0;
    std::optional<Error> failed_ = {};
};

}  // namespace tradelab
