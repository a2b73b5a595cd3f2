#pragma once

#include "core/id.hpp"
#include "core/money.hpp"
#include "core/order.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tradelab {

// What an order was let through as.  No limit has seen an exit.
enum class LetThroughAs : std::uint8_t { exit, entry };

// What an order may still add to a position.
struct Reservation {
    IntentId intent = {};
    InstanceId instance = {};
    InstrumentId instrument = {};
    Side side = Side::buy;
    ReduceOnly reduce_only = ReduceOnly::no;
    Quantity left = {};  // can still fill
    Quantity asked = {};
    Cash fee = {};  // estimated for `asked`
    LetThroughAs as = LetThroughAs::exit;
};

// Exposure that has been promised to orders but not yet filled.
//
// Two strategies that each pass the limit alone can break it together.  So quantity is taken when
// an order is *approved*, not when it fills, and given back only when its fate is proven: an order
// of unknown fate keeps its reservation.
//
// Invariants: promised() of an instrument and side is the sum of its reservations that may open or
// add; fees() is the sum of all their fees in proportion to what is left.
//
// Lives on the engine's thread.  Allocates only in the constructor.
class Reservations {
public:
    // `open_max` is the most there can be at once; `instruments` the highest instrument id.
    Reservations(std::size_t open_max, std::size_t instruments);

    // Takes what is asked, or says nothing and takes nothing: too many in flight, nothing asked, or
    // known already.
    [[nodiscard]] const Reservation* reserve(const Reservation& asked);

    // The order can still fill `left` of what it asked.  Zero gives the rest back and forgets it.
    // An unknown intent is fine: closing twice is what a duplicated report looks like.
    void settle(IntentId intent, Quantity left);

    // Quantity that orders may still add, reduce-only ones left out.
    [[nodiscard]] Quantity promised(InstrumentId instrument, Side side) const;
    // The same of one instance; walks all reservations.
    [[nodiscard]] Quantity promised(InstanceId instance, InstrumentId instrument, Side side) const;
    // What reduce-only orders of one instance can still trade, or the most that fits; walks all.
    [[nodiscard]] Quantity reducing(InstanceId instance, InstrumentId instrument, Side side) const;
    [[nodiscard]] Cash fees() const { return fees_; }
    [[nodiscard]] std::size_t open() const { return open_.size(); }
    [[nodiscard]] std::size_t open_max() const { return open_max_; }
    [[nodiscard]] const Reservation* find(IntentId intent) const;

private:
    struct Promised {
        Quantity buys;
        Quantity sells;
    };

    [[nodiscard]] std::optional<std::size_t> index_of(IntentId intent) const;
    void add(const Reservation& held, Quantity change);
    [[nodiscard]] static Cash fee_of(const Reservation& held);

    std::size_t open_max_;
    std::vector<Reservation> open_;
    std::vector<Promised> promised_;  // by instrument id
    Cash fees_;
};

}  // namespace tradelab
