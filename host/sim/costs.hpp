#pragma once

#include "core/check.hpp"
#include "core/money.hpp"
#include "sim/fill_model.hpp"

#include <cstdint>

namespace tradelab {

// The rates of a fill model under cost stress.
struct Costs {
    Rate half_spread = {};
    Rate impact_at_cap = {};
    Rate stop_slippage = {};
    std::uint32_t stress_permille = 1000;

    [[nodiscard]] static Costs of(const FillModel& model, std::uint32_t stress_permille) {
        Costs costs{.stress_permille = stress_permille};
        costs.half_spread = costs.stressed(model.half_spread);
        costs.impact_at_cap = costs.stressed(model.impact_at_cap);
        costs.stop_slippage = costs.stressed(model.stop_slippage);
        return costs;
    }

    // A rebate stays as it is: stress makes nothing cheaper.
    [[nodiscard]] Rate stressed(Rate rate) const {
        if (rate <= Rate() || stress_permille == 1000) {
            return rate;
        }
        const Int128 wide = divide(Int128{rate.mantissa()} * stress_permille, 1000, as_payer);
        return Rate(static_cast<std::int64_t>(wide));
    }

    // impact_at_cap x quantity / cap, at most impact_at_cap: neither is negative, cap is above 0.
    [[nodiscard]] Rate impact(Quantity quantity, Quantity cap) const {
        if (quantity >= cap || impact_at_cap == Rate()) {
            return impact_at_cap;
        }
        const Int128 wide = divide(
            Int128{impact_at_cap.mantissa()} * quantity.mantissa(), cap.mantissa(), as_payer);
        return Rate(static_cast<std::int64_t>(wide));
    }
};

}  // namespace tradelab
