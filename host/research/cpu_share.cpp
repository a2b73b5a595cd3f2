#include "research/cpu_share.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace tradelab {

CpuShare::CpuShare(std::int64_t percent) : percent_(percent) {
    TL_CHECK_MSG(percent >= 1 && percent <= 100, "a share is from 1 to 100 percent");
}

std::chrono::nanoseconds CpuShare::rest(const Used& now) {
    if (has_begun_) {
        // In thousands, so that a century of nanoseconds times 100 still fits.
        const auto cpu = (now.cpu - settled_.cpu) / 1'000 * 100 / percent_ * 1'000;
        debt_ = std::max(debt_ + cpu - (now.wall - settled_.wall), std::chrono::nanoseconds(0));
    }
    has_begun_ = true;
    settled_ = now;
    return debt_;
}

}  // namespace tradelab
