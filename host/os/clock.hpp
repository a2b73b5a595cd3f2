#pragma once

#include "core/time.hpp"

#include <chrono>

namespace tradelab {

// What time it is.  Two questions, never mixed: `now` is the date, which an operator or NTP may
// move either way, and is what gets written down; `monotonic` only grows, means nothing by itself,
// and is what durations and deadlines are measured with.
//
// The engine does not ask: its time is the ts_recv of the event it handles.
class Clock {
public:
    virtual ~Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    Clock(Clock&&) = delete;
    Clock& operator=(Clock&&) = delete;

    [[nodiscard]] virtual UnixNanos now() const = 0;
    [[nodiscard]] virtual std::chrono::nanoseconds monotonic() const = 0;

protected:
    Clock() = default;
};

// The machine's clocks.  Any thread.
class SystemClock final : public Clock {
public:
    [[nodiscard]] UnixNanos now() const override;
    [[nodiscard]] std::chrono::nanoseconds monotonic() const override;
};

// Time that stands still until it is told to move.  One thread.
class SimulatedClock final : public Clock {
public:
    explicit SimulatedClock(UnixNanos start) : now_(start) {}

    // Both clocks move on together.  A negative step is a programmer's error.
    void advance(std::chrono::nanoseconds step);

    // Only the date moves, forward or back: NTP, an operator, a leap second.
    void jump_wall_time(UnixNanos to) { now_ = to; }

    [[nodiscard]] UnixNanos now() const override { return now_; }
    [[nodiscard]] std::chrono::nanoseconds monotonic() const override { return monotonic_; }

private:
    UnixNanos now_;
    std::chrono::nanoseconds monotonic_{0};
};

}  // namespace tradelab
