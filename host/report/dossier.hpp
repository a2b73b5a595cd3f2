#pragma once

#include "core/data_origin.hpp"
#include "core/money.hpp"
#include "gate/verdict_document.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// What a person who is asked to approve a strategy has to know of it.
namespace tradelab {

// A rule that the verdict is about.  Several share the capital equally.
struct DossierMember {
    std::string name;
    std::string arm;        // who proposed it
    std::string rationale;  // why
    std::string lineage;    // trials that it was made from; empty: none
    std::uint64_t trial = 0;
    std::optional<double> explore_sharpe;  // a year
    std::vector<std::pair<std::string, std::string>> parameters;
};

// What it did in one epoch, on the shared capital.
struct DossierEpoch {
    std::string name;
    std::int64_t first_day = 0;   // days since 1970-01-01
    std::vector<double> returns;  // one a day, net
    std::uint64_t trades = 0;
    Cash fees;
    Cash slippage;
    Cash funding;  // positive is paid
    Cash net;
};

// Every trial of the family that the first member comes from, by two of its parameters.
struct DossierPlateau {
    struct Cell {
        std::size_t trials = 0;
        double mean_sharpe = 0;  // on explore, a year; of no trials: 0
    };
    std::string family;
    std::string across;
    std::string up;
    std::vector<std::string> columns;      // "5 to 12 bars"
    std::vector<std::string> rows;         // the lowest first
    std::vector<std::vector<Cell>> cells;  // by row, then column
    std::size_t row = 0;                   // where the first member stands
    std::size_t column = 0;
};

// The first member with one parameter moved, one and two ticks each way, on explore.
struct DossierNeighbours {
    struct Row {
        std::string parameter;
        // A year, by ticks away; nothing of one that failed; what is not allowed is not in.
        std::map<std::int64_t, std::optional<double>> sharpe;
    };
    std::optional<double> own;  // a year
    std::vector<Row> rows;
};

// Days of one kind of market, as known on the day before.
struct DossierRegime {
    std::string name;
    std::vector<double> returns;
};

struct Dossier {
    std::string id;  // of the verdict
    VerdictDocument document;
    DataOrigin origin = DataOrigin::synthetic;
    std::string asset;
    Cash capital;
    std::uint64_t seed = 0;  // of what is resampled for the worst case
    std::vector<DossierMember> members;
    std::vector<std::pair<std::string, std::uint64_t>> fates;  // of all trials of the campaign
    std::vector<std::pair<std::string, std::uint64_t>> arms;   // who proposed how many
    // In order; the vault only where it was opened.
    std::vector<DossierEpoch> epochs;
    std::optional<DossierPlateau> plateau;
    DossierNeighbours neighbours;
    std::vector<DossierRegime> regimes;
    std::vector<std::pair<std::string, std::string>> bound_to;  // what an approval would hang on
};

// Figures that the page and the terminal both show.
struct DossierFigures {
    double total_return = 0;  // over all epochs shown
    double deepest_fall = 0;  // positive share of the peak before it
    double worst_day = 0;     // a return
    // What 95 of 100 resampled years stay at or above, as a positive share of the peak; nothing
    // where there are too few days.
    std::optional<double> worst_year;
    // How many times the fees and the slippage could have been before nothing was left; nothing
    // where nothing was paid, or nothing was earned before costs.
    std::optional<double> break_even;
};
[[nodiscard]] DossierFigures figures_of(const Dossier& dossier);

// One HTML page that stands alone, like a tear sheet: the same dossier gives the same bytes.
[[nodiscard]] std::string dossier_page(const Dossier& dossier);

// The same in a few lines, for a terminal.
[[nodiscard]] std::vector<std::string> dossier_lines(const Dossier& dossier);

}  // namespace tradelab
