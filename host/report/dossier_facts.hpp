#pragma once

#include "core/time.hpp"
#include "report/dossier.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

// What a dossier says, in words and tables: the page and the terminal show the same.
namespace tradelab {

// One figure that is looked at first.
struct DossierCard {
    std::string name;
    std::string value;
    std::string meaning;
};
[[nodiscard]] std::vector<DossierCard> cards_in(const Dossier& dossier);

// The first column names what a row is about; all others are numbers.
struct DossierTable {
    std::string caption;
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};
[[nodiscard]] DossierTable epochs_in(const Dossier& dossier);
[[nodiscard]] DossierTable regimes_in(const Dossier& dossier);
[[nodiscard]] DossierTable fates_in(const Dossier& dossier);
[[nodiscard]] DossierTable arms_in(const Dossier& dossier);

// Who proposed a member, why, what it was made from, its parameters.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> facts_in(
    const DossierMember& member);

// "verdict 1a2b of 2026-01-01 12:00 · campaign 3c4d · test 3 of the lifetime"
[[nodiscard]] std::string origin_sentence(const Dossier& dossier);

// What one unit of capital had become by the end of a day.
struct DossierDay {
    UnixNanos at;
    double value = 0;
};
// Over all epochs, the first is the opening; nothing without days.
[[nodiscard]] std::vector<DossierDay> growth_of(const Dossier& dossier);
[[nodiscard]] UnixNanos end_of_day(std::int64_t day);
// "explore from 2020-01-01, then walk-forward from 2021-07-02"
[[nodiscard]] std::string epochs_text(const Dossier& dossier);

// A share of the capital: "812 USDT of 10,000.00 USDT".
[[nodiscard]] std::string money_of(const Dossier& dossier, double share);

}  // namespace tradelab
