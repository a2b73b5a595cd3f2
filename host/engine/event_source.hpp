#pragma once

#include "core/id.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

#include <tradelab/abi/strategy.h>

#include <cstdint>

// Where market events come from.  The engine does no I/O: whoever reads files implements this.
namespace tradelab {

// In the order in which events of one instant are handled: marks, then funding, then the market.
enum class SourceKind : std::uint8_t { mark = 1, funding = 2, bars = 3, trades = 4 };

// Events of one kind and one size, one right after the other.
struct SourceBlock {
    // The kernel writes `seq` and `flags` into them, and nothing else.  ts_recv equals ts_event.
    tl_ev* first = nullptr;
    std::uint32_t count = 0;        // 0: the source has ended
    std::uint32_t event_bytes = 0;  // of each
    // Of marks: the lowest and highest mark in the time that each row stands for, 1e-8.  nullptr
    // where only the close is known, or where the row stands for another time than the bars of the
    // instrument: a bar is then judged by its own lowest and highest price, and by the mark at its
    // end.
    const std::int64_t* low_e8 = nullptr;
    const std::int64_t* high_e8 = nullptr;
};

// A stream of events in strictly ascending order of ts_event.
class EventSource {
public:
    virtual ~EventSource() = default;
    EventSource(const EventSource&) = delete;
    EventSource& operator=(const EventSource&) = delete;
    EventSource(EventSource&&) = delete;
    EventSource& operator=(EventSource&&) = delete;

    // The next events, at least one and as many as fit (64 is a good number), none at the end.  The
    // block lives until the next call.  Prices and quantities are in the places of the instrument.
    [[nodiscard]] virtual Result<SourceBlock> next() = 0;

protected:
    EventSource() = default;
};

// One source of a run.  At most one for each (instrument, kind, interval).
struct SourceSpec {
    InstrumentId instrument;
    SourceKind kind = SourceKind::bars;
    Duration interval{0};           // of bars: every bar says the same; else 0
    EventSource* source = nullptr;  // outlives the run
};

}  // namespace tradelab
