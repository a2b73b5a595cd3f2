#include "engine/sizing.hpp"

#include <algorithm>

namespace tradelab {
namespace {

constexpr Rate one{1'000'000'000'000};

Quantity size_of(Quantity quantity) {
    return quantity < Quantity() ? -quantity : quantity;
}

}  // namespace

Quantity whole_lots(Quantity quantity, const Filters& filters, OrderType type) {
    Quantity step = filters.lot.step.value_or(Quantity(1));
    if (type == OrderType::market && filters.market_lot.step) {
        step = std::max(step, *filters.market_lot.step);
    }
    return Quantity(quantity.mantissa() - quantity.mantissa() % step.mantissa());
}

std::optional<Quantity> target_quantity(const TargetTerms& terms, const Filters& filters) {
    const bool is_short = terms.target_e9 < 0;
    const std::int64_t size_e9 = is_short ? -terms.target_e9 : terms.target_e9;
    if (size_e9 == 0 || terms.basis <= Cash()) {
        return Quantity();
    }
    const auto share = share_of(terms.basis, Rate(size_e9 * 1'000), Rounding::down);
    const auto spent = share ? share_of(*share, one - terms.reserve, Rounding::down) : std::nullopt;
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
                               .quantity = size_of(change),
                               .reduce_only = reduce_only};
        ++way.count;
    };
    const bool flips =
        (held > Quantity() && wanted < Quantity()) || (held < Quantity() && wanted > Quantity());
    if (flips) {
        add(-held, ReduceOnly::yes);
        add(wanted, ReduceOnly::no);
    } else {
        const bool shrinks = size_of(wanted) < size_of(held);
        add(wanted - held, shrinks ? ReduceOnly::yes : ReduceOnly::no);
    }
    return way;
}

}  // namespace tradelab
