#pragma once

#include "core/result.hpp"
#include "history/provenance.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace tradelab {

// Below this a series is no evidence, where config/evidence.toml does not say another score.  The
// recorded files score above 9,900, those of funding 9,500, because they lack the marks; every
// fifth bar missing or OHLC broken in two bars of a hundred come below 8,000.
inline constexpr std::uint32_t evidence_score_min_e4 = 8'000;

// Whether data with this verdict may count as evidence.  Refuses with ErrorCode::refused data that
// nobody judged and data that score below `score_min_e4`, naming what costs most; `what` is whose
// data they are ("binance.spot:BTC-USDT bars 1h").
[[nodiscard]] Status check_evidence(std::string_view what,
                                    const std::optional<Verdict>& verdict,
                                    std::uint32_t score_min_e4 = evidence_score_min_e4);

// The finding that took most off the score; nullptr where nothing did.
[[nodiscard]] const Finding* costliest_finding(const Verdict& verdict);

}  // namespace tradelab
