#include "risk/protection.hpp"

#include "core/rounding.hpp"

#include <algorithm>
#include <string>

namespace tradelab {
namespace {

Failure refuse(std::string what, std::string hint) {
    return fail(ErrorCode::refused, std::move(what), std::move(hint));
}

Status check_sides(std::optional<Price> target, Price stop, Side opened, Price reference) {
    const bool is_long = opened == Side::buy;
    if (stop <= Price() || (is_long ? stop >= reference : stop <= reference)) {
        return refuse("a stop of a " + std::string(is_long ? "long" : "short") + " position at " +
                          std::to_string(stop.mantissa()) + " with the price at " +
                          std::to_string(reference.mantissa()),
                      is_long ? "it lies below the price" : "it lies above the price");
    }
    if (target && (*target <= Price() || (is_long ? *target <= reference : *target >= reference))) {
        return refuse("a target at " + std::to_string(target->mantissa()) + " with the price at " +
                          std::to_string(reference.mantissa()),
                      is_long ? "it lies above the price" : "it lies below the price");
    }
    return {};
}

Status check_pair(const HedgePair& pair) {
    if (!pair.long_leg || !pair.short_leg || pair.long_leg == pair.short_leg) {
        return refuse("a hedge pair of one instrument", "name two legs");
    }
    if (pair.margin_floor <= Rate() || pair.basis_stop <= Rate() || pair.delta_band <= Rate() ||
        pair.delta_band >= rate_one) {
        return refuse("a hedge pair without bounds",
                      "margin floor, basis stop and delta band are above 0, the band below 1");
    }
    return {};
}

// part > whole x rate, exactly.
bool exceeds(Int128 part, Int128 whole, Rate rate) {
    return part * rate_one.mantissa() > whole * rate.mantissa();
}

}  // namespace

ProtectionKind kind_of(const Protection& protection) {
    return static_cast<ProtectionKind>(protection.index());
}

std::string_view protection_kind_text(ProtectionKind kind) {
    switch (kind) {
        case ProtectionKind::stop:
            return "stop";
        case ProtectionKind::stop_and_target:
            return "stop_and_target";
        case ProtectionKind::hedge_pair:
            return "hedge_pair";
        case ProtectionKind::none:
            break;
    }
    return "none";
}

Status check_protection(const Protection& protection, Side opened, Price reference) {
    if (const auto* stop = std::get_if<StopProtection>(&protection)) {
        return check_sides(std::nullopt, stop->stop, opened, reference);
    }
    if (const auto* both = std::get_if<StopAndTarget>(&protection)) {
        return check_sides(both->target, both->stop, opened, reference);
    }
    if (const auto* pair = std::get_if<HedgePair>(&protection)) {
        return check_pair(*pair);
    }
    return {};
}

StopVerdict judge_stop(const Protection& protection, Side opened, Price low, Price high) {
    std::optional<Price> stop;
    std::optional<Price> target;
    if (const auto* alone = std::get_if<StopProtection>(&protection)) {
        stop = alone->stop;
    } else if (const auto* both = std::get_if<StopAndTarget>(&protection)) {
        stop = both->stop;
        target = both->target;
    }
    const bool is_long = opened == Side::buy;
    if (stop && (is_long ? low <= *stop : high >= *stop)) {
        return StopVerdict::stop;
    }
    if (target && (is_long ? high >= *target : low <= *target)) {
        return StopVerdict::target;
    }
    return StopVerdict::holds;
}

PairVerdict judge_pair(const HedgePair& pair, const PairState& state) {
    const bool both = state.long_notional > Cash() && state.short_notional > Cash();
    const Int128 spread = Int128{state.short_price.mantissa()} - state.long_price.mantissa();
    if (both && exceeds(spread, state.long_price.mantissa(), pair.basis_stop)) {
        return PairVerdict::close;
    }
    if (state.short_notional > Cash() &&
        !exceeds(
            state.margin_balance.mantissa(), state.short_notional.mantissa(), pair.margin_floor)) {
        return PairVerdict::shrink;
    }
    const Int128 difference =
        Int128{state.long_notional.mantissa()} - state.short_notional.mantissa();
    const Int128 larger = std::max(state.long_notional, state.short_notional).mantissa();
    const bool drifted =
        exceeds(difference < 0 ? -difference : difference, larger, pair.delta_band);
    return drifted ? PairVerdict::even_out : PairVerdict::holds;
}

}  // namespace tradelab
