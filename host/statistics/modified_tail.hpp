#pragma once

#include <optional>
#include <span>

// Tails from the first four moments, for series too short to have seen theirs.  Results are
// returns: a loss is negative.  Confidence is between one half and 1.
namespace tradelab {

// Deviation here is the population's (ddof 0), excess kurtosis is raw - 3.
struct TailMoments {
    double mean = 0;
    double deviation = 0;
    double skewness = 0;
    double excess_kurtosis = 0;
};

// Undefined below four returns, where they are not finite or all equal.
[[nodiscard]] std::optional<TailMoments> tail_moments(std::span<const double> returns);

// The standard normal's quantile bent by skewness and kurtosis: E. A. Cornish and R. A. Fisher,
// "Moments and Cumulants in the Specification of Distributions" (1938); as a value at risk Zangari,
// "A VaR Methodology for Portfolios that Include Options", RiskMetrics Monitor (1996).
[[nodiscard]] double cornish_fisher_quantile(double z, const TailMoments& moments);

// mean + deviation x the bent quantile at 1 - confidence.  Undefined with the moments.
[[nodiscard]] std::optional<double> cornish_fisher_value_at_risk(std::span<const double> returns,
                                                                 double confidence);

// The mean beyond it under the second-order Edgeworth density: K. Boudt, B. Peterson and C. Croux,
// "Estimation and Decomposition of Downside Risk for Portfolios with Non-Normal Returns", Journal
// of Risk 11 (2008).  Where the expansion breaks down and says less than the value at risk, it is
// the value at risk (their operational definition).  Undefined with the moments.
[[nodiscard]] std::optional<double> modified_expected_shortfall(std::span<const double> returns,
                                                                double confidence);

}  // namespace tradelab
