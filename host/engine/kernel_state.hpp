#pragma once

#include "core/decision.hpp"
#include "core/order.hpp"
#include "engine/feedback.hpp"
#include "engine/kernel.hpp"
#include "engine/pairs.hpp"
#include "engine/sizing.hpp"
#include "engine/valuation.hpp"
#include "portfolio/row_hash.hpp"
#include "risk/protection_book.hpp"
#include "strategy/runner.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

// What the kernel's own files share.
namespace tradelab {

// An instrument and what the kernel knows of it.
struct KernelInstrument {
    Instrument instrument;
    const Listing* listing = nullptr;
    std::optional<Price> last = {};  // in its places
    // The last recorded mark: from the first on it is valued at marks, no longer at last prices.
    std::optional<UnixNanos> marked_at = {};
    // The filters in force, and until when.
    const Filters* filters = nullptr;
    UnixNanos filters_until = {};
};

struct KernelRole {
    std::size_t instrument = 0;  // rank by name
    std::uint64_t events = 0;
    std::uint32_t warmup_left = 0;
};

struct KernelTimer {
    UnixNanos due;
    std::uint32_t timer = 0;
};

// A protection as it was asked for.  It goes with its position: with the fill that closes it, not
// with the wish to; and it waits for the position that an order on its way will open.
struct KernelProtection {
    std::size_t instrument = 0;
    Side opened = Side::buy;
    OrderId since;  // the first order that may have been made together with it
    std::optional<Price> stop = {};
    std::optional<Price> take = {};
    Trigger trigger = Trigger::last;
};

// What a wish may do to the protection in force: one that was refused as a whole may only help.
enum class ProtectionChange : std::uint8_t { any, tighter };

struct KernelInstance {
    InstanceSpec spec;
    Runner runner;
    std::vector<KernelRole> roles = {};
    std::vector<tl_inst> bound = {};
    Feedback feedback = {};
    std::vector<KernelTimer> timers = {};
    std::size_t rings = 0;  // of timers, since the market moved last
    std::vector<KernelProtection> protections = {};
    bool is_retired = false;
    bool is_isolated = false;
    bool is_held = false;  // no entries
};

// A hedge pair whose bounds the host holds, as the last line behind its strategy.
struct KernelHedge {
    std::size_t instance = 0;
    HedgePair pair;
    Duration unhedged_max{0};
    std::optional<UnixNanos> uneven_since = {};
    PairVerdict verdict = PairVerdict::holds;  // not yet acted on
};

// What is open while one instrument moves and all else stands still, as of the last line of the
// valuation.
struct CoverageLine {
    Coverage others;
    Quantity size;  // of the instrument that moves
    Places places;
    ProtectionKind kind = ProtectionKind::none;
};

// An order whose end is not proven.
struct LiveOrder {
    Order order;
    std::size_t record = 0;
    std::size_t instance = 0;    // place by id
    std::size_t instrument = 0;  // rank by name
    OrderPurpose purpose = OrderPurpose::order;
    std::uint64_t client_tag = 0;
    std::uint32_t reason = 0;
};

// What is asked for when an order is to be made.
struct OrderWish {
    std::size_t instance = 0;
    std::size_t instrument = 0;
    OrderTerms terms;
    OrderPurpose purpose = OrderPurpose::order;
    std::uint64_t client_tag = 0;
    std::uint32_t reason = 0;
    std::optional<UnixNanos> expires = {};
    std::size_t record = 0;  // place of its record, once it is approved
};

// An approved order on its way out.
struct SentOrder {
    Approved<Order> order;
    OrderWish wish;
    std::size_t leg = 0;  // of its group: pieces of one closing order have the same
};

// What an instance held before a liquidation.
struct Holding {
    std::size_t instance = 0;
    std::size_t instrument = 0;
    Quantity held;
    Cash realised;
    Cash fees;
};

struct Kernel::State final : public VenueListener {
    explicit State(KernelOptions given);

