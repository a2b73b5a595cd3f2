#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "journal/record.hpp"
#include "lifecycle/lifecycle.hpp"
#include "os/disk.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tradelab {

// The head of the trial ledger, noted in the record of lives.  A journal's own chain proves that
// its records hang together, not that they are those of yesterday: whoever can write the ledger can
// write a whole one anew.  After that it would have to be another record of lives, too, with every
// decision and approval in it.

// As canonical JSON.
[[nodiscard]] std::string encode_ledger_note(const JournalHead& head);
// Exactly what that writes; anything else is malformed.
[[nodiscard]] Result<JournalHead> decode_ledger_note(std::string_view bytes);

// Whether the ledger still begins with all that was noted, at the price of one record, however long
// it is.  Err: it is gone, shorter or another one, with the remedy.
[[nodiscard]] Status check_ledger(const Disk& disk,
                                  const Disk::Path& ledger,
                                  const std::optional<JournalHead>& noted);

// The same, and notes how far it goes by now.  Nothing to do where it was never begun.
[[nodiscard]] Status note_ledger(Disk& disk,
                                 const Disk::Path& ledger,
                                 Lifecycle& record,
                                 UnixNanos now);

}  // namespace tradelab
