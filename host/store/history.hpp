#pragma once

#include "core/instrument.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "document/json_value.hpp"
#include "store/database.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

// What is answered from the tables.
namespace tradelab {

// Prices and quantities are in the places of their instrument, which the journals do not say.
using InstrumentPlaces = std::map<std::string, Places, std::less<>>;

struct HistoryQuestion {
    std::uint32_t last = 50;              // at most so many rows, the newest
    std::optional<UnixNanos> since = {};  // not of before
    // Of that account's journal: not up to this record; then the oldest of what is left, so that
    // whoever follows misses nothing.
    // Acts that have ended, each whole but for one that is longer than `last`.
    std::optional<std::uint64_t> after = {};
    std::optional<std::uint64_t> account = {};  // of events; nothing: the newest
};

// What happened on one account, step by step, within each in the order of the feed's time, in which
// `since` counts, too.  Numbers need not rise within a step: who goes on takes the largest.
[[nodiscard]] Result<JsonArray> events_in(const Database& database,
                                          const HistoryQuestion& question,
                                          const InstrumentPlaces& places);

// Who did what, oldest first; `since` counts in that of the clock on the wall, `after` not at all.
[[nodiscard]] Result<JsonArray> audit_in(const Database& database, HistoryQuestion question);

}  // namespace tradelab
