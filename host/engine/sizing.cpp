#include "engine/sizing.hpp"

#include "core/check.hpp"
#include "core/limits.hpp"

#include <algorithm>

namespace tradelab {
namespace {

Quantity step_of(const Filters& filters, OrderType type) {
    const Quantity step = filters.lot.step.value_or(Quantity(1));
    const bool is_coarser = type == OrderType::market && filters.market_lot.step;
    return is_coarser ? std::max(step, *filters.market_lot.step) : step;
}

}  // namespace

Quantity whole_lots(Quantity quantity, const Filters& filters, OrderType type) {
    const Quantity step = step_of(filters, type);
    return Quantity(quantity.mantissa() - quantity.mantissa() % step.mantissa());
}

std::optional<Quantity> most_at_once(const Filters& filters,
                                     const OrderTerms& terms,
                                     Places places,
                                     std::optional<Price> price) {
    const bool is_market = terms.type() == OrderType::market;
    std::optional<Quantity> most = filters.lot.max;
    const auto at_most = [&](std::optional<Quantity> bound) {
        most = bound && (!most || *bound < *most) ? bound : most;
    };
    if (is_market) {
        at_most(filters.market_lot.max);
    }
    const NotionalRange& value = filters.notional;
    const bool is_exempt =
        terms.reduce_only == ReduceOnly::yes && value.reduce_only == ExemptsReduceOnly::yes;
    const bool is_valued = !is_market || value.to_market == AppliesToMarket::yes;
    const std::optional<Price> at = terms.limit ? terms.limit : price;
    if (value.max && is_valued && !is_exempt && at && *at > Price()) {
        at_most(affordable(*value.max, *at, places));
    }
    return most ? std::optional(whole_lots(*most, filters, terms.type())) : std::nullopt;
}

Pieces::Pieces(Quantity whole, std::optional<Quantity> most, const Filters& filters, OrderType type)
    : left_(whole), most_(most.value_or(whole)), step_(step_of(filters, type)) {
    if (most_ <= Quantity() || whole <= most_) {
        return;
    }
    constexpr auto count_max = static_cast<std::int64_t>(limits::closing_pieces_max);
    const std::int64_t needed = (whole.mantissa() - 1) / most_.mantissa() + 1;
    is_too_much_ = needed > count_max;
    count_ = is_too_much_ ? count_max + 1 : needed;
}

Quantity Pieces::next() {
    TL_CHECK(!is_done());
    Quantity piece = left_;
    if (count_ > 1 && is_too_much_) {
        piece = most_;
    } else if (count_ > 1) {
        const std::int64_t even = (left_.mantissa() - 1) / count_ + 1;
        piece = Quantity(round_to_step(even, step_.mantissa(), Rounding::up).value_or(even));
    }
    --count_;
    left_ -= piece;
    return piece;
}

std::optional<Quantity> target_quantity(const TargetTerms& terms, const Filters& filters) {
    const bool is_short = terms.target_e9 < 0;
    const std::int64_t size_e9 = is_short ? -terms.target_e9 : terms.target_e9;
    if (size_e9 == 0 || terms.basis <= Cash()) {
        return Quantity();
    }
    const auto share = share_of(terms.basis, Rate(size_e9 * 1'000), Rounding::down);
    const auto spent =
        share ? share_of(*share, rate_one - terms.reserve, Rounding::down) : std::nullopt;
    const auto most = spent ? affordable(*spent, terms.last, terms.places) : std::nullopt;
    if (!most) {
        return std::nullopt;
    }
    const Quantity lots = whole_lots(*most, filters, OrderType::market);
    return is_short ? -lots : lots;
}

Way way_to(Quantity held, Quantity wanted) {
    Way way;
    const auto add = [&](Quantity change, ReduceOnly reduce_only) {
        if (change == Quantity()) {
            return;
        }
        way.legs[way.count] = {.side = change > Quantity() ? Side::buy : Side::sell,
                               .quantity = magnitude(change),
                               .reduce_only = reduce_only};
        ++way.count;
    };
    const bool flips =
        (held > Quantity() && wanted < Quantity()) || (held < Quantity() && wanted > Quantity());
    if (flips) {
        add(-held, ReduceOnly::yes);
        add(wanted, ReduceOnly::no);
    } else {
        const bool shrinks = magnitude(wanted) < magnitude(held);
        add(wanted - held, shrinks ? ReduceOnly::yes : ReduceOnly::no);
    }
    return way;
}

}  // namespace tradelab
