#pragma once

#include "core/id.hpp"
#include "core/limits.hpp"
#include "core/money.hpp"
#include "core/order.hpp"
#include "core/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tradelab {

// One leg of a group, and how far it got.  Its orders are numbered one after the other: more than
// one where the venue takes less at once than the leg closes.
struct PairLeg {
    OrderId order;              // the first
    std::uint32_t pieces = 1;   // how many
    std::uint32_t working = 1;  // of these, with an open end
    InstrumentId instrument;
    Side side = Side::buy;
    ReduceOnly reduce_only = ReduceOnly::no;
    Quantity asked;
    Quantity filled = {};

    [[nodiscard]] bool has(OrderId one) const {
        return one >= order && one.value() - order.value() < pieces;
    }
    [[nodiscard]] bool is_over() const { return working == 0; }  // nothing more will fill
};

// Orders that were sent together and must fill alike.
struct Pair {
    // A member for each role, and two orders of each, for a way through zero.
    static constexpr std::size_t legs_max = 2 * limits::roles_max;

    InstanceId instance;
    std::array<PairLeg, legs_max> legs = {};
    std::size_t count = 0;
    Duration unhedged_max{0};
    std::optional<UnixNanos> deadline = {};  // while the legs stand unevenly
    std::uint32_t reason = 0;

    [[nodiscard]] std::span<PairLeg> all() { return {legs.data(), count}; }
    [[nodiscard]] std::span<const PairLeg> all() const { return {legs.data(), count}; }

    // Every leg has filled the same share of what it asked.
    [[nodiscard]] bool is_even() const;
    // A leg that lags behind has no order left to catch up with.
    [[nodiscard]] bool is_broken() const;
    [[nodiscard]] bool is_over() const;
    // Every leg only closes: then the lagging ones are completed, where an opening is undone.
    [[nodiscard]] bool is_closing() const;
};

// What must still be traded so that all legs stand evenly: with `is_closing` the rest of those that
// lag, else the reverse of those that are ahead.  Zero for a leg that stands right.
struct Mending {
    Side side = Side::buy;
    Quantity quantity = {};
};
[[nodiscard]] Mending mending_of(const Pair& pair, std::size_t leg);

// The groups whose end is open.
class PairBook {
public:
    // Every live order in a group of its own is the most there can be.
    PairBook() { pairs_.reserve(64); }

    void add(const Pair& pair) { pairs_.push_back(pair); }
    // A leg's order filled this much more, so that `left` of it can still fill; or it ended.
    // Nothing happens for other orders.
    struct Filling {
        Quantity more;
        Quantity left;
    };
    void filled(OrderId order, const Filling& filling, UnixNanos at);
    void ended(OrderId order, UnixNanos at);

    [[nodiscard]] bool empty() const { return pairs_.empty(); }
    // The earliest time at which a leg has stood alone for too long.
    [[nodiscard]] std::optional<UnixNanos> next_time() const;
    // The first group that is broken, or whose time is over.
    [[nodiscard]] Pair* due(UnixNanos now);
    // Drops what is over.
    void tidy();
    void drop(const Pair& pair);

private:
    void judge(Pair& pair, UnixNanos at);
    [[nodiscard]] PairLeg* find(OrderId order, Pair*& pair);

    std::vector<Pair> pairs_;
};

}  // namespace tradelab
