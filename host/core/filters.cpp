#include "core/filters.hpp"

#include "core/check.hpp"

namespace tradelab {
namespace {

using Refused = std::optional<FilterRefusal>;

// The multiples of the step around a value, kept inside the bounds.
template <class Amount>
FilterRefusal off_step(FilterKind kind, const Grid<Amount>& grid, Amount value) {
    FilterRefusal refusal{.filter = kind,
                          .bound = Bound::step,
                          .value = value.mantissa(),
                          .limit = grid.step->mantissa()};
    const auto offset = checked_sub(value, grid.origin);
    if (!offset) {
        return refusal;
    }
    const auto below = round_down_to(*offset, *grid.step);
    const auto above = round_up_to(*offset, *grid.step);
    const auto low = below ? checked_add(*below, grid.origin) : std::nullopt;
    const auto high = above ? checked_add(*above, grid.origin) : std::nullopt;
    if (low && (!grid.min || *low >= *grid.min) && *low > Amount()) {
        refusal.passes_below = low->mantissa();
    }
    if (high && (!grid.max || *high <= *grid.max)) {
        refusal.passes_above = high->mantissa();
    }
    return refusal;
}

template <class Amount>
bool on_step(const Grid<Amount>& grid, Amount value) {
    if (!grid.step) {
        return true;
    }
    const auto offset = checked_sub(value, grid.origin);
    return offset && offset->mantissa() % grid.step->mantissa() == 0;
}

template <class Amount>
Refused outside(FilterKind kind, const Grid<Amount>& grid, Amount value) {
    if (grid.min && value < *grid.min) {
        return FilterRefusal{.filter = kind,
                             .bound = Bound::min,
                             .value = value.mantissa(),
                             .limit = grid.min->mantissa(),
                             .passes_above = grid.min->mantissa()};
    }
    if (grid.max && value > *grid.max) {
        return FilterRefusal{.filter = kind,
                             .bound = Bound::max,
                             .value = value.mantissa(),
                             .limit = grid.max->mantissa(),
                             .passes_below = grid.max->mantissa()};
    }
    return std::nullopt;
}

Refused with_places(Refused refusal, DecimalPlaces places) {
    if (refusal) {
        refusal->places = places;
    }
    return refusal;
}

Refused check_price(const Filters& filters, const OrderTerms& order) {
    if (!order.limit) {
        return std::nullopt;
    }
    if (auto refusal = outside(FilterKind::price, filters.price, *order.limit)) {
        return refusal;
    }
    if (!on_step(filters.price, *order.limit)) {
        return off_step(FilterKind::tick, filters.price, *order.limit);
    }
    return std::nullopt;
}

Refused check_lot(FilterKind kind, const Grid<Quantity>& grid, Quantity quantity) {
    if (auto refusal = outside(kind, grid, quantity)) {
        return refusal;
    }
    if (!on_step(grid, quantity)) {
        return off_step(kind, grid, quantity);
    }
    return std::nullopt;
}

Refused check_notional(const NotionalRange& range,
                       const OrderTerms& order,
                       Places places,
                       std::optional<Price> reference) {
    const bool market = order.type() == OrderType::market;
    const bool exempt =
        (market && range.to_market == AppliesToMarket::no) ||
        (order.reduce_only == ReduceOnly::yes && range.reduce_only == ExemptsReduceOnly::yes);
    if (exempt || (!range.min && !range.max)) {
        return std::nullopt;
    }
    const std::optional<Price> price = market ? reference : order.limit;
    if (!price) {
        return FilterRefusal{.filter = FilterKind::notional, .bound = Bound::reference_missing};
    }

    // Against us on both sides: a hair under the minimum is under it, a hair over the maximum over.
    const auto low = notional(*price, order.quantity, places, Rounding::down);
    const auto high = notional(*price, order.quantity, places, Rounding::up);
    if (!low || !high) {
        return FilterRefusal{.filter = FilterKind::notional, .bound = Bound::overflow};
    }
    const Grid<Cash> grid{.min = range.min, .max = range.max};
    auto refusal = outside(FilterKind::notional, grid, *low);
    return refusal ? refusal : outside(FilterKind::notional, grid, *high);
}

Refused check_percent_price(const PercentPrice& percent,
                            const OrderTerms& order,
                            std::optional<Price> reference) {
    const bool buys = order.side == Side::buy;
    const auto up = buys ? percent.bid_up : percent.ask_up;
    const auto down = buys ? percent.bid_down : percent.ask_down;
    if (!order.limit || (!up && !down)) {
        return std::nullopt;
    }
    if (!reference) {
        return FilterRefusal{.filter = FilterKind::percent_price,
                             .bound = Bound::reference_missing,
                             .value = order.limit->mantissa()};
    }

    // A price is a whole mantissa: at most reference x up is at most its floor.
    Grid<Price> grid;
    if (up) {
        grid.max = share_of(*reference, *up, Rounding::down);
    }
    if (down) {
        grid.min = share_of(*reference, *down, Rounding::up);
    }
    if ((up && !grid.max) || (down && !grid.min)) {
        return FilterRefusal{.filter = FilterKind::percent_price,
                             .bound = Bound::overflow,
                             .value = order.limit->mantissa()};
    }
    return outside(FilterKind::percent_price, grid, *order.limit);
}

}  // namespace

std::optional<FilterRefusal> first_refusal(const Filters& filters,
                                           const OrderTerms& order,
                                           Places places,
                                           std::optional<Price> reference) {
    if (auto refusal = check_price(filters, order)) {
        return with_places(refusal, places.price);
    }
    if (auto refusal = check_lot(FilterKind::lot, filters.lot, order.quantity)) {
        return with_places(refusal, places.quantity);
    }
    if (order.type() == OrderType::market) {
        if (auto refusal = check_lot(FilterKind::market_lot, filters.market_lot, order.quantity)) {
            return with_places(refusal, places.quantity);
        }
    }
    if (auto refusal = check_notional(filters.notional, order, places, reference)) {
        return with_places(refusal, cash_places);
    }
    if (auto refusal = check_percent_price(filters.percent_price, order, reference)) {
        return with_places(refusal, places.price);
    }
    return std::nullopt;
}

}  // namespace tradelab
