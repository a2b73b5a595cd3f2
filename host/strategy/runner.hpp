#pragma once

#include "core/event.hpp"
#include "core/result.hpp"

#include <tradelab/abi/strategy.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace tradelab {

// Feeds events to one strategy instance and holds it to the contract: it stops right after the
// event that caused intents, names that event in each of them, and consumes everything else.
//
// A batch is a window onto the caller's bytes, so batch size 1, 7, 64 or 4096 feeds the same
// events. Lives on one thread.  Allocates only in `make`.
class Runner {
public:
    // The instance is running, `strategy` is its "tl.strategy/1" table; both outlive the runner.
    struct Options {
        std::uint32_t batch = 64;  // events per call, 1..4096
        std::size_t roles = 1;
        // Where the plugin writes its intents: nullptr for an array of the runner's own.  At least
        // strategy.intents_max elements.
        tl_intent* out = nullptr;
    };
    [[nodiscard]] static Result<Runner> make(tl_instance& instance,
                                             const tl_strategy& strategy,
                                             const Options& options);

    // One call of the plugin: as many events as it took, and what it wants because of the last one.
    struct Step {
        std::uint32_t consumed = 0;
        std::span<const tl_intent> intents;  // valid until the next call
    };
    // The events lie one after the other from `first`.  count > 0.
    [[nodiscard]] Result<Step> step(const tl_ev* first, std::uint32_t count, std::uint64_t bytes);
    // The same for events of one size each, of which none need be walked to find the last.
    [[nodiscard]] Result<Step> step_even(const tl_ev* first,
                                         std::uint32_t count,
                                         std::uint32_t event_bytes);

    // Feeds all of `events` from place `from`, `options.batch` at a time; `wanted` hears of each
    // event that caused intents, before the plugin sees the next.
    using Wanted = std::function<Status(const tl_ev& cause, std::span<const tl_intent> intents)>;
    [[nodiscard]] Status feed(const EventBuffer& events,
                              const Wanted& wanted,
                              std::size_t from = 0);

private:
    Runner(tl_instance& instance, const tl_strategy& strategy, const Options& options)
        : instance_(&instance), strategy_(&strategy), options_(options) {}

    // Calls the plugin and proves what it claims of the batch, its intents' causes left out.
    [[nodiscard]] Status call(tl_batch& batch);
    [[nodiscard]] Result<Step> accept(const tl_batch& batch, const tl_ev& last) const;

    tl_instance* instance_;
    const tl_strategy* strategy_;
    Options options_;
    std::vector<tl_intent> own_;
};

// Refuses an intent that no host could carry out: wrong size, unknown type or instrument, a target
// beyond the budget, an order of nothing, a cause that is not `cause`, a trade wished for in
// warm-up, prices or times out of place.  `bound` are the instruments of the instance's roles;
// empty accepts any.  `reasons` is how many the plugin declared.
struct IntentRules {
    std::span<const tl_inst> bound;
    std::size_t reasons = 1;
};
[[nodiscard]] Status check_intent(const tl_intent& intent,
                                  const tl_ev& cause,
                                  const IntentRules& rules);

}  // namespace tradelab
