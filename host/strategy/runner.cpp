#include "strategy/runner.hpp"

#include "core/limits.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tradelab {
namespace {

auto broken(std::string what, std::string hint) {
    return fail(ErrorCode::malformed, std::move(what), std::move(hint));
}

const tl_ev& event_at(const tl_ev* first, std::uint32_t place) {
    const auto* at = reinterpret_cast<const char*>(first);
    for (std::uint32_t passed = 0; passed < place; ++passed) {
        at += reinterpret_cast<const tl_ev*>(at)->size;
    }
    return *reinterpret_cast<const tl_ev*>(at);
}

}  // namespace

Result<Runner> Runner::make(tl_instance& instance,
                            const tl_strategy& strategy,
                            const Options& options) {
    if (strategy.size < sizeof(tl_strategy) || strategy.process == nullptr ||
        strategy.warmup_bars == nullptr) {
        return broken("the tl.strategy/1 table is shorter than that of ABI 1.0, or has holes",
                      "fill in process and warmup_bars");
    }
    if (strategy.intents_max == 0 || strategy.intents_max > limits::intents_per_event_max) {
        return broken(fmt::format("intents_max is {}", strategy.intents_max),
                      fmt::format("declare 1 to {}", limits::intents_per_event_max));
    }
    TL_CHECK(options.batch >= 1 && options.batch <= limits::batch_max);
    Runner runner(instance, strategy, options);
    if (options.out == nullptr) {
        runner.own_.resize(strategy.intents_max);
        runner.options_.out = runner.own_.data();
    }
    return runner;
}

Result<Runner::Step> Runner::step(const tl_ev* first, std::uint32_t count, std::uint64_t bytes) {
    tl_batch batch{.size = sizeof(tl_batch),
                   .count = count,
                   .first = first,
                   .bytes = bytes,
                   .out = options_.out,
                   .out_cap = strategy_->intents_max,
                   .out_len = 0,
                   .consumed = 0,
                   .reserved = 0};
    if (auto called = call(batch); !called) {
        return fail(std::move(called).error());
    }
    return batch.out_len == 0 ? Step{batch.consumed, {}}
                              : accept(batch, event_at(first, batch.consumed - 1));
}

Result<Runner::Step> Runner::step_even(const tl_ev* first,
                                       std::uint32_t count,
                                       std::uint32_t event_bytes) {
    tl_batch batch{.size = sizeof(tl_batch),
                   .count = count,
                   .first = first,
                   .bytes = std::uint64_t{count} * event_bytes,
                   .out = options_.out,
                   .out_cap = strategy_->intents_max,
                   .out_len = 0,
                   .consumed = 0,
                   .reserved = 0};
    if (auto called = call(batch); !called) {
        return fail(std::move(called).error());
    }
    if (batch.out_len == 0) {
        return Step{batch.consumed, {}};
    }
    const auto* last =
        reinterpret_cast<const char*>(first) + std::size_t{batch.consumed - 1} * event_bytes;
    return accept(batch, *reinterpret_cast<const tl_ev*>(last));
}

Status Runner::call(tl_batch& batch) {
    const std::uint32_t count = batch.count;
    const tl_status status = strategy_->process(instance_, &batch);
    if (status != TL_OK) {
        return fail(ErrorCode::refused,
                    fmt::format("process returned {}", status),
                    "the strategy's own error text says why");
    }
    if (batch.consumed > count || batch.out_len > strategy_->intents_max) {
        return broken(fmt::format("process claims {} of {} events and {} of {} intents",
                                  batch.consumed,
                                  count,
                                  batch.out_len,
                                  strategy_->intents_max),
                      "consumed and out_len cannot pass what was offered");
    }
    if (batch.out_len == 0 && batch.consumed != count) {
        return broken(
            fmt::format(
                "process stopped after {} of {} events without an intent", batch.consumed, count),
            "only an intent ends a batch early");
    }
    if (batch.out_len != 0 && batch.consumed == 0) {
        return broken("process emitted an intent before it consumed an event",
                      "`consumed` includes the event that caused the intent");
    }
    return {};
}

