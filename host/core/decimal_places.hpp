#pragma once

#include "core/check.hpp"
#include "core/limits.hpp"

#include <compare>
#include <cstdint>
#include <optional>

namespace tradelab {

// Digits after the decimal point, 0 to 18.
class DecimalPlaces {
public:
    constexpr DecimalPlaces() = default;

    // For numbers that our own code knows.  What comes from outside goes through make().
    constexpr explicit DecimalPlaces(int count) : count_(static_cast<std::int8_t>(count)) {
        TL_CHECK(count >= 0 && count <= limits::decimal_places_max);
    }

    [[nodiscard]] static constexpr std::optional<DecimalPlaces> make(std::int64_t count) {
        if (count < 0 || count > limits::decimal_places_max) {
            return std::nullopt;
        }
        return DecimalPlaces(static_cast<int>(count));
    }

    [[nodiscard]] constexpr int count() const { return count_; }

    // The mantissa of 1.
    [[nodiscard]] constexpr std::int64_t one() const {
        std::int64_t power = 1;
        for (int i = 0; i < count_; ++i) {
            power *= 10;
        }
        return power;
    }

    friend constexpr auto operator<=>(DecimalPlaces, DecimalPlaces) = default;

private:
    std::int8_t count_ = 0;
};

}  // namespace tradelab