    enum class Values : std::uint8_t { no, yes };

    // ---- making (kernel.cpp) ----
    [[nodiscard]] Status prepare();
    [[nodiscard]] std::size_t rank_of(InstrumentId id) const { return rank_of_id[id.value()] - 1; }

    // ---- feeding (kernel_feed.cpp) ----
    void market_moved();
    [[nodiscard]] Result<std::uint32_t> feed_alone(const MarketWindow& window, Values values);
    [[nodiscard]] Result<std::uint32_t> feed_all(const MarketWindow& window);
    // Equity after each bar, and all that follows from their closes.
    [[nodiscard]] Status value_bars(const MarketWindow& bars, std::uint32_t count);
    // Of all instruments but one, at last prices.
    [[nodiscard]] Result<Cash> gross_exposure(std::optional<std::size_t> left_out) const;
    [[nodiscard]] Status feed_feedback(std::size_t instance);
    // Everything that waits: cancels, lone legs, reports; until nothing does.
    [[nodiscard]] Status tell();
    [[nodiscard]] Status settle();
    [[nodiscard]] KernelRole* role_for(KernelInstance& instance,
                                       const tl_ev& event,
                                       std::size_t instrument);
    void push_account(KernelInstance& instance, std::size_t instrument, UnixNanos at);

    // ---- isolation (kernel_isolation.cpp) ----
    void isolate(KernelInstance& instance, const Error& why);
    // What its OnFailure says: isolates it, or passes the error up with its name.
    [[nodiscard]] Status bear(KernelInstance& instance, Error failure);
    // Whose timers ring without end while the market stands still.
    [[nodiscard]] Status bear_endless_timers(KernelInstance& instance, std::size_t due);
    // Everybody who still answers after so many rounds of one instant.
    [[nodiscard]] Status bear_endless_answers(int rounds);

    // ---- intents (kernel_intents.cpp) ----
    [[nodiscard]] Status want(std::size_t instance,
                              const tl_ev& cause,
                              std::span<const tl_intent> intents);
    [[nodiscard]] Status want_one(std::size_t instance, const tl_intent& intent);
    [[nodiscard]] Status want_target(std::size_t instance, const tl_intent& intent);
    [[nodiscard]] Status want_order(std::size_t instance, const tl_intent& intent);
    [[nodiscard]] Status want_cancels(std::size_t instance, const tl_intent& intent);
    [[nodiscard]] Status want_group(std::size_t instance, std::span<const tl_intent> group);
    // Fills `group`; false where one was refused, and then none is sent.
    [[nodiscard]] Result<bool> approve_group(std::size_t instance,
                                             std::span<const tl_intent> members);
    [[nodiscard]] Result<bool> approve_leg(OrderWish wish, std::size_t leg);
    void want_timer(KernelInstance& instance, const tl_intent& intent);
    void want_note(KernelInstance& instance, const tl_intent& intent);
    [[nodiscard]] Result<Way> way_of(std::size_t instance, const tl_intent& intent);
    void refuse_intent(std::size_t instance, const tl_intent& intent, std::uint32_t reason);
    void add_decision(const KernelInstance& instance, const tl_ev& cause, const tl_intent& intent);

    // ---- protection (kernel_protection.cpp) ----
    // What the intent asks for, looked at and not yet in force; without stop and target: to be
    // bare. Nothing: what is in force stays.  Err: it cannot be had.
    [[nodiscard]] Result<std::optional<KernelProtection>> protection_of(std::size_t instance,
                                                                        const tl_intent& intent,
                                                                        Side opened);
    // Puts it in force and says whether it did.  Whatever is allowed, under the latch or a hold
    // nothing but a tighter stop of what is held is.
    bool protect(std::size_t instance, KernelProtection asked, ProtectionChange allowed);
    void put_in_book(InstanceId instance, const KernelProtection& asked);
    [[nodiscard]] bool is_tighter(std::size_t instance, const KernelProtection& asked) const;
    [[nodiscard]] const KernelProtection* protection_in_force(std::size_t instance,
                                                              std::size_t instrument,
                                                              Side opened) const;
    [[nodiscard]] bool has_entry_since(OrderId since,
                                       std::size_t instance,
                                       std::size_t instrument,
                                       Side opened) const;
    void release(std::size_t instance, std::size_t instrument, Side opened);
    // Where no such position is held, and no order that would open it works.
    void release_if_closed(std::size_t instance, std::size_t instrument, Side opened);

