#include "portfolio/fill_entries.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace tradelab {
namespace {

Failure overflow() {
    return fail(ErrorCode::overflow,
                "a fill makes an amount that does not fit into 64 bits",
                "use amounts below 92 billion of an asset");
}

// The running totals of the slot, or nothing when one does not fit.
bool add_totals(Slot& slot, const FillMath& math) {
    const auto cost_less = checked_sub(slot.cost, math.removed);
    const auto cost = cost_less ? checked_add(*cost_less, math.added) : std::nullopt;
    const auto realised = checked_add(slot.realised, math.realised);
    const auto fees = checked_add(slot.fees, math.fee);
    if (!cost || !realised || !fees) {
        return false;
    }
    slot.cost = *cost;
    slot.realised = *realised;
    slot.fees = *fees;
    return true;
}

// -value - removed: what came in, less what it had cost.
std::optional<Cash> profit(Cash value, Cash removed) {
    const auto sum = checked_add(value, removed);
    return sum ? checked_sub(Cash(), *sum) : std::nullopt;
}

Result<FillMath> spot_buy(const Slot& before, const FillTerms& fill, Cash value) {
    FillMath math{.after = before, .value = value, .added = value, .fee = fill.fee};
    std::int64_t gained = fill.units;
    if (fill.fee_paid_in == FeePaidIn::base) {
        if (fill.fee.mantissa() > fill.units || fill.fee.mantissa() < -fill.units) {
            return fail(ErrorCode::malformed,
                        "a fee larger than what was bought",
                        "the fee of a spot buy is counted in the base asset");
        }
        // What the venue kept was bought at the same price: its share of the cost is the fee.
        math.fee = proportion(value, fill.fee.mantissa(), fill.units, as_payer);
        math.added = value - math.fee;
        if (__builtin_sub_overflow(gained, fill.fee.mantissa(), &gained)) {
            return overflow();
        }
    }
    if (__builtin_add_overflow(before.units, gained, &math.after.units) ||
        !add_totals(math.after, math)) {
        return overflow();
    }
    return math;
}

Result<FillMath> spot_sell(const Slot& before, const FillTerms& fill, Cash value) {
    if (fill.units > before.units) {
        return fail(ErrorCode::refused,
                    "a spot sale of " + std::to_string(fill.units) + "e-8 with only " +
                        std::to_string(before.units) + "e-8 held",
                    "spot cannot be short: the order should not have been approved");
    }
    if (fill.fee_paid_in == FeePaidIn::base) {
        return fail(ErrorCode::unsupported,
                    "a spot sale with its fee in the base asset",
                    "a sale pays its fee out of what it receives, the quote asset");
    }
    FillMath math{.after = before, .value = value, .fee = fill.fee};
    math.after.units -= fill.units;
    math.removed = math.after.units == 0
                       ? before.cost
                       : proportion(before.cost, fill.units, before.units, Rounding::up);
    const auto gain = profit(value, math.removed);
    if (!gain) {
        return overflow();
    }
    math.realised = *gain;
    if (!add_totals(math.after, math)) {
        return overflow();
    }
    return math;
}

}  // namespace

Result<FillMath> spot_fill(const Slot& before, const FillTerms& fill, const ValueScale& scale) {
    TL_CHECK(fill.units > 0 && fill.price > Price());
    const std::int64_t sign = fill.side == Side::buy ? 1 : -1;
    const auto value = scale.value(fill.price.mantissa(), sign * fill.units, as_payer);
    if (!value) {
        return overflow();
    }
    return sign > 0 ? spot_buy(before, fill, *value) : spot_sell(before, fill, *value);
}

Result<FillMath> perp_fill(const Slot& before, const FillTerms& fill, const ValueScale& scale) {
    TL_CHECK(fill.units > 0 && fill.price > Price());
    const std::int64_t sign = fill.side == Side::buy ? 1 : -1;
    const std::int64_t change = sign * fill.units;
    FillMath math{.after = before, .fee = fill.fee};

    const bool against = (before.units > 0 && sign < 0) || (before.units < 0 && sign > 0);
    const Int128 held = before.units < 0 ? -Int128{before.units} : Int128{before.units};
    const auto closed = against ? static_cast<std::int64_t>(std::min<Int128>(held, fill.units)) : 0;

    const auto value = scale.value(fill.price.mantissa(), change, as_payer);
    const auto closing = scale.value(fill.price.mantissa(), sign * closed, as_payer);
    const auto opening = value && closing ? checked_sub(*value, *closing) : std::nullopt;
    if (!opening || __builtin_add_overflow(before.units, change, &math.after.units)) {
        return overflow();
    }
    math.value = *value;
    math.added = *opening;
    if (closed > 0) {
        math.removed =
            held == closed
                ? before.cost
                : proportion(
                      before.cost, before.units > 0 ? closed : -closed, before.units, Rounding::up);
        const auto gain = profit(*closing, math.removed);
        if (!gain) {
            return overflow();
        }
        math.realised = *gain;
    }
    if (!add_totals(math.after, math)) {
        return overflow();
    }
    return math;
}

}  // namespace tradelab
