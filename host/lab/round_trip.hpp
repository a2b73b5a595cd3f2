#pragma once

#include "core/id.hpp"
#include "core/money.hpp"
#include "core/order.hpp"
#include "core/time.hpp"
#include "engine/run_record.hpp"

#include <cstdint>
#include <optional>

namespace tradelab {

// A position from nothing to nothing (or through it to the other side), of one instance in one
// instrument.
struct RoundTrip {
    InstanceId instance;
    InstrumentId instrument;
    Side side = Side::buy;  // of the opening
    UnixNanos opened_at;
    std::optional<UnixNanos> closed_at;  // nothing: still open at the end
    Price entry;                         // average, rounded against us
    std::optional<Price> exit;           // average of what was closed; nothing while nothing was
    Quantity quantity;                   // the most that was held
    Cash gross = {};                     // realised, before fees and funding
    Cash fees = {};                      // positive is paid
    Cash slippage = {};                  // positive is lost; already part of the prices
    Cash funding = {};                   // positive is paid
    Cash net = {};                       // gross - fees - funding
    std::uint32_t entry_reason = 0;
    std::uint32_t exit_reason = 0;
    FillCause exit_cause = FillCause::next_open;
    bool is_ambiguous = false;  // one of its fills was
    std::uint32_t trade = 0;    // number of the trade that it is, or is a leg of, from 1
};

}  // namespace tradelab
