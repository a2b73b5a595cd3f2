#pragma once

#include <optional>

// The arithmetic of a test in two looks, on the normal scale: pure functions.
//
// Under no edge z1 and z2 are independent and normal; z = w1 z1 + w2 z2 with w1^2 + w2^2 = 1 is
// normal, correlated with z1 by w1 (Lehmacher and Wassmer, "Adaptive Sample Size Calculations in
// Group Sequential Trials", Biometrics 55, 1999: weights fixed in advance keep the level whatever
// was seen at the first look).
namespace tradelab {

struct TwoLooks {
    double weight1 = 0;    // root of walk-forward's share of the days of both
    double weight2 = 0;    // root of the vault's
    double critical1 = 0;  // c1: z1 must reach it
    double critical = 0;   // c: z must reach it

    // c for a first level and a joint one: P(z1 >= c1 and z >= c) = joint.  Nothing when the joint
    // level is not below the first one, or a number is none.
    struct Levels {
        double first = 0;
        double joint = 0;
    };
    struct Days {
        double walk_forward = 0;
        double vault = 0;
    };
    [[nodiscard]] static std::optional<TwoLooks> make(const Levels& levels, const Days& days);

    // P(z1 >= c1 and z >= c) when the means of z1 and z2 are these.
    struct Drift {
        double walk_forward = 0;
        double vault = 0;
    };
    [[nodiscard]] double promotion_probability(const Drift& drift) const;
    // z2 that is needed after z1.
    [[nodiscard]] double vault_needed(double z1) const;
};

// The drift d of z, such that seeing at most `z` had the chance `quantile` among what is promoted:
// P(Z <= z | z1 >= c1, Z >= c; d) = quantile.  With 1/2 it is the median-unbiased estimate.  Both
// means grow with the root of their days, as a Sharpe ratio makes them.  Nothing when z < c.
struct PassedWith {
    double z = 0;
    double quantile = 0.5;
};
[[nodiscard]] std::optional<double> conditional_drift(const TwoLooks& test,
                                                      const PassedWith& passed);

}  // namespace tradelab
