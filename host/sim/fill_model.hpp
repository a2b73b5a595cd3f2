#pragma once

#include "core/money.hpp"
#include "core/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tradelab {

// When a resting limit order counts as filled.
enum class LimitRule : std::uint8_t {
    through,  // the price must trade beyond the limit by one tick: all of the queue was served
    touch,    // reaching it is enough
};

// What fills are assumed to cost, in bars: there is no book to ask.
//
//   market  at the open of the next bar, worse by half_spread and by impact_at_cap x (share of the
//           bar's volume / participation_cap)
//   stop    at the worse of stop and open, then worse by stop_slippage
//   limit   by limit_rule, at the limit, or at the open where that is better
//   volume  at most participation_cap of a bar's volume fills in it; the rest waits for the bars
//           that follow.  Where nobody counted the volume all of it fills, at impact_at_cap.
// Prices are rounded to the tick of the day, against us.
struct FillModel {
    std::string name;  // "pessimistic/1": a changed number is a new version
    Rate half_spread;
    Rate impact_at_cap;
    Rate stop_slippage;
    Rate participation_cap;  // above 0, at most 1
    LimitRule limit_rule = LimitRule::through;
};

// pessimistic/1, base/1, optimistic/1.
[[nodiscard]] std::span<const FillModel> fill_models();
// Err: unknown; the message names those there are.
[[nodiscard]] Result<FillModel> fill_model(std::string_view name);
// As a person says it: "base" is the newest version of base.
[[nodiscard]] Result<FillModel> fill_model_said(std::string_view word);

}  // namespace tradelab
