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
