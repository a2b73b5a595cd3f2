#pragma once

// Included by tradelab/strategy.hpp; not for use alone.
#include <tradelab/detail/border.hpp>
#include <tradelab/detail/context.hpp>
#include <tradelab/detail/describe.hpp>
#include <tradelab/state.hpp>
#include <tradelab/strategy.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace tradelab::detail {

// One instance of strategy T behind the C table.  The strategy object is made anew after a gap; the
// context stays.
template <class T>
class Holder {
    enum class State : std::uint8_t { stopped, running, failed };
    static constexpr std::size_t role_count = std::size(T::roles);

    tl_instance table_{};
    Context context_;
    std::unique_ptr<T> strategy_;
    State state_ = State::stopped;

public:
    static tl_status create(const char* id,
                            const tl_host* host,
                            const tl_config* config,
                            tl_instance** out) noexcept {
        if (id == nullptr || out == nullptr || host == nullptr) {
            return TL_E_INVALID;
        }
        if (std::string_view(id) != T::about.id) {
            return report(host, TL_E_UNSUPPORTED, "this library holds no plugin of that id");
        }
        return guarded(host, [&] {
            auto holder = std::make_unique<Holder>();
            const tl_status read = holder->configure(host, config);
            if (read == TL_OK) {
                *out = &holder.release()->table_;
            }
            return read;
        });
    }

private:
    static Holder& of(const tl_instance* instance) { return *static_cast<Holder*>(instance->self); }

    tl_status configure(const tl_host* host, const tl_config* config) {
        context_.host = host;
        context_.host_log = log_of(host);
        if (!TL_HAS(tl_config, config, bar_interval_ns) ||
            config->tick_count != std::size(T::params) || config->role_count != role_count ||
            config->instruments == nullptr ||
            (config->ticks == nullptr && config->tick_count != 0)) {
            return report(host, TL_E_INVALID, "the configuration does not fit the declaration");
        }
        context_.ticks.assign(config->ticks, config->ticks + config->tick_count);
        for (std::size_t at = 0; at < context_.ticks.size(); ++at) {
            const Param& param = T::params[at];
            if (context_.ticks[at] < param.min || context_.ticks[at] > param.max) {
                return report(host,
                              TL_E_INVALID,
                              std::string(param.name) + " is outside of its declared range");
            }
        }
        if (const tl_status bound = bind_roles(host, *config); bound != TL_OK) {
            return bound;
        }
        context_.bar_interval_ns = config->bar_interval_ns;
        context_.intents_max = T::intents_max;
        context_.identity = identity();
        table_ = {.size = sizeof(tl_instance),
                  .abi = TL_ABI_VERSION,
                  .self = this,
                  .start = start,
                  .stop = stop,
                  .destroy = destroy,
                  .get = get};
        construct();
        return TL_OK;
    }

    tl_status bind_roles(const tl_host* host, const tl_config& config) {
        const auto* at = reinterpret_cast<const char*>(config.instruments);
        const std::size_t stride = config.instruments->size;
        if (stride < sizeof(tl_instrument)) {
            return report(host, TL_E_INVALID, "the instruments are of an older shape");
        }
        for (std::size_t role = 0; role < role_count; ++role, at += stride) {
            const auto& instrument = *reinterpret_cast<const tl_instrument*>(at);
            if (!can_play(instrument, T::roles[role].kinds)) {
                return report(
                    host,
                    TL_E_INVALID,
                    std::string("this instrument cannot play the role ") + T::roles[role].name);
            }
            context_.roles.push_back(role_of_instrument(instrument));
        }
        return TL_OK;
    }

    // What a saved state must agree with: plugin, version and every tick.
    [[nodiscard]] std::uint64_t identity() const {
        const std::string_view ticks(reinterpret_cast<const char*>(context_.ticks.data()),
                                     context_.ticks.size() * sizeof(std::int64_t));
        return fnv1a(ticks, fnv1a(T::about.version, fnv1a(T::about.id)));
    }

    [[nodiscard]] std::unique_ptr<T> constructed() {
        const Constructing guard(context_);
        return std::make_unique<T>();
    }

    void construct() {
        strategy_ = constructed();
        for (std::size_t role = 0; role < context_.roles.size(); ++role) {
            const bool bars = (T::roles[role].events >> TL_EV_BAR & 1U) != 0;
            context_.roles[role].bars_needed = bars ? warmup() : 0;
        }
    }

    [[nodiscard]] std::uint32_t warmup() const {
        if constexpr (requires(const T& t) { t.warmup(); }) {
            return static_cast<std::uint32_t>(strategy_->warmup());
        } else {
            return 0;
        }
    }

    // ---- the instance table -----------------------------------------------------------------

