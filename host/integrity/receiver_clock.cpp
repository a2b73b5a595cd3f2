#include "integrity/receiver_clock.hpp"

#include "core/decimal.hpp"
#include "core/rounding.hpp"
#include "integrity/wording.hpp"

#include <algorithm>
#include <string>

namespace tradelab {
namespace {

// "-1275.018": to the microsecond, below which no clock of a receiver means anything.
std::string milliseconds(Duration time) {
    const Int128 us = divide(Int128{time.count()}, Int128{1'000}, Rounding::half_even);
    return decimal_text(static_cast<std::int64_t>(us), DecimalPlaces(3));
}

}  // namespace

std::optional<ReceiverClock> examine_receiver_clock(std::span<const ReceivedEvent> events,
                                                    const IntegrityOptions& options) {
    if (events.empty()) {
        return std::nullopt;
    }
    Tally tally(options);
    ReceiverClock clock{.events = events.size(), .least = Duration::max(), .most = Duration::min()};
    for (const ReceivedEvent& event : events) {
        const Duration apart = event.received - event.happened;
        clock.least = std::min(clock.least, apart);
        clock.most = std::max(clock.most, apart);
        if (apart < Duration(0)) {
            tally.note(Defect::receiver_clock, event.happened.ns(), [apart] {
                return "received " + milliseconds(-apart) + " ms before it happened";
            });
        }
    }
    if (clock.least < Duration(0)) {
        const std::string of_all = wording::count(tally.count(Defect::receiver_clock), "of", "of") +
                                   " " + wording::count(clock.events, "event", "events");
        tally.explain(Defect::receiver_clock,
                      "the receiver's clock runs " + milliseconds(-clock.least) +
                          " ms behind the exchange's or more: receive minus event time is " +
                          milliseconds(clock.least) + " to " + milliseconds(clock.most) + " ms, " +
                          "below zero for " + of_all);
    }
    clock.judgement = tally.judgement(clock.events);
    return clock;
}

}  // namespace tradelab
