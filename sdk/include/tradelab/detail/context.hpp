#pragma once

#include <tradelab/abi/strategy.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab::detail {

inline constexpr double powers_of_ten[] = {1e0,
                                           1e1,
                                           1e2,
                                           1e3,
                                           1e4,
                                           1e5,
                                           1e6,
                                           1e7,
                                           1e8,
                                           1e9,
                                           1e10,
                                           1e11,
                                           1e12,
                                           1e13,
                                           1e14,
                                           1e15,
                                           1e16,
                                           1e17,
                                           1e18};

// What the strategy asked to hold in one role.  A target is a state and not an act: only a change
// of it becomes an intent.
struct Standing {
    std::int64_t target_e9 = 0;
    std::int64_t stop = TL_NONE;
    std::int64_t take = TL_NONE;

    template <class Archive>
    void state(Archive& archive) {
        archive(target_e9, stop, take);
    }
    friend bool operator==(const Standing&, const Standing&) = default;
};

// One role of one instance: the instrument that plays it, and what is known of it.
struct RoleState {
    tl_inst inst = 0;
    double price_scale = 1;  // a price is mantissa / price_scale
    double qty_scale = 1;
    std::uint64_t bars_seen = 0;  // since start or the last gap
    std::uint64_t bars_needed = 0;
    Standing standing{};
    tl_ev_account account{};
    tl_fixed tick = 1;
    tl_fixed lot = 1;
    std::int8_t price_dp = 0;
    std::int8_t qty_dp = 0;

    template <class Archive>
    void state(Archive& archive) {
        archive(bars_seen,
                standing,
                account.position,
                account.average_price,
                account.budget_e8,
                account.equity_e8,
                account.free_margin_e8,
                account.wallet);
    }
};

// The instrument has been found able to play the role: its places lie in 0..18.
[[nodiscard]] inline RoleState role_of_instrument(const tl_instrument& instrument) {
    return {.inst = instrument.id,
            .price_scale = powers_of_ten[instrument.price_dp],
            .qty_scale = powers_of_ten[instrument.qty_dp],
            .tick = instrument.tick,
            .lot = instrument.lot,
            .price_dp = instrument.price_dp,
            .qty_dp = instrument.qty_dp};
}

[[noreturn, gnu::cold, gnu::noinline]] inline void refuse_without_event() {
    throw std::logic_error("there is no event in hand: ask in on_bar or its kin");
}

// An intent that wants nothing yet.  To copy it is faster than to clear one field by field.
inline constexpr tl_intent blank_intent = [] {
    tl_intent intent{};
    intent.size = sizeof(tl_intent);
    intent.limit_price = intent.stop_price = intent.take_price = TL_NONE;
    intent.expires = TL_NONE;
    return intent;
}();

// The host's log, where the manifest asked for it and the host has it.
[[nodiscard]] inline const tl_host_log* log_of(const tl_host* host) {
    if (!TL_HAS(tl_host, host, get) || host->get == nullptr) {
        return nullptr;
    }
    const auto* const log = static_cast<const tl_host_log*>(host->get(host, TL_HOST_LOG));
    return TL_HAS(tl_host_log, log, write) && log->write != nullptr ? log : nullptr;
}

// Everything that outlives the strategy object itself, which a gap makes anew.
struct Context {
    std::vector<std::int64_t> ticks;
    std::vector<RoleState> roles;
    std::int64_t bar_interval_ns = 0;
    const tl_host* host = nullptr;
    const tl_host_log* host_log = nullptr;  // null where it was not granted
    std::uint64_t identity = 0;

    // The batch in hand, whose `out` is where intents go.  It stays here after `process` (to clear
    // it would cost every call a store); whatever else calls the strategy clears it first.
    tl_batch* batch = nullptr;
    const tl_ev* event = nullptr;
    std::uint32_t intents_max = 0;

    [[gnu::cold, gnu::noinline]] void log(std::int32_t level, std::string_view line) const {
        if (host_log != nullptr) {
            host_log->write(host, level, line.data(), line.size());
        }
    }

    [[nodiscard]] const tl_ev& event_in_hand() const {
        if (batch == nullptr) {
            refuse_without_event();
        }
        return *event;
    }

    // Caused by the event in hand so far.
    [[nodiscard]] std::uint32_t intents() const { return batch == nullptr ? 0 : batch->out_len; }

    // Is the event in hand history, on which the host refuses every trade?
    [[nodiscard]] bool only_history() const {
        return (event_in_hand().flags & TL_EV_F_WARMUP) != 0;
    }

    // Does the event in hand only fill indicators?  Either the host says so, or a role has seen
    // fewer bars than it needs.
    [[nodiscard]] bool warming() const {
        if (only_history()) {
            return true;
        }
        for (const RoleState& role : roles) {
            if (role.bars_seen <= role.bars_needed && role.bars_needed != 0) {
                return true;
            }
        }
        return false;
    }

    tl_intent& emit(std::uint16_t type, std::size_t role) {
        const std::uint64_t cause_seq = event_in_hand().seq;
        if (batch->out_len == intents_max) {
            throw std::length_error("more intents for one event than `intents_max` declares");
        }
        tl_intent& intent = batch->out[batch->out_len++];
        intent = blank_intent;
        intent.type = type;
        intent.inst = role < roles.size() ? roles[role].inst : 0;
        intent.cause_seq = cause_seq;
        return intent;
    }
};

[[nodiscard]] inline bool can_play(const tl_instrument& instrument, std::uint32_t kinds) {
    return instrument.kind < 32 && (kinds >> instrument.kind & 1U) != 0 &&
           instrument.price_dp >= 0 && instrument.price_dp <= 18 && instrument.qty_dp >= 0 &&
           instrument.qty_dp <= 18 && instrument.tick > 0 && instrument.lot > 0;
}

// The context of the instance being made.  A strategy's members may read parameters while they are
// constructed, before anybody could have handed them over.
inline thread_local Context* constructing = nullptr;

struct Constructing {
    Context* before;
    explicit Constructing(Context& context) : before(constructing) { constructing = &context; }
    ~Constructing() { constructing = before; }
    Constructing(const Constructing&) = delete;
    Constructing& operator=(const Constructing&) = delete;
    Constructing(Constructing&&) = delete;
    Constructing& operator=(Constructing&&) = delete;
};

[[noreturn, gnu::cold, gnu::noinline]] inline void refuse_number(const char* what) {
    throw std::domain_error(std::string(what) + " is not a number that an order can hold");
}

// Halves go away from zero.  Refuses what no integer can hold.
inline std::int64_t rounded(double value, const char* what) {
    if (!(value > -9.2e18 && value < 9.2e18)) {
        refuse_number(what);
    }
    return static_cast<std::int64_t>(value + (value < 0 ? -0.5 : 0.5));
}

}  // namespace tradelab::detail
