#pragma once

#include "control/access.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tradelab {

// What can be asked of the daemon.
enum class ControlVerb : std::uint8_t {
    status,
    pnl,
    positions,
    orders,
    fills,
    funding,
    risk,
    events,
    audit,
    doctor,
    research,
    pause,
    resume,
    stop,
    panic,
    research_start,
    research_stop,
    approve,
    reject,
    retire_strategy,  // for good, and off the account
};

[[nodiscard]] std::string_view control_verb_text(ControlVerb verb);
[[nodiscard]] Role role_needed(ControlVerb verb);
// Handled before all others, in room of their own.
[[nodiscard]] bool takes_risk_away(ControlVerb verb);

struct ControlRequest {
    ControlVerb verb = ControlVerb::status;
    std::uint32_t last = 50;  // of whatever comes in rows: how many, the newest
    std::string reason = {};  // of a command: kept with it
    // Of events and audit: not of before; of events: those behind this number in the journal, the
    // oldest first, for whoever follows.
    std::optional<UnixNanos> since = {};
    std::optional<std::uint64_t> after = {};
    // Of a decision: identity, the beginning of it, or name; of an approval: that it counts.
    std::string strategy = {};
    std::uint32_t days = 7;
};

// A longer line is closed upon: a request is a hundred bytes.
inline constexpr std::size_t request_bytes_max = std::size_t{16} << 10;
// An answer of 1,000 orders is a few hundred KiB.
inline constexpr std::size_t answer_bytes_max = std::size_t{4} << 20;
inline constexpr std::uint32_t rows_max = 1'000;
inline constexpr std::size_t reason_bytes_max = 200;
// Why a human decided so is read for longer.
inline constexpr std::size_t decision_bytes_max = 900;
inline constexpr std::uint32_t approval_days_max = 90;

// {"schema":"tradelab.request/1","verb":"fills","last":20}: members that a verb has no use for are
// refused, as are unknown ones.
[[nodiscard]] Result<ControlRequest> parse_request(std::string_view line);
// The same as one line without its end.
[[nodiscard]] std::string request_line(const ControlRequest& request);

}  // namespace tradelab
