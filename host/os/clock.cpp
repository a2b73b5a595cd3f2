#include "os/clock.hpp"

#include "core/check.hpp"

namespace tradelab {

UnixNanos SystemClock::now() const {
    const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
    return UnixNanos(std::chrono::nanoseconds(since_epoch).count());
}

std::chrono::nanoseconds SystemClock::monotonic() const {
    return std::chrono::steady_clock::now().time_since_epoch();
}

void SimulatedClock::advance(std::chrono::nanoseconds step) {
    TL_CHECK(step >= std::chrono::nanoseconds::zero());

    now_ = now_ + step;
    monotonic_ += step;
}

}  // namespace tradelab
