#pragma once

#include "cli/output.hpp"
#include "core/result.hpp"

#include <string_view>

namespace tradelab {

// Shows a document "tradelab.declaration/1": parameters, constraints, roles, reasons.  It comes out
// of a child where a stranger's code ran, so it may be anything: what is no such document is
// refused before anything of it is shown.
[[nodiscard]] Status show_declaration(Output& output, std::string_view document);

}  // namespace tradelab
