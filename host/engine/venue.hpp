#pragma once

#include "core/fill.hpp"
#include "core/id.hpp"
#include "core/money.hpp"
#include "core/order.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/run_record.hpp"
#include "risk/approved.hpp"
#include "risk/protection.hpp"

#include <tradelab/abi/strategy.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <span>

// The seam between the kernel and whatever executes: a simulated market, or a real one.  One
// thread; no call allocates after the run has begun.
namespace tradelab {

// A stop and a target that close the whole position of one instance in one instrument: whichever
// comes first, reduce-only.  They work while there is a position on the side they were made for.
struct ProtectiveTerms {
    InstanceId instance;
    InstrumentId instrument;
    Side opened = Side::buy;
    std::optional<Price> stop = {};
    std::optional<Price> take = {};
    Trigger trigger = Trigger::last;
};

// ---- what the venue says ----

struct VenueFill {
    OrderId order;
    FillCause cause = FillCause::next_open;
    Liquidity liquidity = Liquidity::taker;
    Price price;
    Price reference;  // open, stop or limit: what the price would be without costs
    Quantity quantity;
    Cash fee = {};  // in quote, or in base where `is_fee_in_base`
    bool is_fee_in_base = false;
    bool is_ambiguous = false;  // the bar could also have been read in our favour
    UnixNanos at;
};

enum class VenueEnd : std::uint8_t { cancelled = 1, rejected = 2, expired = 3 };

struct Triggered {
    InstanceId instance;
    InstrumentId instrument;
    StopVerdict verdict = StopVerdict::stop;
    UnixNanos at;
};

// What the kernel is told, in the order in which it happened.  An Err ends the run.
class VenueListener {
public:
    virtual ~VenueListener() = default;
    VenueListener(const VenueListener&) = delete;
    VenueListener& operator=(const VenueListener&) = delete;
    VenueListener(VenueListener&&) = delete;
    VenueListener& operator=(VenueListener&&) = delete;

    [[nodiscard]] virtual Status filled(const VenueFill& fill) = 0;
    // No rest of the order will fill.
    [[nodiscard]] virtual Status ended(OrderId order, VenueEnd end, UnixNanos at) = 0;
    // A protective price was reached: the closing orders, seen by the gate; none where nothing is
    // held or the gate refuses.  The venue fills them at once.  Valid until the next call.
    [[nodiscard]] virtual Result<std::span<const Approved<Order>>> triggered(
        const Triggered& what) = 0;
    // Whether the kernel has decided to cancel the order and cannot say so before the report is
    // over.  A venue that acts at once lets it go.
    [[nodiscard]] virtual bool is_called_back(OrderId order) const = 0;
    // The position is liquidated at this mark (1e-8): of the account, all instances.
    [[nodiscard]] virtual Status liquidated(InstrumentId instrument, Price mark, UnixNanos at) = 0;

protected:
    VenueListener() = default;
};

// ---- what the kernel asks of the venue ----

struct PlaceTerms {
    UnixNanos decided_at;
    std::optional<UnixNanos> expires = {};
};

class Venue {
public:
    virtual ~Venue() = default;
    Venue(const Venue&) = delete;
    Venue& operator=(const Venue&) = delete;
    Venue(Venue&&) = delete;
    Venue& operator=(Venue&&) = delete;

    // Whom to tell.  Once, before anything else; outlives the venue's use.
    virtual void listen(VenueListener& listener) = 0;

    [[nodiscard]] virtual Status place(const Approved<Order>& order, const PlaceTerms& terms) = 0;
    // Asks; ended(cancelled) proves it.  Unknown orders are ignored.
    [[nodiscard]] virtual Status cancel(OrderId order, UnixNanos decided_at) = 0;
    // Asks: it holds once it has arrived, like any order.  Replaces what protected a position of
    // that side; without stop and take it protects nothing.
    virtual void protect(const ProtectiveTerms& terms, UnixNanos decided_at) = 0;
    // What a taker pays of a notional at that time.  Err: nobody knows.
    [[nodiscard]] virtual Result<Rate> taker_rate(InstrumentId instrument,
                                                  UnixNanos time) const = 0;

protected:
    Venue() = default;
};

// ---- what drives a simulated market ----

// A bar that reaches none of these sets nothing off, whatever its path.
struct Watch {
    std::int64_t low = std::numeric_limits<std::int64_t>::min();   // something at low <= this
    std::int64_t high = std::numeric_limits<std::int64_t>::max();  // something at high >= this
};

// Extremes of the mark in the time of one bar, 1e-8.
struct MarkRange {
    Price low;
    Price high;
};

struct MarketCounts {
    std::uint64_t ambiguous_bars = 0;
    std::uint64_t resolved_bars = 0;
    std::uint64_t partial_fills = 0;         // by the participation cap
    std::uint64_t unknown_volume_fills = 0;  // in bars whose volume nobody counted
};

// What a bar does at the exchange lies strictly inside of it: its open right after the instant at
// which it begins, all the rest right before the instant at which it ends.  So funding at a bar's
// end is paid on what the bar left behind, and an order decided at that end fills after it.
class BarMarket {
public:
    virtual ~BarMarket() = default;
    BarMarket(const BarMarket&) = delete;
    BarMarket& operator=(const BarMarket&) = delete;
    BarMarket(BarMarket&&) = delete;
    BarMarket& operator=(BarMarket&&) = delete;

    // Whether an order waits for the next open at or after its arrival; the earliest arrival.
    [[nodiscard]] virtual std::optional<UnixNanos> waits_for_open(
        InstrumentId instrument) const = 0;
    // Prices of the instrument that set something off: valid until the next act or report.
    [[nodiscard]] virtual Watch watch(InstrumentId instrument) const = 0;
    // The open of a bar: market orders, and limits that arrive.
    [[nodiscard]] virtual Status open(const tl_ev_bar& bar) = 0;
    // The rest of a bar: stops, limits, targets.
    [[nodiscard]] virtual Status trade(const tl_ev_bar& bar, std::optional<MarkRange> marks) = 0;
    // The data has ended: what waits at market fills at the last close, with costs, whatever its
    // size.
    [[nodiscard]] virtual Status fill_at_close(InstrumentId instrument,
                                               Price last,
                                               UnixNanos at) = 0;
    // Whether the account's position would survive these marks.  True without one.
    [[nodiscard]] virtual Result<bool> survives(InstrumentId instrument,
                                                const MarkRange& marks,
                                                UnixNanos at) const = 0;
    // Liquidates what does not: at the worst of a bar that ends at `at`, or the mark at it.
    [[nodiscard]] virtual Status liquidate(InstrumentId instrument,
                                           const MarkRange& marks,
                                           UnixNanos at) = 0;
    // The next time at which an order expires or a cancel arrives.
    [[nodiscard]] virtual std::optional<UnixNanos> next_time() const = 0;
    // Does what is due at or before this time.
    [[nodiscard]] virtual Status advance(UnixNanos now) = 0;
    [[nodiscard]] virtual const MarketCounts& counts() const = 0;

protected:
    BarMarket() = default;
};

}  // namespace tradelab
