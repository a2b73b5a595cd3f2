#pragma once

#include "core/check.hpp"
#include "core/money.hpp"
#include "core/rounding.hpp"

#include <cstdint>
#include <limits>
#include <optional>

namespace tradelab {

// The equity of the account as a straight line of one instrument's price, everything else standing
// still: what a backtest evaluates bar after bar without touching the ledger.
//
//     const Exposure line = portfolio.exposure(instrument);
//     if (line.fits(lowest, highest)) {                      // once per block of bars
//         for (...) { best = std::max(best, line.raw(close[i])); }   // one multiply-add a bar
//         peak = line.cash(best);                            // once per block
//     }
//
// fits() proves for a whole block that no raw() of a price in it overflows: the line is monotone,
// so its two ends bound it.  Where it does not fit, at() answers in 128 bits.
// Valid until the next fill, funding payment, margin act or mark of *another* instrument.
class Exposure {
public:
    // equity(price) = (constant + price * factor) / down, price in the places of the instrument.
    Exposure(Int128 constant, Int128 factor, std::int64_t down)
        : constant_(constant), factor_(factor), down_(down) {
        TL_CHECK(down > 0);
        constexpr Int128 highest = std::numeric_limits<std::int64_t>::max();
        narrow_ =
            constant >= -highest && constant <= highest && factor >= -highest && factor <= highest;
        if (narrow_) {
            raw_constant_ = static_cast<std::int64_t>(constant);
            raw_factor_ = static_cast<std::int64_t>(factor);
        }
    }

    [[nodiscard]] bool fits(Price lowest, Price highest) const {
        return narrow_ && fits_at(lowest) && fits_at(highest);
    }

    // Only for prices between two that fits() has accepted.
    [[nodiscard]] std::int64_t raw(Price price) const {
        return raw_constant_ + price.mantissa() * raw_factor_;
    }
    [[nodiscard]] std::int64_t raw_constant() const { return raw_constant_; }
    [[nodiscard]] std::int64_t raw_factor() const { return raw_factor_; }
    // raw values are this many times the cash.
    [[nodiscard]] std::int64_t down() const { return down_; }
    // Constant and factor fit into 64 bits; without it only at() may be asked.
    [[nodiscard]] bool is_narrow() const { return narrow_; }

    // Rounded down: equity is what we would be paid.
    [[nodiscard]] Cash cash(std::int64_t raw) const {
        return Cash(static_cast<std::int64_t>(divide(raw, down_, as_receiver)));
    }
    // The smallest raw value that is at least this much cash; nothing when it does not fit.
    [[nodiscard]] std::optional<std::int64_t> raw_of(Cash cash) const {
        std::int64_t raw = 0;
        return __builtin_mul_overflow(cash.mantissa(), down_, &raw) ? std::nullopt
                                                                    : std::optional(raw);
    }

    // Exact at any price; nothing when it does not fit.  Equals cash(raw(price)) where that may be
    // asked, and Portfolio::equity() after mark(instrument, price).
    [[nodiscard]] std::optional<Cash> at(Price price) const {
        const Int128 value = divide(constant_ + price.mantissa() * factor_, down_, as_receiver);
        const auto narrow = static_cast<std::int64_t>(value);
        return narrow == value ? std::optional(Cash(narrow)) : std::nullopt;
    }

private:
    [[nodiscard]] bool fits_at(Price price) const {
        std::int64_t value = 0;
        return !__builtin_mul_overflow(price.mantissa(), raw_factor_, &value) &&
               !__builtin_add_overflow(value, raw_constant_, &value);
    }

    Int128 constant_;
    Int128 factor_;
    std::int64_t down_;
    std::int64_t raw_constant_ = 0;
    std::int64_t raw_factor_ = 0;
    bool narrow_ = false;
};

}  // namespace tradelab
