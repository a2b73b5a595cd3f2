#include "portfolio/fees.hpp"

#include "core/check.hpp"
#include "core/decimal.hpp"
#include "core/limits.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

// A tenth of every fill is no venue's fee but a slipped decimal point.
constexpr Rate fee_rate_end{100'000'000'000};

bool is_plausible(Rate rate) {
    return rate < fee_rate_end && rate > -fee_rate_end;
}

}  // namespace

Status FeeHistory::add(FeeTier tier) {
    if (!is_plausible(tier.maker) || !is_plausible(tier.taker)) {
        return fail(ErrorCode::malformed,
                    "fees of " + decimal_text(tier.maker) + " and " + decimal_text(tier.taker),
                    "write fractions: 0.001 is 0.1 %");
    }
    if (!tiers_.empty() && tier.valid_from <= tiers_.back().valid_from) {
        return fail(ErrorCode::malformed,
                    "fees valid from " + iso_text(tier.valid_from) + " after those from " +
                        iso_text(tiers_.back().valid_from),
                    "list them by ascending time");
    }
    if (tiers_.size() == limits::filter_changes_max) {
        return fail(ErrorCode::too_large, "more changes of fees than are kept");
    }
    tiers_.push_back(std::move(tier));
    return {};
}

const FeeTier* FeeHistory::at(UnixNanos time) const {
    const auto after = std::ranges::upper_bound(tiers_, time, {}, &FeeTier::valid_from);
    return after == tiers_.begin() ? nullptr : &*(after - 1);
}

std::optional<Cash> fee_in_quote(Cash notional, Rate rate) {
    return share_of(notional, rate, as_payer);
}

std::optional<Cash> fee_in_base(Quantity quantity, DecimalPlaces places, Rate rate) {
    TL_CHECK(places <= cash_places);
    const auto units = rescale(quantity.mantissa(), places, cash_places);
    return units ? share_of(Cash(*units), rate, as_payer) : std::nullopt;
}

}  // namespace tradelab
