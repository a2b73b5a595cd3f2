#pragma once

#include "engine/run_record.hpp"

#include <string>
#include <vector>

namespace tradelab {

// What a reader must know before the figures: sentences about what the run was kept from doing.
[[nodiscard]] std::vector<std::string> cautions_of(const RunRecord& record);

}  // namespace tradelab