    static tl_status start(tl_instance* instance) noexcept {
        Holder& holder = of(instance);
        if (holder.state_ != State::stopped) {
            return report(holder.context_.host, TL_E_STATE, "start: not stopped");
        }
        holder.state_ = State::running;
        return TL_OK;
    }

    static tl_status stop(tl_instance* instance) noexcept {
        Holder& holder = of(instance);
        if (holder.state_ == State::stopped) {
            return report(holder.context_.host, TL_E_STATE, "stop: not running");
        }
        holder.state_ = State::stopped;
        return TL_OK;
    }

    static void destroy(tl_instance* instance) noexcept { delete &of(instance); }

    static const void* get(tl_instance*, const char* id) noexcept {
        static constexpr tl_strategy strategy{.size = sizeof(tl_strategy),
                                              .intents_max = T::intents_max,
                                              .process = process,
                                              .warmup_bars = warmup_bars};
        if (id == nullptr) {
            return nullptr;
        }
        if (std::string_view(id) == TL_EXT_STRATEGY) {
            return &strategy;
        }
        if constexpr (Tables<T>::keeps_state) {
            static constexpr tl_ext_state state{
                .size = sizeof(tl_ext_state), .reserved = 0, .save = save, .load = load};
            if (std::string_view(id) == TL_EXT_STATE) {
                return &state;
            }
        }
        return nullptr;
    }

    static std::uint32_t warmup_bars(const tl_instance* instance, std::uint32_t role) noexcept {
        const Holder& holder = of(instance);
        const auto& roles = holder.context_.roles;
        return role < role_count ? static_cast<std::uint32_t>(roles[role].bars_needed) : 0;
    }

    // ---- events -----------------------------------------------------------------------------

    // One bar is the commonest batch of a live strategy, and of a backtest wherever an order could
    // fill: it has a way of its own, straight through.
    static tl_status process(tl_instance* instance, tl_batch* batch) noexcept {
        Holder& holder = of(instance);
        if (holder.state_ != State::running || batch->out_cap < T::intents_max) [[unlikely]] {
            return holder.refuse(*batch);
        }
        if (batch->count != 1 || batch->first->type != TL_EV_BAR) {
            return holder.consume(*batch);
        }
        holder.context_.batch = batch;
        holder.context_.event = batch->first;
        batch->out_len = 0;
        batch->consumed = 1;
        try {
            holder.on_bar(as<tl_ev_bar>(*batch->first));
            return TL_OK;
        } catch (...) {
            return holder.fail(*batch);
        }
    }

    // The hot loop of the house: what is not needed by a bar that changes nothing is out of line.
    [[gnu::noinline]] tl_status consume(tl_batch& batch) noexcept {
        const auto* at = reinterpret_cast<const char*>(batch.first);
        std::uint32_t left = batch.count;
        context_.batch = &batch;
        batch.out_len = 0;
        try {
            while (left != 0 && batch.out_len == 0) {
                const auto& event = *reinterpret_cast<const tl_ev*>(at);
                context_.event = &event;
                at += event.size;
                --left;
                if (event.type == TL_EV_BAR) [[likely]] {
                    on_bar(as<tl_ev_bar>(event));
                } else {
                    dispatch(event);
                }
            }
        } catch (...) {
            return fail(batch);
        }
        batch.consumed = batch.count - left;
        return TL_OK;
    }

    [[gnu::cold, gnu::noinline]] tl_status refuse(tl_batch& batch) const noexcept {
        batch.out_len = batch.consumed = 0;
        return state_ != State::running ? report(context_.host, TL_E_STATE, "process: not running")
                                        : report(context_.host,
                                                 TL_E_INVALID,
                                                 "process: no room for the intents of one event");
    }

    // Called where the strategy threw.
    [[gnu::cold, gnu::noinline]] tl_status fail(tl_batch& batch) noexcept {
        batch.out_len = batch.consumed = 0;
        context_.batch = nullptr;
        state_ = State::failed;
        return report_thrown(context_.host);
    }

    template <class Event>
    static const Event& as(const tl_ev& event) {
        if (event.size < sizeof(Event)) [[unlikely]] {
            refuse_short_event();
        }
        return reinterpret_cast<const Event&>(event);
    }

