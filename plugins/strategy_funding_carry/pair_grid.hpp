#pragma once

#include <tradelab/strategy.hpp>

#include <cstdint>

namespace funding_carry {

enum PairLeg : std::size_t { spot = 0, perp = 1 };  // places in `roles`

// What each leg holds, in units of the grid; neither is negative.
struct Holdings {
    std::int64_t held = 0;  // of the spot leg
    std::int64_t sold = 0;  // of the perpetual
};

// 10^places, of a decimal mantissa.
[[nodiscard]] inline double scale_of(int places) {
    return tradelab::detail::powers_of_ten[places];
}

// The quantities of two instruments on one grid: a unit is the finer of their decimal places.  Both
// legs trade whole lots of their own, and a pair is a multiple of the larger of the two.
class PairGrid {
public:
    // Throws std::invalid_argument for instruments whose places lie more than nine apart.
    PairGrid(const tradelab::RoleInstrument& spot, const tradelab::RoleInstrument& perp);

    // A mantissa in units.  What is beyond the grid's range (units_max) is held to it.
    [[nodiscard]] std::int64_t units(PairLeg leg, tl_fixed mantissa) const;
    // Back, rounded down to whole lots.
    [[nodiscard]] tl_fixed lots_down(PairLeg leg, std::int64_t units) const;
    // Whole lots, in units.
    [[nodiscard]] std::int64_t floor(PairLeg leg, std::int64_t units) const;
    [[nodiscard]] std::int64_t ceil(PairLeg leg, std::int64_t units) const;

    // The largest pair worth at most `notional` at `price`; 0 where not even one lot is.
    [[nodiscard]] std::int64_t pair_of(double notional, double price) const;
    // `part` of a pair, rounded up to the lot of a pair.
    [[nodiscard]] std::int64_t part_of(std::int64_t pair, double part) const;

    // What must be bought so that at least `units` are left when the fee has come out of them.
    [[nodiscard]] std::int64_t before_fee(std::int64_t units, std::int64_t fee_ticks) const;

    [[nodiscard]] std::int64_t lot(PairLeg leg) const { return lot_[leg]; }
    [[nodiscard]] std::int64_t pair_lot() const { return pair_lot_; }
    [[nodiscard]] double base(std::int64_t units) const {
        return static_cast<double>(units) / units_per_base_;
    }

    // A fee is counted in tenths of a basis point.
    static constexpr std::int64_t fee_ticks_per_whole = 100'000;
    // Products with fee_ticks_per_whole still fit.
    static constexpr std::int64_t units_max = 90'000'000'000'000;

private:
    std::int64_t scale_[2];  // units per mantissa
    std::int64_t lot_[2];    // units
    std::int64_t pair_lot_;
    double units_per_base_;
};

}  // namespace funding_carry
