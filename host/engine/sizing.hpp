#pragma once

#include "core/filters.hpp"
#include "core/money.hpp"
#include "core/order.hpp"
#include "engine/kernel_options.hpp"

#include <cstdint>
#include <optional>

namespace tradelab {

// The signed quantity that a target asks for, in whole lots of the day, rounded toward zero.
// Nothing when it does not fit into 64 bits.  The price is above 0.
struct TargetTerms {
    std::int64_t target_e9 = 0;
    Cash basis;
    Rate reserve;
    Price last;
    Places places;
};
[[nodiscard]] std::optional<Quantity> target_quantity(const TargetTerms& terms,
                                                      const Filters& filters);

// The part of a quantity that is whole lots, toward zero.
[[nodiscard]] Quantity whole_lots(Quantity quantity, const Filters& filters, OrderType type);

// The most that one order may ask for, in whole lots; nothing where the filters of the day set no
// bound.  `price` values a bound of the notional.
[[nodiscard]] std::optional<Quantity> most_at_once(const Filters& filters,
                                                   const OrderTerms& terms,
                                                   Places places,
                                                   std::optional<Price> price);

// A closing order in parts that the venue takes, as even as lots allow, so that no rest is too
// small to be traded.  At most limits::closing_pieces_max; what these cannot hold comes as one last
// part, for the filter to refuse where everybody sees it.
class Pieces {
public:
    // `most` is nothing: one piece, the whole.
    Pieces(Quantity whole, std::optional<Quantity> most, const Filters& filters, OrderType type);

    [[nodiscard]] bool is_done() const { return left_ == Quantity(); }
    [[nodiscard]] Quantity next();

private:
    Quantity left_;
    Quantity most_;
    std::int64_t count_ = 1;  // of what is left
    bool is_too_much_ = false;
    Quantity step_;
};

// One order of the way from what is held to what is wanted.
struct Leg {
    Side side = Side::buy;
    Quantity quantity;  // positive
    ReduceOnly reduce_only = ReduceOnly::no;
};

// A way through zero is two orders: the one that closes is reduce-only, which the gate always lets
// pass; were it one, a limit on what it opens would also hold back the exit.
struct Way {
    Leg legs[2] = {};
    int count = 0;
};
[[nodiscard]] Way way_to(Quantity held, Quantity wanted);

}  // namespace tradelab
