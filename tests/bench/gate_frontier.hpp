#pragma once

#include <cstdint>

// Whole searches on the normal scale: every rule is a score on explore, one on walk-forward, one in
// the vault.  Thousands of labs a second, to choose how the gate divides history and error.
namespace bench {

// How a lab goes from scores to a promotion.
enum class Design : std::uint8_t {
    two_looks,        // finalists on walk-forward, combined with the vault at a joint level
    separate_levels,  // the best of all rules on explore and walk-forward, then a mild vault
    all_trials,       // the same first look, combined with the vault at a joint level
};

struct Lab {
    double sharpe = 0;  // a year, of the one rule that has an edge; 0: none has
    double years = 5;
    double explore = 0.3;  // shares of the years
    double walk_forward = 0.5;
    int finalists = 20;
    double explore_weight = 0.75;
    double first_level = 0.04;
    double joint_level = 0.0027;
    int rules = 120;          // different ones that have no edge
    double fee_sharpe = 0.3;  // what their fees cost them a year
    Design design = Design::two_looks;
};

struct Shares {
    double first = 0;  // passed the first look
    double whole = 0;  // promoted
};

Shares promoted(const Lab& lab, int labs, std::uint64_t seed);

}  // namespace bench
