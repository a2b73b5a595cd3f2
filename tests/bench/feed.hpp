#pragma once

#include "bench/cross_strategy.hpp"
#include "strategy/runner.hpp"

#include <tradelab/abi/strategy.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <vector>

// The ways to bring the same bars to the same strategy.  Each leaves its decisions behind, so that
// they can be compared before any time is believed.
namespace bench {

struct Decision {
    std::uint64_t seq = 0;
    std::int64_t target_e9 = 0;
    std::int64_t stop = TL_NONE;
    std::int64_t take = TL_NONE;
};

class Decisions {
    std::vector<Decision> made_;

public:
    explicit Decisions(std::size_t bars) { made_.reserve(bars); }

    void clear() { made_.clear(); }
    void add(const Decision& decision) { made_.push_back(decision); }
    [[nodiscard]] std::size_t count() const { return made_.size(); }
    [[nodiscard]] std::uint64_t hash() const;
};

inline void record(Decisions& decisions, const tl_intent& intent) {
    decisions.add({intent.cause_seq, intent.target_e9, intent.stop_price, intent.take_price});
}

// The rule alone, its state in registers: what nobody who calls a strategy can beat.
template <class Source>
void feed_rule(const Source& source, Decisions& decisions) {
    CrossRule rule;
    source.each_window([&](const tl_ev_bar* first, std::size_t count) {
        for (std::size_t at = 0; at < count; ++at) {
            const Want want = rule.update(first[at].close);
            if (want != Want::nothing_new) {
                decisions.add({first[at].h.seq, want == Want::long_position ? 1'000'000'000 : 0});
            }
        }
    });
}

// The same strategy as the plugin, compiled in: its handler inlined into the loop, with what it may
// ask for (the event in hand, the bars seen) and its intents in an array; no table, no batch, no
// event of another type, no error.
class CompiledIn {
    tradelab::detail::Context context_;
    std::unique_ptr<Cross> strategy_;
    std::vector<tl_intent> out_{Cross::intents_max};
    tl_batch intents_{};

public:
    CompiledIn() {
        context_.ticks = {1};
        context_.roles.push_back({.inst = 1, .price_scale = 100, .qty_scale = 1'000});
        context_.intents_max = Cross::intents_max;
        intents_.out = out_.data();
        context_.batch = &intents_;
        const tradelab::detail::Constructing guard(context_);
        strategy_ = std::make_unique<Cross>();
        context_.roles[0].bars_needed = strategy_->warmup();
    }

    template <class Source>
    void feed(const Source& source, Decisions& decisions) {
        source.each_window([&](const tl_ev_bar* first, std::size_t count) {
            tradelab::detail::RoleState& role = context_.roles[0];
            for (std::size_t at = 0; at < count; ++at) {
                context_.event = &first[at].h;
                intents_.out_len = 0;
                ++role.bars_seen;
                strategy_->on_bar(tradelab::Bar(first[at], 0, role));
                for (std::uint32_t made = 0; made < intents_.out_len; ++made) [[unlikely]] {
                    record(decisions, out_[made]);
                }
            }
        });
    }
};

// Through the C table and nothing else.
class AbiFeed {
    tl_instance* instance_;
    tl_status (*process_)(tl_instance*, tl_batch*);
    std::uint32_t batch_max_;
    std::vector<tl_intent> out_;

public:
    AbiFeed(tl_instance& instance, const tl_strategy& strategy, std::uint32_t batch_max)
        : instance_(&instance),
          process_(strategy.process),
          batch_max_(batch_max),
          out_(strategy.intents_max) {}

    template <class Source>
    void feed(const Source& source, Decisions& decisions) {
        source.each_window([&](const tl_ev_bar* first, std::size_t count) {
            window(first, static_cast<std::uint32_t>(count), decisions);
        });
    }

private:
    // By itself, so that its few variables are in registers whatever the source is.
    [[gnu::noinline]] void window(const tl_ev_bar* first,
                                  std::uint32_t count,
                                  Decisions& decisions) {
        tl_batch batch{.size = sizeof(tl_batch),
                       .count = 0,
                       .first = nullptr,
                       .bytes = 0,
                       .out = out_.data(),
                       .out_cap = static_cast<std::uint32_t>(out_.size()),
                       .out_len = 0,
                       .consumed = 0,
                       .reserved = 0};
        for (std::uint32_t from = 0; from < count;) {
            const std::uint32_t size = std::min(batch_max_, count - from);
            batch.count = size;
            batch.first = &first[from].h;
            batch.bytes = size * sizeof(tl_ev_bar);
            if (process_(instance_, &batch) != TL_OK) {
                throw std::runtime_error("process failed");
            }
            if (batch.out_len != 0) [[unlikely]] {
                from += batch.consumed;
                for (std::uint32_t at = 0; at < batch.out_len; ++at) {
                    record(decisions, out_[at]);
                }
                continue;
            }
            // Without an intent all was consumed; the next call need not wait for what this one
            // said.
            from += size;
            if (batch.consumed != size) {
                throw std::runtime_error("process stopped without an intent");
            }
        }
    }
};

// Through the house's own runner, with all that it checks.
template <class Source>
void feed_runner(const Source& source,
                 tl_instance& instance,
                 const tl_strategy& strategy,
                 std::uint32_t batch_max,
                 Decisions& decisions) {
    auto runner = tradelab::Runner::make(instance, strategy, {.batch = batch_max});
    source.each_window([&](const tl_ev_bar* first, std::size_t count) {
        for (std::size_t from = 0; from < count;) {
            const std::size_t size = std::min<std::size_t>(batch_max, count - from);
            const auto step = runner->step(
                &first[from].h, static_cast<std::uint32_t>(size), size * sizeof(tl_ev_bar));
            if (!step) {
                throw std::runtime_error("the runner refused a step");
            }
            from += step->consumed;
            for (const tl_intent& intent : step->intents) {
                record(decisions, intent);
            }
        }
    });
}

}  // namespace bench
