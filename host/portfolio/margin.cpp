#include "portfolio/margin.hpp"

#include "core/check.hpp"
#include "core/decimal.hpp"
#include "core/limits.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

constexpr Rate one_whole{1'000'000'000'000};

Failure refuse(std::size_t tier, std::string what, std::string hint) {
    return fail(ErrorCode::malformed,
                "maintenance tier " + std::to_string(tier + 1) + ": " + std::move(what),
                std::move(hint));
}

Status check_tier(const std::vector<MaintenanceTier>& tiers, std::size_t at) {
    const MaintenanceTier& tier = tiers[at];
    if (tier.rate <= Rate() || tier.rate > one_whole) {
        return refuse(at, "rate " + decimal_text(tier.rate), "a rate is above 0 and at most 1");
    }
    if (tier.notional_max <= Cash()) {
        return refuse(at, "cap " + decimal_text(tier.notional_max), "a cap is above 0");
    }
    if (at > 0 &&
        (tier.notional_max <= tiers[at - 1].notional_max || tier.rate <= tiers[at - 1].rate)) {
        return refuse(at, "cap or rate is not above the tier before", "list tiers ascending");
    }
    return {};
}

}  // namespace

MaintenanceTable::MaintenanceTable(Terms terms, std::vector<Cash> amounts)
    : terms_(std::move(terms)), amounts_(std::move(amounts)) {}

Result<MaintenanceTable> MaintenanceTable::make(Terms terms) {
    if (terms.tiers.empty()) {
        return fail(ErrorCode::malformed, "maintenance without tiers", "list at least one");
    }
    if (terms.liquidation_fee < Rate() || terms.liquidation_fee >= one_whole) {
        return fail(ErrorCode::malformed,
                    "liquidation fee " + decimal_text(terms.liquidation_fee),
                    "a fee is at least 0 and below 1");
    }
    std::vector<Cash> amounts;
    for (std::size_t i = 0; i < terms.tiers.size(); ++i) {
        if (auto good = check_tier(terms.tiers, i); !good) {
            return fail(std::move(good).error());
        }
        if (i == 0) {
            amounts.emplace_back();
            continue;
        }
        // floor x (rate - rate before), so that both formulas agree at the floor.  Rounded down: a
        // smaller amount asks for more margin.
        const Rate step = terms.tiers[i].rate - terms.tiers[i - 1].rate;
        const auto more = share_of(terms.tiers[i - 1].notional_max, step, Rounding::down);
        const auto sum = more ? checked_add(amounts.back(), *more) : std::nullopt;
        if (!sum) {
            return refuse(i, "its amount does not fit into 64 bits", "use smaller caps");
        }
        amounts.push_back(*sum);
    }
    return MaintenanceTable(std::move(terms), std::move(amounts));
}

std::optional<Cash> MaintenanceTable::maintenance(Cash notional) const {
    TL_CHECK(notional >= Cash());
    std::size_t tier = 0;
    while (tier + 1 < terms_.tiers.size() && notional > terms_.tiers[tier].notional_max) {
        ++tier;
    }
    const auto share = share_of(notional, terms_.tiers[tier].rate, as_payer);
    return share ? checked_sub(*share, amounts_[tier]) : std::nullopt;
}

Status MaintenanceHistory::add(MaintenanceTable table) {
    if (!tables_.empty() && table.valid_from() <= tables_.back().valid_from()) {
        return fail(ErrorCode::malformed,
                    "maintenance tiers valid from " + iso_text(table.valid_from()) +
                        " after those from " + iso_text(tables_.back().valid_from()),
                    "list them by ascending time");
    }
    if (tables_.size() == limits::filter_changes_max) {
        return fail(ErrorCode::too_large, "more changes of maintenance tiers than are kept");
    }
    tables_.push_back(std::move(table));
    return {};
}

const MaintenanceTable* MaintenanceHistory::at(UnixNanos time) const {
    const auto after = std::ranges::upper_bound(tables_, time, {}, &MaintenanceTable::valid_from);
    return after == tables_.begin() ? nullptr : &*(after - 1);
}

Cash initial_margin(Cash notional, int leverage) {
    TL_CHECK(notional >= Cash() && leverage >= 1);
    return Cash(static_cast<std::int64_t>(divide(notional.mantissa(), leverage, as_payer)));
}

}  // namespace tradelab
