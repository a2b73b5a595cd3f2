#pragma once

#include <tradelab/abi/layout.h>
#include <tradelab/declare.hpp>
#include <tradelab/detail/context.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

// A strategy is a struct that declares what it is and says what it wants to hold:
//
//     struct Cross : tradelab::Strategy<Cross> {
//         static constexpr tradelab::About about = {...};
//         static constexpr tradelab::Param params[] = {...};
//         void on_bar(const tradelab::Bar& bar) { ...  target(0.5); }
//     };
//     TL_STRATEGY(Cross)
//
// The host calls one instance from one thread at a time.  Handlers (all optional): on_bar,
// on_trade, on_book, on_funding, on_mark, on_signal, on_gap, on_timer, on_fill, on_order,
// on_account.  Optional members: `roles` (one role "main" by default), `constraints`, `reasons`,
// `intents_max`, `std::uint32_t warmup() const` (bars before it may act), and `state(archive)` to
// be kept and restored.
//
// A gap: a strategy without on_gap goes flat in that instrument, is constructed anew and warms up
// again, because prices before a hole say nothing of those after it.
namespace tradelab {

enum class LogLevel : std::int32_t { trace, debug, information, warning, error, critical };
enum class Trigger : std::uint16_t { last = TL_TRIGGER_LAST, mark = TL_TRIGGER_MARK };
enum class Side : std::int32_t { buy = 1, sell = -1 };
enum class TimeInForce : std::uint16_t { gtc = TL_TIF_GTC, ioc = TL_TIF_IOC, fok = TL_TIF_FOK };
enum class Liquidity : std::uint16_t { any = 0, maker_only = TL_IN_F_POST_ONLY };
enum class Exposure : std::uint16_t { any = 0, reduce_only = TL_IN_F_REDUCE_ONLY };

// A bar as a strategy reads it.  Prices are doubles for deciding; the exact mantissas are in `raw`.
class Bar {
    const detail::RoleState* role_;

public:
    const tl_ev_bar& raw;
    std::size_t role;  // place in `roles`

    Bar(const tl_ev_bar& bar, std::size_t at, const detail::RoleState& state)
        : role_(&state), raw(bar), role(at) {}

    [[nodiscard]] double open() const { return price(raw.open); }
    [[nodiscard]] double high() const { return price(raw.high); }
    [[nodiscard]] double low() const { return price(raw.low); }
    [[nodiscard]] double close() const { return price(raw.close); }
    // Nothing where nobody counted.
    [[nodiscard]] std::optional<double> volume() const {
        if ((raw.known & TL_BAR_KNOWS_VOLUME) == 0) {
            return std::nullopt;
        }
        return static_cast<double>(raw.volume) / role_->qty_scale;
    }

private:
    [[nodiscard]] double price(tl_fixed mantissa) const {
        return static_cast<double>(mantissa) / role_->price_scale;
    }
};

// What goes with a target.  Prices protect what the target opens; the host's protection layer
// places them, rounded to the tick against us.
template <class T>
struct With {
    ReasonName<T> reason = {};
    std::optional<double> stop = {};
    std::optional<double> take = {};
    Trigger trigger = Trigger::last;
};

// How much an order is for: units of the base asset, which are rounded to the mantissa, or exactly
// the mantissa that it will carry (the legs of a hedge, where a lot more is a lot unhedged).
class OrderSize {
    double units_ = 0;
    std::optional<tl_fixed> exact_;

public:
    OrderSize(double units) : units_(units) {}  // implicit: `.quantity = 0.5`
    [[nodiscard]] static OrderSize exact(tl_fixed mantissa) {
        OrderSize size(0);
        size.exact_ = mantissa;
        return size;
    }

    [[nodiscard]] tl_fixed mantissa(double scale) const {
        return exact_ ? *exact_ : detail::rounded(units_ * scale, "a quantity");
    }
};

// The instrument that plays a role, as the parameter file bound it.
struct RoleInstrument {
    tl_inst id;
    tl_fixed tick, lot;            // smallest steps, in the places below; above 0
    std::int8_t price_dp, qty_dp;  // a value is mantissa * 10^-dp
};

template <class T>
struct OrderRequest {
    Side side;
    OrderSize quantity;
    std::optional<double> limit = {};  // none: at market
    ReasonName<T> reason = {};
    TimeInForce tif = TimeInForce::gtc;
    Liquidity liquidity = Liquidity::any;
    Exposure exposure = Exposure::any;
    std::uint64_t tag = 0;
};

namespace detail {

inline constexpr Role main_role[] = {{.name = "main", .summary = "the instrument that is traded"}};
inline constexpr const char* no_reasons[] = {""};

}  // namespace detail

template <class T>
class Strategy {
    detail::Context* context_;

public:
    static constexpr const auto& roles = detail::main_role;
    static constexpr const auto& reasons = detail::no_reasons;
    static constexpr std::uint32_t intents_max = 8;

