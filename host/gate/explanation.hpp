#pragma once

#include "gate/verdict.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What a person wants to know of the candidate beside whether it passed.  No look is ever told of
// it, so it can neither pass nor fail anybody.  It is made of explore and walk-forward, before the
// vault is opened.
namespace tradelab {

// The same rule with one parameter moved, on explore.
struct NeighbourEvidence {
    std::string parameter = {};
    std::int64_t ticks = 0;             // away from the candidate; never 0
    std::optional<double> sharpe = {};  // per year; nothing: it never moved, or failed
    std::string why_failed = {};        // a sentence, where it could not be run
    bool is_same = false;               // traded to the last fill as the candidate did

    friend bool operator==(const NeighbourEvidence&, const NeighbourEvidence&) = default;
};

// What the same positions, for as long and at the same costs, gave when they were entered at random
// times.
struct TwinEvidence {
    std::string epoch = {};
    std::optional<double> own = {};    // Sharpe of the candidate, per year
    std::vector<double> sharpes = {};  // of the twins; empty where there are too few positions

    friend bool operator==(const TwinEvidence&, const TwinEvidence&) = default;
};

// Of the days that had this label when they began.
struct RegimeEvidence {
    std::string name = {};
    std::uint32_t days = 0;
    double earned = 0;         // sum of the net returns
    std::uint32_t trades = 0;  // opened on them

    friend bool operator==(const RegimeEvidence&, const RegimeEvidence&) = default;
};

// In what market it would start: as it was known where the evidence that is told of ends.
struct RegimeOutset {
    std::string grid = {};  // volatility x trend
    std::uint32_t grid_days = 0;
    std::string hidden = {};  // the state of a hidden Markov model
    std::uint32_t hidden_days = 0;
    std::uint32_t stretch_days = 0;  // since the likeliest last change point of its daily returns
    double is_recent = 0;            // how probable it is that it was within the last 30 days

    friend bool operator==(const RegimeOutset&, const RegimeOutset&) = default;
};

struct Explanation {
    std::optional<double> sharpe = {};  // of the candidate on explore, per year
    std::vector<NeighbourEvidence> neighbours = {};
    std::uint32_t neighbours_run = 0;  // the others had been tried by the search, or failed
    std::vector<TwinEvidence> twins = {};
    std::vector<RegimeEvidence> regimes = {};
    std::optional<RegimeOutset> outset = {};

    friend bool operator==(const Explanation&, const Explanation&) = default;
};

// Of nothing: the same figures, undefined.
[[nodiscard]] std::vector<Figure> explanation_figures(const Explanation& explanation);

}  // namespace tradelab
