#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tradelab {

// One finalist as the test sees it: daily returns of walk-forward less the benchmark's, and the
// normal score that explore gave it.
struct Contender {
    std::span<const double> excess;
    double explore_z = 0;
};

struct FinalistsTestRules {
    double mean_block = 5;
    double explore_weight = 0;  // 0 treats all finalists alike
    double explore_days = 0;
    std::uint32_t draws = 0;
    std::uint64_t seed = 0;
    // A p-value that is clearly above this need not be known precisely.
    double level = 0;
};

struct FinalistsTest {
    std::size_t best = 0;    // place of the contender
    double z = 0;            // its own score on walk-forward, as if it had been the only one
    double sharpe = 0;       // a day
    double p = 1;            // that chance alone brings the best of all so far
    double corrected_z = 0;  // the normal deviate of p
    std::size_t used = 0;    // contenders with a score
};

// Is the best of the finalists better than luck makes the best of so many?
//
// The statistic is max(z_k + o_k): z_k is a finalist's score on walk-forward, o_k = weight x
// root(explore days / walk-forward days) x its score on explore.  Given explore, the o_k are
// constants: they say beforehand how much more each finalist has to show, and cost no level however
// explore was searched.  (With weight 1 and one honest look at explore it would be the likelihood
// ratio.)  Of an edge among nine lucky ones they leave more than equal demands do.
//
// Under no edge the z_k are normal with the correlations of the series, which are drawn: the
// Gaussian form of the bootstrap for maxima of V. Chernozhukov, D. Chetverikov and K. Kato,
// "Gaussian Approximations and Multiplier Bootstrap for Maxima of Sums of High-Dimensional Random
// Vectors", Annals of Statistics 41 (2013).  p counts the observation as one of the draws.  It is
// the p-value of that finalist, adjusted for all (single-step maximum: strong control), so a false
// finalist is not carried by a true one beside it.
//
// The order of the contenders changes nothing, nor does one that stands there twice.  Contenders
// without a score are left out; undefined where none has one.
[[nodiscard]] std::optional<FinalistsTest> test_finalists(std::span<const Contender> contenders,
                                                          const FinalistsTestRules& rules);

}  // namespace tradelab
