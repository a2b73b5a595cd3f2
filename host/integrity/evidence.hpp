#pragma once

#include "core/result.hpp"
#include "history/provenance.hpp"
#include "integrity/options.hpp"

#include <optional>
#include <string_view>

namespace tradelab {

// Whether data with this verdict may count as evidence.  Refuses with ErrorCode::refused data that
// nobody judged and data that score below IntegrityOptions::score_min_e4, naming what costs most;
// `what` is whose data they are ("binance.spot:BTC-USDT bars 1h").
[[nodiscard]] Status check_evidence(std::string_view what,
                                    const std::optional<Verdict>& verdict,
                                    const IntegrityOptions& options = {});

// The finding that took most off the score; nullptr where nothing did.
[[nodiscard]] const Finding* costliest_finding(const Verdict& verdict);

}  // namespace tradelab
