#include "core/check.hpp"
#include "core/decimal.hpp"
#include "core/filters.hpp"
#include "core/limits.hpp"

#include <algorithm>

namespace tradelab {
namespace {

template <class Amount>
bool is_sound(const Grid<Amount>& grid) {
    const bool ordered = !grid.min || !grid.max || *grid.min <= *grid.max;
    return ordered && (!grid.step || *grid.step > Amount());
}

bool is_sound(std::optional<Rate> down, std::optional<Rate> up) {
    const bool positive = (!down || *down > Rate()) && (!up || *up > Rate());
    return positive && (!down || !up || *down <= *up);
}

bool is_sound(const Filters& filters) {
    const Grid<Cash> notional{.min = filters.notional.min, .max = filters.notional.max};
    const PercentPrice& percent = filters.percent_price;
    return is_sound(filters.price) && is_sound(filters.lot) && is_sound(filters.market_lot) &&
           is_sound(notional) && is_sound(percent.bid_down, percent.bid_up) &&
           is_sound(percent.ask_down, percent.ask_up);
}

std::string what_happened(const FilterRefusal& refusal) {
    const std::string value = decimal_text(refusal.value, refusal.places);
    const std::string limit = decimal_text(refusal.limit, refusal.places);
    switch (refusal.bound) {
        case Bound::min:
            return value + " is below the minimum " + limit;
        case Bound::max:
            return value + " is above the maximum " + limit;
        case Bound::step:
            return value + " is not a multiple of " + limit;
        case Bound::reference_missing:
            return "there is no reference price to check against";
        case Bound::overflow:
            return "the amount does not fit into 64 bits";
    }
    TL_CHECK_MSG(false, "a Bound outside its list");
    return {};
}

std::string what_would_pass(const FilterRefusal& refusal) {
    const auto text = [&](std::int64_t amount) { return decimal_text(amount, refusal.places); };
    if (refusal.passes_below && refusal.passes_above) {
        return text(*refusal.passes_below) + " or " + text(*refusal.passes_above) + " would pass";
    }
    if (refusal.passes_below) {
        return text(*refusal.passes_below) + " would pass";
    }
    if (refusal.passes_above) {
        return text(*refusal.passes_above) + " would pass";
    }
    return refusal.bound == Bound::reference_missing ? "wait for a price" : "nothing near passes";
}

}  // namespace

std::string_view filter_kind_text(FilterKind kind) {
    switch (kind) {
        case FilterKind::price:
            return "price";
        case FilterKind::tick:
            return "tick";
        case FilterKind::lot:
            return "lot";
        case FilterKind::market_lot:
            return "market lot";
        case FilterKind::notional:
            return "notional";
        case FilterKind::percent_price:
            return "percent price";
    }
    TL_CHECK_MSG(false, "a FilterKind outside its list");
    return {};
}

Error refusal_error(const FilterRefusal& refusal) {
    return {
        .code = ErrorCode::refused,
        .context = std::string(filter_kind_text(refusal.filter)) + ": " + what_happened(refusal),
        .hint = what_would_pass(refusal)};
}

Status FilterHistory::add(Filters filters) {
    if (!changes_.empty() && filters.valid_from <= changes_.back().valid_from) {
        return fail(ErrorCode::invalid_argument,
                    "filters from " + iso_text(filters.valid_from) + " follow those from " +
                        iso_text(changes_.back().valid_from),
                    "give them in ascending order, each time once");
    }
    if (!is_sound(filters)) {
        return fail(ErrorCode::invalid_argument,
                    "filters from " + iso_text(filters.valid_from) + " allow nothing",
                    "steps and multipliers must be above 0, and no minimum above its maximum");
    }
    if (changes_.size() == limits::filter_changes_max) {
        return fail(
            ErrorCode::too_large,
            "more than " + std::to_string(limits::filter_changes_max) + " changes of filters",
            "keep only the times at which something changed");
    }
    changes_.push_back(std::move(filters));
    return {};
}

Result<const Filters*> FilterHistory::at(UnixNanos time) const {
    const auto after = std::ranges::upper_bound(changes_, time, {}, &Filters::valid_from);
    if (after == changes_.begin()) {
        return fail(ErrorCode::data_missing,
                    "no filters are known at " + iso_text(time),
                    changes_.empty()
                        ? "import the venue's filters first"
                        : "the first are from " + iso_text(changes_.front().valid_from));
    }
    return &*std::prev(after);
}

Status FilterHistory::check(const OrderTerms& order,
                            Places places,
                            UnixNanos time,
                            std::optional<Price> reference) const {
    const auto filters = at(time);
    if (!filters) {
        return fail(filters.error());
    }
    if (const auto refusal = first_refusal(**filters, order, places, reference)) {
        return fail(refusal_error(*refusal));
    }
    return {};
}

}  // namespace tradelab