    Strategy() : context_(detail::constructing) {}

protected:
    // ---- parameters -------------------------------------------------------------------------

    [[nodiscard]] std::int64_t ticks(ParamName<T> param) const { return context_->ticks[param.at]; }

    // In the parameter's unit.
    [[nodiscard]] double value(ParamName<T> param) const {
        return static_cast<double>(ticks(param) * T::params[param.at].step.e9) / 1e9;
    }

    // Of a parameter whose step is 1, such as a number of bars.
    [[nodiscard]] std::int64_t count(ParamName<T> param) const { return ticks(param); }

    // Is the parameter of unit "choice" set to `choice`?  A choice that was never declared throws,
    // so it cannot pass the first test run.
    [[nodiscard]] bool chosen(ParamName<T> param, std::string_view choice) const {
        const Param& declared = T::params[param.at];
        const auto at =
            declared.choices == nullptr ? -1 : detail::find_choice(declared.choices, choice);
        if (at < 0) {
            throw std::logic_error("no such choice is declared: " + std::string(choice));
        }
        return ticks(param) == declared.min + at;
    }

    // ---- what is known ----------------------------------------------------------------------

    [[nodiscard]] tl_time now() const { return context_->event_in_hand().ts_recv; }
    [[nodiscard]] bool warming() const { return context_->warming(); }
    // Is the event in hand replayed history?  Nothing but timers and notes can be sent because of
    // it, so whoever keeps book of orders must not begin one.
    [[nodiscard]] bool replaying() const { return context_->only_history(); }
    [[nodiscard]] std::chrono::nanoseconds bar_interval() const {
        return std::chrono::nanoseconds(context_->bar_interval_ns);
    }

    [[nodiscard]] RoleInstrument instrument(RoleName<T> role) const {
        const detail::RoleState& state = context_->roles[role.at];
        return {.id = state.inst,
                .tick = state.tick,
                .lot = state.lot,
                .price_dp = state.price_dp,
                .qty_dp = state.qty_dp};
    }

    // The last account event of the role: position, budget, free margin.
    [[nodiscard]] const tl_ev_account& account(RoleName<T> role) const {
        return context_->roles[role.at].account;
    }
    [[nodiscard]] const tl_ev_account& account() const { return context_->roles[0].account; }

    // What was last asked for, as a fraction of the budget.
    [[nodiscard]] double holding() const { return holding_at(0); }
    [[nodiscard]] double holding(RoleName<T> role) const { return holding_at(role.at); }

    // ---- what is wanted ---------------------------------------------------------------------

    // Hold `fraction` of the budget, in [-1, 1], until told otherwise.  Saying the same again is
    // free: only a change becomes an intent.  While warming up nothing is asked for.
    void target(double fraction) { bare_target(0, fraction); }
    void target(double fraction, const With<T>& with) { target_at(0, fraction, with); }
    void target(RoleName<T> role, double fraction) { bare_target(role.at, fraction); }
    void target(RoleName<T> role, double fraction, const With<T>& with) {
        target_at(role.at, fraction, with);
    }

    struct Leg {
        RoleName<T> role;
        double fraction;
    };

    // Both legs or neither: undone by the host when one has stood alone for `unhedged_max`.
    void pair(const Leg& one,
              const Leg& other,
              std::chrono::nanoseconds unhedged_max,
              const With<T>& with = {}) {
        const std::uint32_t before = context_->intents();
        target_at(one.role.at, one.fraction, with);
        target_at(other.role.at, other.fraction, with);
        unite(before, unhedged_max);
    }

    // One order.  While warming up only a reduce-only one is sent: whoever holds something must be
    // able to let go of it.  In replayed history nothing is.
    void order(RoleName<T> role, const OrderRequest<T>& request) { order_at(role.at, request); }
    void order(const OrderRequest<T>& request) { order_at(0, request); }

    struct LegOrder {
        RoleName<T> role;
        OrderRequest<T> order;
    };

    // Two orders that belong together, as `pair` does it for targets: for quantities that must
    // match to the lot.  Where only one of them can be sent (warm-up), it goes alone.
    void pair_orders(const LegOrder& one,
                     const LegOrder& other,
                     std::chrono::nanoseconds unhedged_max) {
        const std::uint32_t before = context_->intents();
        order_at(one.role.at, one.order);
        order_at(other.role.at, other.order);
        unite(before, unhedged_max);
    }

    void cancel(tl_order_id order) {
        if (!context_->only_history()) {
            context_->emit(TL_IN_CANCEL, role_count()).order = order;
        }
    }
    // Every order of this instance in the role's instrument.
    void cancel_all(RoleName<T> role) {
        if (!context_->only_history()) {
            context_->emit(TL_IN_CANCEL_ALL, role.at);
        }
    }

