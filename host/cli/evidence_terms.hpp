#pragma once

#include "cli/session.hpp"
#include "core/result.hpp"
#include "lab/market.hpp"

#include <cstdint>

namespace tradelab {

// In 1e-4: what config/evidence.toml says, or what holds without it.
[[nodiscard]] Result<std::uint32_t> score_that_evidence_needs(const Session& session);

// ErrorCode::refused where recorded data of this market were never judged, or score less.
[[nodiscard]] Status refuse_poor_data(const Market& market, std::uint32_t score_min_e4);

}  // namespace tradelab