    // ---- coverage (kernel_coverage.cpp) ----
    [[nodiscard]] Coverage coverage() const;
    void begin_coverage(std::size_t moving);
    void keep_coverage(const tl_ev_bar* first, std::uint32_t count);

    // ---- hedges (kernel_hedges.cpp) ----
    void add_hedge(std::size_t instance, const HedgePair& pair, Duration unhedged_max);
    // What the marks of this instant ask for.
    [[nodiscard]] Status judge_hedges();
    [[nodiscard]] Result<PairVerdict> verdict_of(const KernelHedge& hedge) const;
    // Orders of its instance on its legs: of a purpose, or of any at market.
    [[nodiscard]] bool has_working(const KernelHedge& hedge,
                                   std::optional<OrderPurpose> purpose) const;
    [[nodiscard]] Status hold_hedges();
    [[nodiscard]] Status unwind(const KernelHedge& hedge);
    [[nodiscard]] Status trim(const KernelHedge& hedge);
    // Pairs of which nothing is left, and nothing is on its way.
    [[nodiscard]] Status drop_hedges();
    [[nodiscard]] Result<bool> is_over(const KernelHedge& hedge);

    // ---- orders (kernel_orders.cpp) ----
    // Approved and reserved, not yet sent; or refused, recorded and told.
    [[nodiscard]] Result<std::optional<Approved<Order>>> approve(OrderWish& wish);
    [[nodiscard]] Status send(const Approved<Order>& order, const OrderWish& wish);
    // Approves and sends, in pieces where the venue takes less at once than is to be closed.
    [[nodiscard]] Status place(OrderWish wish);
    // The same, and `asked` protects what it opens: in force before the order is sent, and not at
    // all where it is refused.
    [[nodiscard]] Status place_protected(OrderWish wish,
                                         const std::optional<KernelProtection>& asked);
    // Asks for approval of one piece after the other; `each` hears what came of it, with the wish
    // for that piece, and says whether to go on.  False where it did not.
    template <class Each>
        requires std::is_invocable_r_v<Result<bool>,
                                       Each&,
                                       const std::optional<Approved<Order>>&,
                                       const OrderWish&>
    [[nodiscard]] Result<bool> approve_pieces(OrderWish wish, Each each);
    [[nodiscard]] Result<Pieces> pieces_of(const OrderWish& wish);
    // Closes that much of what an instance holds, at market, as far as it is whole lots.
    [[nodiscard]] Status reduce(std::size_t instance,
                                InstrumentId id,
                                Quantity size,
                                OrderPurpose purpose);
    void withdraw(const Approved<Order>& order, const OrderWish& wish);
    [[nodiscard]] Status cancel(LiveOrder& live);
    [[nodiscard]] Status cancel_working(std::size_t instance,
                                        std::size_t instrument,
                                        OrderPurpose purpose);
    [[nodiscard]] Result<const Filters*> filters_of(KernelInstrument& instrument);
    [[nodiscard]] LiveOrder* find_live(OrderId order);
    void forget(LiveOrder& live);
    void push_order_event(const OrderWish& wish,
                          OrderId order,
                          OrderState state,
                          std::uint32_t reason,
                          Quantity open = {});

