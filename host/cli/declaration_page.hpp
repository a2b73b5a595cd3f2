#pragma once

#include "cli/declaration_form.hpp"
#include "cli/output.hpp"

namespace tradelab {

// Parameters, constraints, roles, reasons, and what it keeps.
void show_declaration(Output& output, const DescribedPlugin& plugin);

}  // namespace tradelab
