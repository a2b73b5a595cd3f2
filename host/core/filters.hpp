#pragma once

#include "core/money.hpp"
#include "core/order.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What a venue accepts of an order's price and size.  The simulated venue enforces it, the host
// checks it before it sends.  The rules change over time (BTC's tick did in 2022), so a backtest
// asks for the rules of its day.
namespace tradelab {

// Allowed amounts: from min to max, and at a whole number of steps from the origin.  What a venue
// does not bound is absent.  Futures count steps from their min, spot from 0.
template <class Amount>
struct Grid {
    std::optional<Amount> min = {};
    std::optional<Amount> max = {};
    std::optional<Amount> step = {};
    Amount origin = {};

    friend bool operator==(const Grid&, const Grid&) = default;
};

enum class AppliesToMarket : std::uint8_t { no, yes };
enum class ExemptsReduceOnly : std::uint8_t { no, yes };

// price x quantity; of a market order with the reference price.
struct NotionalRange {
    std::optional<Cash> min = {};
    std::optional<Cash> max = {};
    AppliesToMarket to_market = AppliesToMarket::yes;
    ExemptsReduceOnly reduce_only = ExemptsReduceOnly::no;

    friend bool operator==(const NotionalRange&, const NotionalRange&) = default;
};

// A limit between reference x down and reference x up.
struct PercentPrice {
    std::optional<Rate> bid_up = {};
    std::optional<Rate> bid_down = {};
    std::optional<Rate> ask_up = {};
    std::optional<Rate> ask_down = {};

    friend bool operator==(const PercentPrice&, const PercentPrice&) = default;
};

struct Filters {
    UnixNanos valid_from;
    std::string source;  // where the numbers come from: "exchangeInfo", an announcement
    Grid<Price> price = {};
    Grid<Quantity> lot = {};
    Grid<Quantity> market_lot = {};  // holds for market orders on top of `lot`
    NotionalRange notional = {};
    PercentPrice percent_price = {};
};

enum class FilterKind : std::uint8_t { price, tick, lot, market_lot, notional, percent_price };
enum class Bound : std::uint8_t { min, max, step, reference_missing, overflow };

[[nodiscard]] std::string_view filter_kind_text(FilterKind kind);

// Why the venue would refuse, in integers: part of the decision hash, and made without allocating.
struct FilterRefusal {
    FilterKind filter = FilterKind::price;
    Bound bound = Bound::min;
    std::int64_t value = 0;                         // what was asked
    std::int64_t limit = 0;                         // what the filter says: a bound or a step
    std::optional<std::int64_t> passes_below = {};  // the nearest amounts that would pass
    std::optional<std::int64_t> passes_above = {};
    DecimalPlaces places = {};  // of all four

    friend bool operator==(const FilterRefusal&, const FilterRefusal&) = default;
};

// "tick: 100.05 is not a multiple of 0.10: 100.00 or 100.10 would pass" as an Error with code
// `refused`.
[[nodiscard]] Error refusal_error(const FilterRefusal& refusal);

// The first filter that refuses, in the order of FilterKind; nothing when all pass.  The reference
// is the mark, the average or the last price, whichever the venue uses, in the places of the
// instrument; without one a filter that needs it refuses, because what cannot be checked has not
// passed.
[[nodiscard]] std::optional<FilterRefusal> first_refusal(const Filters& filters,
                                                         const OrderTerms& order,
                                                         Places places,
                                                         std::optional<Price> reference);

// The filters of one instrument through time.
class FilterHistory {
public:
    // Appends.  Refuses a time that is not after the last one, steps that are not positive, and a
    // min above its max.
    [[nodiscard]] Status add(Filters filters);

    // Those in force at a time.  Err: before the first; nobody knows what was allowed then.
    [[nodiscard]] Result<const Filters*> at(UnixNanos time) const;

    // first_refusal() by the rules of that time, as an Error.
    [[nodiscard]] Status check(const OrderTerms& order,
                               Places places,
                               UnixNanos time,
                               std::optional<Price> reference) const;

    [[nodiscard]] const std::vector<Filters>& all() const { return changes_; }

private:
    std::vector<Filters> changes_;  // ascending by valid_from, at most limits::filter_changes_max
};

}  // namespace tradelab