    // ---- reports (kernel_reports.cpp) ----
    [[nodiscard]] Status filled(const VenueFill& fill) override;
    [[nodiscard]] Status ended(OrderId order, VenueEnd end, UnixNanos at) override;
    [[nodiscard]] bool is_called_back(OrderId order) const override;
    [[nodiscard]] Result<std::span<const Approved<Order>>> triggered(
        const Triggered& what) override;
    // What stops and targets that were set off before have still to close.
    [[nodiscard]] Quantity closing_already(std::size_t instance, std::size_t instrument) const;
    // Fills `triggered_orders`.
    [[nodiscard]] Status approve_closing(OrderWish wish);
    void keep_triggered(const Approved<Order>& order, const OrderWish& wish);
    [[nodiscard]] Status liquidated(InstrumentId instrument, Price mark, UnixNanos at) override;
    void keep_fill(const LiveOrder& one, const VenueFill& said, const FillEffect& effect);
    void keep_liquidation(const Holding& was, Price mark, UnixNanos at);
    [[nodiscard]] Status fund(const tl_ev_funding& funding);

    // ---- commands (kernel_commands.cpp) ----
    [[nodiscard]] std::size_t place_of(InstanceId instance) const;
    [[nodiscard]] Quantity closable(std::size_t instance, std::size_t instrument);
    // Orders of a person that have still to close something.
    [[nodiscard]] Quantity commanded_already(std::size_t instance, std::size_t instrument) const;
    [[nodiscard]] Entries entries_of(std::size_t instance) const {
        return instances[instance].is_held ? Entries::barred : Entries::allowed;
    }
    // Whether it only takes away from what is held, with all that does so before it.
    [[nodiscard]] bool only_closes(const LiveOrder& order) const;
    // What only closed when it was let through may have nothing left to close: judged anew, and
    // called back where it may not open.
    void call_back_entries(std::size_t instance, std::size_t instrument);
    template <class Cancels>
    [[nodiscard]] Status cancel_where(Cancels cancels);

    // ---- pairs (kernel_pairs.cpp) ----
    // Of what `group` has sent.
    void watch_pair(std::size_t instance, const tl_intent& intent);
    [[nodiscard]] Status settle_pairs();
    [[nodiscard]] Status mend(Pair& pair);

    KernelOptions options;
    std::vector<KernelInstrument> instruments;  // by name
    std::vector<std::size_t> rank_of_id;        // by instrument id: rank + 1
    std::vector<KernelInstance> instances;      // by id
    ProtectionBook book;
    Valuation valuation;
    PairBook pairs;
    std::vector<KernelHedge> hedges;  // in the order in which they were opened
    CoverageLine line;
    std::vector<LiveOrder> live;     // in the order of their ids
    std::vector<OrderId> to_cancel;  // decided inside of a report of the venue
    std::vector<Approved<Order>> triggered_orders;
    std::vector<Cash> funding_before;  // by instance
    std::vector<SentOrder> group;      // of the group in hand
    Feedback feeding;                  // what an instance reads right now
    RunRecord record;
    RowHash decisions;
    UnixNanos now;
    UnixNanos moved_at;  // when the market moved last
    EventSeq cause;
    std::uint64_t next_seq = 1;
    std::uint64_t next_order = 1;
    bool is_told = true;  // nothing waits in any feedback
};

template <class Each>
    requires std::is_invocable_r_v<Result<bool>,
                                   Each&,
                                   const std::optional<Approved<Order>>&,
                                   const OrderWish&>
Result<bool> Kernel::State::approve_pieces(OrderWish wish, Each each) {
    auto pieces = pieces_of(wish);
    if (!pieces) {
        return fail(std::move(pieces).error());
    }
    while (!pieces->is_done()) {
        wish.terms.quantity = pieces->next();
        const auto approved = approve(wish);
        if (!approved) {
            return fail(approved.error());
        }
        const Result<bool> goes_on = each(*approved, wish);
        if (!goes_on || !*goes_on) {
            return goes_on;
        }
    }
    return true;
}

}  // namespace tradelab
