#pragma once

#include "report/dossier.hpp"
#include "report/terminal_page.hpp"

#include <vector>

namespace tradelab {

// What the page shows, on a terminal.
[[nodiscard]] std::vector<SummaryLine> dossier_summary(const Dossier& dossier,
                                                       SummaryOptions options);

}  // namespace tradelab
