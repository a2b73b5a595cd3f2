#pragma once

#include "core/fill.hpp"
#include "core/money.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// What a venue takes of a fill, from a time on.
struct FeeTier {
    UnixNanos valid_from;
    std::string source;
    Rate maker;  // may be negative: a rebate
    Rate taker;

    [[nodiscard]] Rate rate(Liquidity liquidity) const {
        return liquidity == Liquidity::maker ? maker : taker;  // unknown pays as taker
    }
};

// The tiers of one account and market through time.
class FeeHistory {
public:
    // Appends.  Refuses a time that is not after the last one, and rates of 10 % or more.
    [[nodiscard]] Status add(FeeTier tier);

    // Nothing before the first.
    [[nodiscard]] const FeeTier* at(UnixNanos time) const;

    [[nodiscard]] const std::vector<FeeTier>& all() const { return tiers_; }

private:
    std::vector<FeeTier> tiers_;
};

// notional x rate in quote asset, rounded up: against us for a fee and for a rebate.
[[nodiscard]] std::optional<Cash> fee_in_quote(Cash notional, Rate rate);

// quantity x rate in 1e-8 of the base asset, rounded up: what a spot venue keeps of a buy.  The
// instrument's quantity has at most 8 places.
[[nodiscard]] std::optional<Cash> fee_in_base(Quantity quantity, DecimalPlaces places, Rate rate);

}  // namespace tradelab
