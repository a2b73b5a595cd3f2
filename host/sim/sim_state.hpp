#pragma once

#include "core/filters.hpp"
#include "sim/costs.hpp"
#include "sim/sim_venue.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

// What the simulated venue's own files share.
namespace tradelab {

struct SimOrder {
    OrderId id;
    InstanceId instance;
    Side side = Side::buy;
    std::optional<Price> limit = {};
    Quantity left = {};
    TimeInForce time_in_force = TimeInForce::gtc;
    ReduceOnly reduce_only = ReduceOnly::no;
    PostOnly post_only = PostOnly::no;
    UnixNanos arrives;
    std::optional<UnixNanos> expires = {};
    std::optional<UnixNanos> cancelled_at = {};  // when the cancel arrives
    std::uint32_t opens_to_cancel = 0;           // that the cancel lets pass on top of that
    std::uint32_t opens_to_pass = 0;
    bool is_resting = false;  // a limit in the book
};

// Protective prices on their way to the venue.
struct SimChange {
    ProtectiveTerms terms;
    UnixNanos arrives;
    std::uint32_t opens_to_pass = 0;
};

struct SimMarket {
    Instrument instrument;
    FeeHistory fees;
    const Listing* listing = nullptr;
    std::vector<SimOrder> orders = {};              // by id; what has nothing left is swept away
    std::vector<ProtectiveTerms> protections = {};  // by instance and side; only ever emptied
    std::vector<SimChange> changes = {};            // in the order in which they were sent
    // Rules of the day, and until when they hold.
    const Filters* filters = nullptr;
    UnixNanos filters_until = {};
    const FeeTier* fee_tier = nullptr;
    UnixNanos fees_until = {};
    // What may still fill in the bar in hand.  Nothing: nobody counted its volume.
    UnixNanos bar_ts = UnixNanos(INT64_MIN);
    std::optional<Quantity> room = {};
    std::optional<Quantity> cap = {};
    mutable std::optional<Watch> watch = {};
};

// How an order is filled.
struct Deal {
    FillCause cause = FillCause::next_open;
    Liquidity liquidity = Liquidity::taker;
    Price reference;
    Rate slip = {};              // on top of impact
    std::optional<Price> worst;  // never beyond it: a limit
    bool has_impact = false;
    bool is_exact = false;  // at the reference: limits and targets
    bool is_ambiguous = false;
    UnixNanos at;
};

struct SimVenue::State {
    explicit State(SimOptions given) : options(std::move(given)) {}

    // ---- sim_venue.cpp ----
    [[nodiscard]] Status prepare();
    [[nodiscard]] SimMarket& market_of(InstrumentId id) { return markets[place_of_id[id.value()]]; }
    [[nodiscard]] const SimMarket& market_of(InstrumentId id) const {
        return markets[place_of_id[id.value()]];
    }
    // Finds the rules in force, where they are not those that were found last.
    [[nodiscard]] Status rules_at(SimMarket& market, UnixNanos at) const {
        const bool are_known = market.filters != nullptr && at < market.filters_until &&
                               at >= market.filters->valid_from && market.fee_tier != nullptr &&
                               at < market.fees_until && at >= market.fee_tier->valid_from;
        return are_known ? Status() : find_rules(market, at);
    }
    [[nodiscard]] Status find_rules(SimMarket& market, UnixNanos at) const;
    void count_timed();
    // Whether what was sent then, and lets opens pass, has arrived at the open in hand.
    [[nodiscard]] static bool is_here(std::uint32_t& opens_to_pass) {
        return opens_to_pass == 0 || opens_to_pass-- == 0;
    }
    static void apply(SimMarket& market, const ProtectiveTerms& terms);
    static void apply_changes(SimMarket& market, UnixNanos at);
    // Cancels and protective prices that arrive with this open, before any order.
    [[nodiscard]] Status arrive_late(SimMarket& market, UnixNanos at);
    // What comes late waits for a time; with opens to pass it waits for an open.
    [[nodiscard]] bool waits_for_time() const { return options.latency_bars == 0; }
    [[nodiscard]] bool comes_late() const {
        return options.latency > Duration(0) || options.latency_bars > 0;
    }

    // ---- sim_bars.cpp ----
    void begin_bar(SimMarket& market, const tl_ev_bar& bar);
    [[nodiscard]] Status open(SimMarket& market, const tl_ev_bar& bar);
    [[nodiscard]] Status arrive(SimMarket& market, SimOrder& order, const tl_ev_bar& bar);
    [[nodiscard]] Status trade(SimMarket& market,
                               const tl_ev_bar& bar,
                               std::optional<MarkRange> marks);
    [[nodiscard]] bool is_ambiguous(const SimMarket& market, const tl_ev_bar& bar) const;
    // Whether finer bars have told what happened.
    [[nodiscard]] Result<bool> look_inside(SimMarket& market, const tl_ev_bar& bar);
    struct Walk {
        const tl_ev_bar& bar;
        std::optional<MarkRange> marks = {};
        bool is_ambiguous = false;
    };
    [[nodiscard]] Status walk(SimMarket& market, const Walk& walk);
    [[nodiscard]] Status trigger_stops(SimMarket& market, const Walk& walk);
    [[nodiscard]] Status trigger_stop(SimMarket& market,
                                      const ProtectiveTerms& terms,
                                      const Walk& walk);
    [[nodiscard]] Status fill_limits(SimMarket& market, const Walk& walk);
    [[nodiscard]] Status trigger_takes(SimMarket& market, const Walk& walk);
    [[nodiscard]] Status close_now(SimMarket& market, const Triggered& what, const Deal& deal);
    // What the instance holds on the side that these terms protect; nothing on the other.
    [[nodiscard]] Quantity held(const SimMarket& market, const ProtectiveTerms& terms) const;
    [[nodiscard]] bool is_limit_reached(const SimMarket& market,
                                        Side side,
                                        Price limit,
                                        const tl_ev_bar& bar) const;

    // ---- sim_fill.cpp ----
    // Fills as much as the bar has room for.  What cannot be paid is rejected, what would no longer
    // reduce is expired: then nothing of the order is left.
    [[nodiscard]] Status fill(SimMarket& market, SimOrder& order, const Deal& deal);
    [[nodiscard]] Price price_of(const SimMarket& market,
                                 Side side,
                                 Quantity quantity,
                                 const Deal& deal) const;
    [[nodiscard]] bool is_paid_for(const SimMarket& market,
                                   const SimOrder& order,
                                   const VenueFill& fill) const;
    [[nodiscard]] Status end(SimOrder& order, VenueEnd end, UnixNanos at);
    [[nodiscard]] Quantity clip_to_room(const SimMarket& market, Quantity quantity) const;
    static void sweep(SimMarket& market);

    SimOptions options;
    std::vector<SimMarket> markets;        // by name
    std::vector<std::size_t> place_of_id;  // by instrument id
    VenueListener* listener = nullptr;
    MarketCounts counts;
    Costs costs;
    // Orders with an end in time, and cancels and protective prices that arrive at a time.
    std::size_t timed = 0;
};

}  // namespace tradelab
