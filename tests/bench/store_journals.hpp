#pragma once

#include "os/disk.hpp"
#include "store/sources.hpp"

#include <cstdint>

namespace bench {

// Journals of a session that traded for long, and of a ledger beside it, written by the journal's
// own writer with the session's own texts.
void write_paper_journal(tradelab::Disk& disk,
                         const tradelab::ProjectionPlaces& places,
                         std::uint64_t records);
void write_trials(tradelab::Disk& disk,
                  const tradelab::ProjectionPlaces& places,
                  std::uint64_t records);

}  // namespace bench
