#include "pair_grid.hpp"

#include <algorithm>
#include <stdexcept>

namespace funding_carry {
namespace {

constexpr int places_apart_max = 9;

std::int64_t power_of_ten(int places) {
    return static_cast<std::int64_t>(scale_of(places));
}

}  // namespace

PairGrid::PairGrid(const tradelab::RoleInstrument& spot_role,
                   const tradelab::RoleInstrument& perp_role) {
    const int places = std::max(spot_role.qty_dp, perp_role.qty_dp);
    if (places - std::min(spot_role.qty_dp, perp_role.qty_dp) > places_apart_max) {
        throw std::invalid_argument(
            "the quantities of spot and perp lie more than nine decimal places apart");
    }
    scale_[spot] = power_of_ten(places - spot_role.qty_dp);
    scale_[perp] = power_of_ten(places - perp_role.qty_dp);
    lot_[spot] = std::max<std::int64_t>(1, units(spot, spot_role.lot));
    lot_[perp] = std::max<std::int64_t>(1, units(perp, perp_role.lot));
    pair_lot_ = std::max(lot_[spot], lot_[perp]);
    units_per_base_ = scale_of(places);
}

std::int64_t PairGrid::units(PairLeg leg, tl_fixed mantissa) const {
    const std::int64_t most = units_max / scale_[leg];
    return std::clamp(mantissa, -most, most) * scale_[leg];
}

std::int64_t PairGrid::floor(PairLeg leg, std::int64_t units) const {
    return units <= 0 ? 0 : units - units % lot_[leg];
}

std::int64_t PairGrid::ceil(PairLeg leg, std::int64_t units) const {
    return floor(leg, units + lot_[leg] - 1);
}

tl_fixed PairGrid::lots_down(PairLeg leg, std::int64_t units) const {
    return floor(leg, units) / scale_[leg];
}

std::int64_t PairGrid::pair_of(double notional, double price) const {
    const double units = notional / price * units_per_base_;
    if (!(units > 0)) {
        return 0;
    }
    const auto most =
        units < static_cast<double>(units_max) ? static_cast<std::int64_t>(units) : units_max;
    return most - most % pair_lot_;
}

std::int64_t PairGrid::part_of(std::int64_t pair, double part) const {
    const auto units = static_cast<std::int64_t>(static_cast<double>(pair) * part);
    const std::int64_t up = units + (pair_lot_ - units % pair_lot_) % pair_lot_;
    return std::clamp(up, std::min(pair_lot_, pair), pair);
}

std::int64_t PairGrid::before_fee(std::int64_t units, std::int64_t fee_ticks) const {
    const std::int64_t left = fee_ticks_per_whole - fee_ticks;
    return ceil(spot, (units * fee_ticks_per_whole + left - 1) / left);
}

}  // namespace funding_carry
