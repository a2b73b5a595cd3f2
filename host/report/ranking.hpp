#pragma once

#include "report/dossier.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tradelab {

// In which order survivors deserve a human's time: what one promises, less what already runs earns
// of it.  A candidate is worth adding where its Sharpe ratio is above that of what runs times the
// correlation of the two (E. Elton, M. Gruber, J. Rentzler, "Professionally managed, publicly
// traded commodity funds", Journal of Business 60, 1987); by how much is what it is ranked by.
inline constexpr std::string_view rank_formula =
    "promised Sharpe - the largest of (correlation x promised Sharpe) of what runs; correlation of "
    "the daily returns on walk-forward and vault, on the days that both have, at least 60";

// What of a judged strategy counts for that.
struct OutOfSample {
    std::string name = {};
    std::optional<double> promised = {};          // Sharpe ratio a year, deflated; of what passed
    std::map<std::int64_t, double> returns = {};  // by day; empty where none were kept
};
[[nodiscard]] OutOfSample out_of_sample(const Dossier& dossier);

struct Rank {
    std::optional<double> value = {};  // a year; nothing where nothing could be compared
    bool is_at_most = false;           // of some that run nothing is known: they may take more away
    std::optional<double> correlation = {};  // with the one that runs which takes most away
    std::string with = {};                   // its name
    std::size_t days = 0;                    // that both have
    std::string why = {};                    // how the value comes about, or why there is none
};
// `running` may hold the strategy itself, which is left out.
[[nodiscard]] Rank rank_among(const OutOfSample& one, std::span<const OutOfSample> running);

// The better first; who has no rank comes behind those who have one.
[[nodiscard]] bool ranks_before(const Rank& one, const Rank& other);

}  // namespace tradelab