Result<Runner::Step> Runner::accept(const tl_batch& batch, const tl_ev& last) const {
    for (std::uint32_t at = 0; at < batch.out_len; ++at) {
        if (options_.out[at].cause_seq != last.seq) {
            return broken(fmt::format("an intent names event {} as its cause, the last one "
                                      "consumed is {}",
                                      options_.out[at].cause_seq,
                                      last.seq),
                          "return right after the event that caused the intent");
        }
    }
    return Step{batch.consumed, {options_.out, batch.out_len}};
}

Status Runner::feed(const EventBuffer& events, const Wanted& wanted, std::size_t from) {
    while (from < events.count()) {
        const std::size_t end = std::min(events.count(), from + options_.batch);
        const auto stepped = step(&events[from],
                                  static_cast<std::uint32_t>(end - from),
                                  events.offset(end) - events.offset(from));
        if (!stepped) {
            return fail(stepped.error(), fmt::format("at event {}", from));
        }
        from += stepped->consumed;
        if (!stepped->intents.empty()) {
            if (const auto heard = wanted(events[from - 1], stepped->intents); !heard) {
                return heard;
            }
        }
    }
    return {};
}

namespace {

Status check_prices(const tl_intent& intent) {
    for (const tl_fixed price : {intent.limit_price, intent.stop_price, intent.take_price}) {
        if (price != TL_NONE && price <= 0) {
            return broken(fmt::format("a price of {} ticks", price), "TL_NONE means no price");
        }
    }
    return {};
}

Status check_order(const tl_intent& intent, const tl_ev& cause) {
    if (intent.qty <= 0 || (intent.side != 1 && intent.side != -1)) {
        return broken(fmt::format("an order of {} with side {}", intent.qty, intent.side),
                      "a quantity is above zero; side is +1 or -1");
    }
    if (intent.tif > TL_TIF_FOK) {
        return broken(fmt::format("time in force {}", intent.tif), "use TL_TIF_*");
    }
    if (intent.expires != TL_NONE && intent.expires <= cause.ts_recv) {
        return broken("an order that has already expired", "expires lies after the causing event");
    }
    return {};
}

}  // namespace

Status check_intent(const tl_intent& intent, const tl_ev& cause, const IntentRules& rules) {
    if (intent.size < sizeof(tl_intent)) {
        return broken(fmt::format("an intent of {} bytes", intent.size), "set its size");
    }
    if (intent.type < TL_IN_TARGET || intent.type > TL_IN_NOTE) {
        return broken(fmt::format("intent type {}", intent.type), "use TL_IN_*");
    }
    if (intent.cause_seq != cause.seq) {
        return broken(
            fmt::format(
                "an intent of event {} names event {} as its cause", cause.seq, intent.cause_seq),
            "cause_seq is the event just consumed");
    }
    if (intent.reason != 0 && intent.reason >= rules.reasons) {
        return broken(fmt::format("reason {} of {}", intent.reason, rules.reasons),
                      "declare every reason in the descriptor");
    }
    const bool trades = intent.type <= TL_IN_CANCEL_ALL;
    if (trades && (cause.flags & TL_EV_F_WARMUP) != 0) {
        return broken("a trade is wished for in warm-up", "wait for an event without the flag");
    }
    const bool needs_inst = trades && intent.type != TL_IN_CANCEL;
    if (needs_inst && !rules.bound.empty() &&
        std::ranges::find(rules.bound, intent.inst) == rules.bound.end()) {
        return broken(fmt::format("instrument {} plays no role here", intent.inst),
                      "trade only what the roles are bound to");
    }
    if (intent.type == TL_IN_TARGET &&
        (intent.target_e9 < -1'000'000'000 || intent.target_e9 > 1'000'000'000)) {
        return broken(fmt::format("a target of {}e-9 of the budget", intent.target_e9),
                      "it lies within -1 and 1");
    }
    if (intent.type == TL_IN_ORDER) {
        if (const auto order = check_order(intent, cause); !order) {
            return order;
        }
    }
    return check_prices(intent);
}

}  // namespace tradelab
