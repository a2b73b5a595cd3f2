#pragma once

#include "journal/record.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <string>

namespace tradelab {

struct JournalVerdict {
    std::string kind = {};
    std::uint64_t first_seq = 1;
    std::uint64_t records = 0;
    JournalHead head = {};          // after the last whole record
    JournalHead acknowledged = {};  // what the mark says
    std::uint64_t torn_bytes = 0;   // at the end, never acknowledged; the next writer cuts them off

    friend bool operator==(const JournalVerdict&, const JournalVerdict&) = default;
};

// Judges every byte of a journal of any kind, and its chain against its mark.  Damage is the error
// of JournalReader.  Whoever can write both files can also forge both: only a chain value that was
// kept elsewhere (another journal, a print-out) proves that nothing was rewritten.
[[nodiscard]] Result<JournalVerdict> verify_journal(const Disk& disk, const Disk::Path& path);

// The acknowledged head, at the price of reading the header and the mark: what another journal
// writes down to vouch for this one.
[[nodiscard]] Result<JournalHead> acknowledged_head(const Disk& disk, const Disk::Path& path);

// Gives a journal that lost its mark a new one: every record that is there then counts as
// acknowledged.  Refused when there is a mark, or when a single byte is not as it was written.
// What was cut off at the end cannot be known: a person decides this, after a look at the records.
[[nodiscard]] Result<JournalVerdict> adopt_journal(Disk& disk, const Disk::Path& path);

}  // namespace tradelab
