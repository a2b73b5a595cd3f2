#include "lab/hedge_error.hpp"

#include "core/check.hpp"

#include <array>
#include <cmath>
#include <cstddef>

namespace tradelab {

std::optional<double> hedge_error(std::span<const FillRecord> fills,
                                  std::span<const Places> places,
                                  UnixNanos to) {
    if (places.size() != 2) {
        return std::nullopt;
    }
    std::array<double, 2> legs = {};
    double rest = 0;
    double whole = 0;
    for (std::size_t at = 0; at < fills.size(); ++at) {
        const FillRecord& fill = fills[at];
        const std::size_t leg = fill.instrument.value() - 1;
        TL_CHECK(leg < legs.size());
        legs[leg] = to_double_for_decisions(fill.position_after, places[leg].quantity);
        const UnixNanos until = at + 1 < fills.size() ? fills[at + 1].at : to;
        const auto held = static_cast<double>((until - fill.at).count());
        const double delta = legs[0] + legs[1];
        const double gross = std::abs(legs[0]) + std::abs(legs[1]);
        rest += delta * delta * held;
        whole += gross * gross * held;
    }
    return whole > 0 ? std::optional(std::sqrt(rest / whole)) : std::nullopt;
}

}  // namespace tradelab
