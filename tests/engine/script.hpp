#pragma once

#include <tradelab/abi/strategy.h>

#include <cstdint>
#include <functional>
#include <vector>

// A strategy written in a test: a function of the event in hand.
namespace tradelab::engine_test {

inline tl_intent intent_of(std::uint16_t type, tl_inst inst) {
    tl_intent intent{};
    intent.size = sizeof intent;
    intent.type = type;
    intent.inst = inst;
    intent.limit_price = intent.stop_price = intent.take_price = TL_NONE;
    intent.expires = TL_NONE;
    return intent;
}

inline tl_intent target(tl_inst inst, std::int64_t target_e9) {
    tl_intent intent = intent_of(TL_IN_TARGET, inst);
    intent.target_e9 = target_e9;
    return intent;
}

inline tl_intent order(tl_inst inst, int side, tl_fixed qty, tl_fixed limit = TL_NONE) {
    tl_intent intent = intent_of(TL_IN_ORDER, inst);
    intent.side = side;
    intent.qty = qty;
    intent.limit_price = limit;
    return intent;
}

template <class Event>
const Event& as(const tl_ev& event) {
    return reinterpret_cast<const Event&>(event);
}

class Script {
public:
    using Intents = std::vector<tl_intent>;
    using Rule = std::function<Intents(const tl_ev&)>;

    explicit Script(Rule rule, std::uint32_t warmup = 0) : rule_(std::move(rule)), warmup_(warmup) {
        table_ = {.size = sizeof(tl_instance),
                  .abi = TL_ABI_VERSION,
                  .self = this,
                  .start = nullptr,
                  .stop = nullptr,
                  .destroy = nullptr,
                  .get = nullptr};
        strategy_ = {.size = sizeof(tl_strategy),
                     .intents_max = 64,
                     .process = process,
                     .warmup_bars = [](const tl_instance* instance, std::uint32_t) {
                         return static_cast<const Script*>(instance->self)->warmup_;
                     }};
    }
    Script(const Script&) = delete;
    Script& operator=(const Script&) = delete;

    [[nodiscard]] tl_instance& instance() { return table_; }
    [[nodiscard]] const tl_strategy& strategy() const { return strategy_; }

    // Everything it has seen, header only, and all fills, accounts and order events.
    std::vector<tl_ev> seen;
    std::vector<tl_ev_fill> fills;
    std::vector<tl_ev_order> orders;
    std::vector<tl_ev_account> accounts;
    std::vector<tl_ev_gap> gaps;

    // Where it fails, as a plugin that ran into its own error does.
    std::function<bool(const tl_ev&)> fails = [](const tl_ev&) { return false; };

private:
    void keep(const tl_ev& event) {
        seen.push_back(event);
        if (event.type == TL_EV_FILL) {
            fills.push_back(as<tl_ev_fill>(event));
        } else if (event.type == TL_EV_ORDER) {
            orders.push_back(as<tl_ev_order>(event));
        } else if (event.type == TL_EV_ACCOUNT) {
            accounts.push_back(as<tl_ev_account>(event));
        } else if (event.type == TL_EV_GAP) {
            gaps.push_back(as<tl_ev_gap>(event));
        }
    }

    static tl_status process(tl_instance* instance, tl_batch* batch) {
        auto& self = *static_cast<Script*>(instance->self);
        batch->out_len = 0;
        const auto* at = reinterpret_cast<const char*>(batch->first);
        for (batch->consumed = 0; batch->consumed < batch->count && batch->out_len == 0;) {
            const auto& event = *reinterpret_cast<const tl_ev*>(at);
            at += event.size;
            ++batch->consumed;
            if (self.fails(event)) {
                return TL_E_INTERNAL;
            }
            self.keep(event);
            for (tl_intent intent : self.rule_(event)) {
                intent.cause_seq = event.seq;
                batch->out[batch->out_len++] = intent;
            }
        }
        return TL_OK;
    }

    Rule rule_;
    std::uint32_t warmup_;
    tl_instance table_{};
    tl_strategy strategy_{};
};

}  // namespace tradelab::engine_test
