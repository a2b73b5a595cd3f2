#pragma once

#include "brain/proposer.hpp"
#include "core/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// A brief and its answer as JSON: what an analyzer plugin, and a model behind it, reads and writes.
//
// The brief:
//     {"schema": "tradelab.brief/0",
//      "wanted": 4,
//      "families": [
//        {"name": "momentum, binance.usdm:BTC-USDT-PERP, 8h",
//         "plugin": "org.tradelab.momentum",
//         "tried": 120,
//         "parameters": [{"name": "entry", "unit": "choice", "summary": "What begins a trend.",
//                         "least": 0, "most": 1, "step_e9": 1000000000, "scale": "linear",
//                         "choices": ["breakout", "cross"]}, ...],
//         "constraints": [{"lower": "exit", "upper": "channel", "margin": 0}],
//         "best": [{"trial": 17, "score": 0.83, "ticks": {"entry": 0, "channel": 55, ...}}]}]}
// Parameters are the free ones; least and most are what the constraints leave.  A constraint says
// ticks[lower] + margin <= ticks[upper].  Best are at most ten trials, the best first.
//
// Scores are those of the explore epoch, and there is no date in it: who answers cannot know more
// of what comes later than what it was built with.
//
// The answer:
//     {"schema": "tradelab.answer/0",
//      "proposals": [
//        {"family": "momentum, binance.usdm:BTC-USDT-PERP, 8h",
//         "ticks": {"entry": 1, "channel": 80, ...},
//         "parents": [17],
//         "rationale": "Why this should work, for the person who reads the dossier."}]}
namespace tradelab::brain {

inline constexpr std::string_view brief_schema = "tradelab.brief/0";
inline constexpr std::string_view answer_schema = "tradelab.answer/0";

// A brief of many families with long summaries has a tenth of this; a span counts in 32 bits.
inline constexpr std::size_t brief_bytes_max = std::size_t{16} << 20;
// A hundred proposals of a page each.
inline constexpr std::size_t answer_bytes_max = std::size_t{128} << 10;
inline constexpr std::size_t rationale_bytes_max = 2'000;

[[nodiscard]] std::string brief_text(const Brief& brief);

// Nothing of an answer is believed.  Refused as a whole, with a JSON pointer, is one with: another
// shape, an unknown, missing or repeated key; more proposals than wanted; a family, parameter or
// parent that the brief does not have; ticks beyond their range or against a constraint; a
// rationale that is empty, too long, or has control characters in it.  Left out without a word are
// ticks that are known or pending, or stand in the answer before.
[[nodiscard]] Result<std::vector<Proposal>> read_answer(std::string_view text, const Brief& brief);

}  // namespace tradelab::brain
