#pragma once

#include "core/time.hpp"
#include "integrity/options.hpp"
#include "integrity/tally.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace tradelab {

// When the exchange says that something happened, and when a receiver's clock says that word of it
// arrived.  The two times are of one life: 292 years between them are a programmer's error.
struct ReceivedEvent {
    UnixNanos happened;
    UnixNanos received;
};

// What a recording says of the clock that stamped it, against the exchange's.
struct ReceiverClock {
    std::uint64_t events = 0;
    Duration least = {};  // received minus happened: the clock's offset, and the least latency
    Duration most = {};
    DataJudgement judgement =
        {};  // `receiver_clock`, where an event was received before it happened

    // How long word of an event took.
    [[nodiscard]] Duration latency(const ReceivedEvent& event) const {
        return event.received - event.happened - least;
    }
};

// Received minus happened is the offset of the receiver's clock plus the latency.  Latency is never
// negative and now and then next to nothing, so the least difference is the estimate of the offset
// and what exceeds it is latency: Moon, Skelly and Towsley, "Estimation and Removal of Clock Skew
// from Network Delay Measurements" (INFOCOM 1999), without the skew, and the same thought as the
// clock filter of RFC 5905, section 10, which trusts the sample of the least delay.
//
// Assumed is that both clocks run at one rate for as long as the recording lasts.  The true offset
// is never above the estimate: a clock is behind by what is said here, or more.  A least difference
// above zero proves nothing, as slow news and a fast clock look alike; below zero, the clock is
// behind, whatever the latency.  Pure; nothing where there is no event.
[[nodiscard]] std::optional<ReceiverClock> examine_receiver_clock(
    std::span<const ReceivedEvent> events, const IntegrityOptions& options = {});

}  // namespace tradelab
