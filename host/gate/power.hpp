#pragma once

#include "gate/epochs.hpp"
#include "gate/gate_rules.hpp"

#include <cstdint>
#include <optional>

// How much history does it take?  The chances of a whole search to find, and to prove, an edge that
// is there, on the normal scale: what `tradelab power` answers before anybody waits for data.
namespace tradelab {

struct PowerQuestion {
    double annual_sharpe = 2;       // of the edge, after costs
    double years = 5;               // of history, all epochs
    std::uint32_t clusters = 100;   // different things that are tried beside it
    std::uint32_t finalists = 5;    // that go on to walk-forward
    std::uint32_t symbols = 1;      // pooled: the same edge in each
    double symbol_correlation = 0;  // of the rule's returns in two of them
    double joint_level = 0;         // see first_joint_level()
    double first_level = 0;         // see GateRules::first_level()
    EpochShares shares = {};
};

struct PowerAnswer {
    double found = 0;    // chance to be among the finalists
    double proven = 0;   // chance to pass walk-forward and vault, once there
    double power = 0;    // of both
    double seen_as = 0;  // Sharpe a year of the pooled returns
};

// Nothing where the question has no answer: a number that is none, a level outside of its range, a
// history shorter than a tenth of a year.
//
// found: an edge's score on explore has mean S root(years); the finalists-th best of the others is
// taken at the normal quantile of 1 - finalists / clusters.  proven: TwoLooks with the drift that S
// gives to walk-forward and vault, walk-forward's less the step that the best of the finalists
// without an edge demands (Sidak).  What explore says of the finalists makes the step smaller, so
// this errs on the careful side.
[[nodiscard]] std::optional<PowerAnswer> power_of(const PowerQuestion& question);

// Years of history for this power; or the least Sharpe ratio that has it, in these years.  Nothing
// beyond 1,000 years or a Sharpe of 50.
[[nodiscard]] std::optional<double> years_for(PowerQuestion question, double power);
[[nodiscard]] std::optional<double> sharpe_for(PowerQuestion question, double power);

}  // namespace tradelab