    [[gnu::noinline]] void dispatch(const tl_ev& event) {
        switch (T& strategy = *strategy_; event.type) {
            case TL_EV_GAP:
                on_gap(as<tl_ev_gap>(event));
                break;
            case TL_EV_ACCOUNT:
                on_account(as<tl_ev_account>(event));
                break;
#define TL_HANDLE(type, handler, shape)                                    \
    case type:                                                             \
        if constexpr (requires(const shape& e) { strategy.handler(e); }) { \
            strategy.handler(as<shape>(event));                            \
        }                                                                  \
        break
                TL_HANDLE(TL_EV_TRADE, on_trade, tl_ev_trade);
                TL_HANDLE(TL_EV_BOOK, on_book, tl_ev_book);
                TL_HANDLE(TL_EV_FUNDING, on_funding, tl_ev_funding);
                TL_HANDLE(TL_EV_MARK, on_mark, tl_ev_mark);
                TL_HANDLE(TL_EV_SIGNAL, on_signal, tl_ev_signal);
                TL_HANDLE(TL_EV_TIMER, on_timer, tl_ev_timer);
                TL_HANDLE(TL_EV_FILL, on_fill, tl_ev_fill);
                TL_HANDLE(TL_EV_ORDER, on_order, tl_ev_order);
#undef TL_HANDLE
            default:
                break;  // a newer host's event
        }
    }

    // The number of roles is known while compiling: for one role this is one comparison.
    [[nodiscard]] std::size_t role_of(tl_inst inst) const {
        const RoleState* roles = context_.roles.data();
        std::size_t at = 0;
        while (at < role_count && roles[at].inst != inst) {
            ++at;
        }
        return at;
    }

    void on_bar(const tl_ev_bar& bar) {
        const std::size_t role = role_of(bar.h.inst);
        if (role == role_count) [[unlikely]] {
            return;  // not one of ours
        }
        RoleState& state = context_.roles.data()[role];
        ++state.bars_seen;
        if constexpr (requires(T& t, const Bar& b) { t.on_bar(b); }) {
            strategy_->on_bar(Bar(bar, role, state));
        }
    }

    void on_account(const tl_ev_account& account) {
        const std::size_t role = role_of(account.h.inst);
        if (role == role_count) {
            return;
        }
        context_.roles[role].account = account;
        if constexpr (requires(T& t) { t.on_account(account); }) {
            strategy_->on_account(account);
        }
    }

    void on_gap(const tl_ev_gap& gap) {
        if constexpr (requires(T& t) { t.on_gap(gap); }) {
            strategy_->on_gap(gap);
        } else if (gap.h.inst == 0 || role_of(gap.h.inst) != role_count) {
            go_flat(gap.h);
            for (RoleState& role : context_.roles) {
                role.bars_seen = 0;
            }
            construct();
        }
    }

    // In every role: what forgets both legs of a pair may not keep one.  In replayed history
    // nothing can be asked for, so the target stands until the first event that is not.
    void go_flat(const tl_ev& gap) {
        for (std::size_t role = 0; role < role_count; ++role) {
            RoleState& state = context_.roles[role];
            if (state.standing != Standing{} && (gap.flags & TL_EV_F_WARMUP) == 0) {
                state.standing = {};
                context_.emit(TL_IN_TARGET, role).reason = gap_reason<T>();
            }
        }
    }

    // ---- state ------------------------------------------------------------------------------

    template <class Archive>
    static void whole_state(Archive& archive, Context& context, T& strategy) {
        for (RoleState& role : context.roles) {
            archive(role);
        }
        archive(strategy);
    }

    static tl_status save(tl_instance* instance, const tl_sink* out) noexcept {
        Holder& holder = of(instance);
        holder.context_.batch = nullptr;
        return guarded(holder.context_.host, [&] {
            StateWriter writer;
            whole_state(writer, holder.context_, *holder.strategy_);
            return write_state(out, holder.context_.identity, writer.bytes());
        });
    }

    static tl_status load(tl_instance* instance, tl_bytes in) noexcept {
        Holder& holder = of(instance);
        if (holder.state_ == State::running) {
            return report(holder.context_.host, TL_E_STATE, "load: stop the instance first");
        }
        holder.context_.batch = nullptr;
        return guarded(holder.context_.host, [&] { return holder.load_checked(in); });
    }

    // Into a copy first: a blob that turns out to be wrong changes nothing.
    tl_status load_checked(tl_bytes in) {
        std::string_view payload;
        const tl_status read = read_state(in, context_.identity, payload);
        if (read != TL_OK) {
            return report(context_.host, read, "load: not a state of this plugin and parameters");
        }
        Context context = context_;
        std::unique_ptr<T> strategy = constructed();
        StateReader reader(payload);
        whole_state(reader, context, *strategy);
        if (!reader.complete()) {
            return report(context_.host, TL_E_INVALID, "load: the state has another shape");
        }
        context_.roles = context.roles;
        strategy_ = std::move(strategy);
        return TL_OK;
    }
};

template <class T>
const tl_descriptor* describe(std::uint32_t index) noexcept {
    return index == 0 ? &Tables<T>::descriptor : nullptr;
}

}  // namespace tradelab::detail