    // on_timer is called with `id` at `when`, or at the first event after it.
    void timer(std::uint32_t id, tl_time when) {
        tl_intent& intent = context_->emit(TL_IN_TIMER, role_count());
        intent.timer = id;
        intent.expires = when;
    }

    // A number worth keeping beside the decisions; shown in reports.
    void note(ReasonName<T> what, double number) {
        tl_intent& intent = context_->emit(TL_IN_NOTE, role_count());
        intent.reason = what.at;
        intent.note = number;
    }

    // ---- what is said -----------------------------------------------------------------------

    // A line for people, in the host's log; `note` is for numbers.  The manifest has to ask for it:
    //
    //     [needs]
    //     host = ["tl.host.log/1"]
    //
    // Else the line goes nowhere, as on a host without a log, and so do those beyond the host's
    // bound.  Putting a text together costs more than a decision: say what is rare.
    void log(std::string_view line) const { this->log(LogLevel::information, line); }
    void log(LogLevel level, std::string_view line) const {
        context_->log(static_cast<std::int32_t>(level), line);
    }

private:
    static constexpr std::size_t role_count() { return std::size(T::roles); }

    [[nodiscard]] double holding_at(std::size_t role) const {
        return static_cast<double>(context_->roles[role].standing.target_e9) / 1e9;
    }

    [[nodiscard]] std::int64_t price(std::size_t role, std::optional<double> value) const {
        return value ? detail::rounded(*value * context_->roles[role].price_scale, "a price")
                     : TL_NONE;
    }

    // Not inlined: what a handler rarely says must not widen the loop that calls it.
    [[gnu::noinline]] void bare_target(std::size_t role, double fraction) {
        target_at(role, fraction, {});
    }

    // Makes a pair of the two intents that came after the first `before`, if there are two.
    void unite(std::uint32_t before, std::chrono::nanoseconds unhedged_max) {
        const std::uint32_t size = context_->intents() - before;
        for (std::uint32_t at = before; size == 2 && at < before + size; ++at) {
            tl_intent& leg = context_->batch->out[at];
            leg.group = before + 1;
            leg.group_size = size;
            leg.unhedged_ns_max = unhedged_max.count();
        }
    }

    void target_at(std::size_t role, double fraction, const With<T>& with) {
        if (context_->only_history() || (fraction != 0 && warming())) {
            return;
        }
        if (!(fraction >= -1 && fraction <= 1)) {
            throw std::domain_error("a target is a fraction of the budget, from -1 to 1");
        }
        const detail::Standing wanted{.target_e9 = detail::rounded(fraction * 1e9, "a target"),
                                      .stop = price(role, with.stop),
                                      .take = price(role, with.take)};
        detail::Standing& standing = context_->roles[role].standing;
        if (wanted == standing) {
            return;
        }
        tl_intent& intent = context_->emit(TL_IN_TARGET, role);
        intent.target_e9 = wanted.target_e9;
        intent.stop_price = wanted.stop;
        intent.take_price = wanted.take;
        intent.reason = with.reason.at;
        intent.trigger = static_cast<std::uint16_t>(with.trigger);
        standing = wanted;
    }

    void order_at(std::size_t role, const OrderRequest<T>& request) {
        const bool opens = request.exposure != Exposure::reduce_only;
        if (context_->only_history() || (opens && warming())) {
            return;
        }
        tl_intent& intent = context_->emit(TL_IN_ORDER, role);
        intent.side = static_cast<std::int32_t>(request.side);
        intent.qty = request.quantity.mantissa(context_->roles[role].qty_scale);
        intent.limit_price = price(role, request.limit);
        intent.reason = request.reason.at;
        intent.tif = static_cast<std::uint16_t>(request.tif);
        intent.flags = static_cast<std::uint16_t>(static_cast<std::uint16_t>(request.liquidity) |
                                                  static_cast<std::uint16_t>(request.exposure));
        intent.client_tag = request.tag;
    }
};

}  // namespace tradelab

#include <tradelab/detail/entry.hpp>

namespace tradelab::detail {

template <class T>
inline constexpr tl_entry entry{.size = sizeof(tl_entry),
                                .abi = TL_ABI_VERSION,
                                .sdk = "tradelab-sdk 1.0, compiler " __VERSION__,
                                .count = 1,
                                .reserved = 0,
                                .describe = describe<T>,
                                .create = Holder<T>::create};

}  // namespace tradelab::detail

// Makes strategy T the plugin of this library.
#define TL_STRATEGY(T)                                                   \
    extern "C" TL_EXPORT const tl_entry* tl_plugin_entry_v1() noexcept { \
        return &tradelab::detail::entry<T>;                              \
    }
