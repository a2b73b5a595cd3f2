#pragma once

#include "report/dossier.hpp"

#include <string>

// The pictures of a dossier, as HTML.
namespace tradelab {

// Growth of the capital over all epochs shown, with a line where one ends; empty without days.
[[nodiscard]] std::string epochs_chart(const Dossier& dossier);

// How far below its peak it was.
[[nodiscard]] std::string fall_chart(const Dossier& dossier);

// Mean Sharpe ratio on explore of the trials around the first member; empty where there is none.
[[nodiscard]] std::string plateau_map(const Dossier& dossier);
// Its neighbours, tick by tick; nothing where none were told.
[[nodiscard]] std::string neighbours_map(const Dossier& dossier);

}  // namespace tradelab
