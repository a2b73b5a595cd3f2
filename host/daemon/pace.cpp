#include "daemon/pace.hpp"

#include <algorithm>

namespace tradelab {

namespace {

// A command shall hold within 50 ms: a step may take half of it before it is made shorter.  What it
// takes at least is the disk's: making it shorter than an hour of bars would gain nothing.
constexpr std::chrono::milliseconds wall_max(25);
constexpr std::chrono::milliseconds wall_min(18);
constexpr Duration feed_min = std::chrono::hours(1);
constexpr Duration feed_max = std::chrono::hours(24 * 64);

}  // namespace

UnixNanos Pace::due(std::chrono::nanoseconds monotonic) const {
    std::int64_t passed = 0;
    const auto elapsed = (monotonic - start_.monotonic).count();
    if (!speed_ || __builtin_mul_overflow(elapsed, *speed_, &passed)) {
        return UnixNanos(INT64_MAX);
    }
    return checked_add(start_.feed, Duration(passed)).value_or(UnixNanos(INT64_MAX));
}

std::chrono::nanoseconds Pace::until(UnixNanos instant, std::chrono::nanoseconds monotonic) const {
    const UnixNanos now = due(monotonic);
    if (!speed_ || instant <= now) {
        return std::chrono::nanoseconds(0);
    }
    // Rounded up: a wait that ends too early would only be followed by another.
    const std::int64_t left = checked_sub(instant, now).value_or(Duration::max()).count();
    return std::chrono::nanoseconds(left / *speed_ + 1);
}

void StepLength::took(std::chrono::nanoseconds wall) {
    if (wall > wall_max) {
        feed_ = std::max(feed_ / 2, feed_min);
    } else if (wall < wall_min) {
        feed_ = std::min(feed_ * 2, feed_max);
    }
}

}  // namespace tradelab
