#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace tradelab {

// How far a strategy has come.  What `vaulted` and later say was earned on data that the search
// never saw.
enum class LifeStage : std::uint8_t {
    idea,               // proposed
    valid,              // its parameters keep the plugin's ranges and constraints
    screened,           // made money on explore, after costs
    selected,           // a finalist: the gate looks at it
    vaulted,            // the gate passed it, vault included
    paper,              // trades on paper
    consistent,         // paper did what the backtest of the same window does
    awaiting_approval,  // a human is to decide
    approved,           // by a human, for exactly what was tested, for a while
    canary,             // live, with the smallest size
    scaled,             // live
    retired,
};

inline constexpr int stage_count = 12;
[[nodiscard]] std::string_view stage_text(LifeStage stage);
[[nodiscard]] std::optional<LifeStage> stage_of(std::string_view text);

// One step ahead at a time, never a stage left out; a step back from approved (it expired or what
// it was bound to changed); back to paper from what comes after it, and from paper itself, by a
// demotion; nowhere, where what is approved or to be approved is carried over to another engine;
// from anywhere to retired, and from there only to selected, where another search finds
// again what a search has ended.
[[nodiscard]] bool may_follow(LifeStage from, LifeStage to);

// What `strategy export` calls it: testing, approved, live, retired.
[[nodiscard]] std::string_view status_of(LifeStage stage);

}  // namespace tradelab
