#pragma once

#include "core/time.hpp"
#include "engine/run_record.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// Since when the drawdown limit let nothing in any more: its first refusal after the last entry
// that passed.  Nothing where it refused none after it.
[[nodiscard]] std::optional<UnixNanos> silenced_since(const RunRecord& record);

// What a reader must know before the figures: sentences about what the run was kept from doing.
[[nodiscard]] std::vector<std::string> cautions_of(const RunRecord& record);

}  // namespace tradelab
