#pragma once

#include "core/event.hpp"
#include "core/result.hpp"
#include "plugin/instance.hpp"
#include "plugin/load.hpp"
#include "plugin/services.hpp"
#include "strategy/declaration.hpp"

#include <tradelab/abi/strategy.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace tradelab {

// A stopped instance at the parameters' initial values, each role played by an instrument of the
// sample market.  Role k is bound to instrument k + 1.
[[nodiscard]] Result<Instance> make_trial_instance(
    const LoadedPlugin& plugin,
    const Declaration& declaration,
    std::function<void(const LogLine&)> log = [](const LogLine&) {});

[[nodiscard]] tl_instrument trial_instrument(const DeclaredRole& role, std::size_t place);

// Bars of warm-up that each role needs.
[[nodiscard]] std::vector<std::uint32_t> warmup_of(Instance& instance,
                                                   const tl_strategy& strategy,
                                                   std::size_t roles);

struct TrialOptions {
    std::uint32_t bars = 400;
    std::uint64_t seed = 1;
    std::uint32_t batch = 64;
};

struct Wish {
    std::size_t event = 0;  // place of its cause among the events
    tl_intent intent{};
};

// What the strategy said to people.
struct Said {
    std::int32_t level = 0;  // 0 trace .. 5 critical
    std::string text;
};

struct TryOut {
    EventBuffer events;
    std::vector<std::uint32_t> warmup_bars;  // per role
    std::vector<Wish> wishes;
    std::vector<Said> log;
    std::string decision_hash;
};

// Feeds a strategy the sample market, one hole in it, and keeps what it wants; nothing fills.
[[nodiscard]] Result<TryOut> try_out(const LoadedPlugin& plugin,
                                     const Declaration& declaration,
                                     const TrialOptions& options);

}  // namespace tradelab
