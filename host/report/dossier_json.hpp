#pragma once

#include "core/result.hpp"
#include "document/json_value.hpp"
#include "report/dossier.hpp"

#include <cstddef>
#include <string_view>

namespace tradelab {

inline constexpr std::string_view dossier_schema = "tradelab.dossier/1";
// Of its text; ten years of days, twice, are a tenth of it.
inline constexpr std::size_t dossier_bytes_max = std::size_t{4} << 20;

// "tradelab.dossier/1": all facts of a dossier, the days of its epochs among them, so that whatever
// shows it later, or holds its days against those of another, need not run it again.  Money is
// decimal text.
[[nodiscard]] JsonValue json_of(const Dossier& dossier);
// Strict: what json_of gave, or an error that says where it is not.
[[nodiscard]] Result<Dossier> parse_dossier(std::string_view text);

// What can be worked out of it, for who reads JSON: "total_return", "deepest_fall", "worst_day",
// "worst_year", "break_even".
[[nodiscard]] JsonValue json_of(const DossierFigures& figures);

}  // namespace tradelab
