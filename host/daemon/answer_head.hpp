#pragma once

#include "daemon/answers.hpp"
#include "document/json_value.hpp"

#include <string_view>

namespace tradelab {

// What every answer begins with: on what, of which moment, and how much.
[[nodiscard]] JsonObject answer_head(std::string_view schema,
                                     const PaperView& view,
                                     const DaemonFacts& facts);

}  // namespace tradelab
