#pragma once

#include <cstddef>
#include <optional>
#include <span>

// How sure a Sharpe ratio is.  Everything is per bar; nothing here is annualised but where a name
// says so.
namespace tradelab {

// What the formulas need to know of a series of returns.
struct SharpeSample {
    double sharpe = 0;        // mean / deviation (ddof 1), per bar
    std::size_t bars = 0;     // returns
    double skewness = 0;      // population moments
    double raw_kurtosis = 3;  // a normal has 3; the excess form is wrong in all formulas here

    friend bool operator==(const SharpeSample&, const SharpeSample&) = default;
};

// Undefined below four returns, where they are not finite, or all equal.
[[nodiscard]] std::optional<SharpeSample> sharpe_sample(std::span<const double> returns);

// sqrt((1 - g3 SR + (g4 - 1)/4 SR^2) / (T - 1)): E. Mertens, "Comments on Variance of the IID
// estimator in Lo (2002)" (2002), in the form of Bailey and Lopez de Prado (2012).  Undefined below
// two bars and where moments that no sample has make it negative.
[[nodiscard]] std::optional<double> sharpe_standard_error(const SharpeSample& sample);

// The probability that the true Sharpe is above `benchmark`: D. H. Bailey and M. Lopez de Prado,
// "The Sharpe Ratio Efficient Frontier", Journal of Risk 15 (2012).  Undefined with the error.
[[nodiscard]] std::optional<double> probabilistic_sharpe(const SharpeSample& sample,
                                                         double benchmark);

// The expected greatest of `trials` independent standard normals, approximately:
// (1 - gamma) z(1 - 1/N) + gamma z(1 - 1/(N e)), gamma being Euler's constant (Bailey and Lopez de
// Prado, "The Deflated Sharpe Ratio", Journal of Portfolio Management 40 (2014)).  One trial
// expects 0.  The number may be an effective one and need not be whole; it is at least 1.
[[nodiscard]] double expected_maximum(double trials);

// A Sharpe that the best of `trials` reaches without any skill, and what is left of the sample
// beyond it.
struct DeflatedSharpe {
    double hurdle = 0;       // per bar: deviation of the trials' Sharpes x expected_maximum(trials)
    double probability = 0;  // probabilistic_sharpe against the hurdle

    friend bool operator==(const DeflatedSharpe&, const DeflatedSharpe&) = default;
};

// As in the paper: `trial_variance` is the variance of the trials' Sharpes, per bar.  It takes for
// granted that all trials share one true Sharpe; where variants of opposite sign were tried, an
// edge itself widens the variance, and the figure has no power: show it, do not decide by it.
// Undefined with probabilistic_sharpe and where the variance is not finite or below zero.
[[nodiscard]] std::optional<DeflatedSharpe> deflated_sharpe_of_paper(const SharpeSample& sample,
                                                                     double trials,
                                                                     double trial_variance);

// With the variance that trials without skill have, 1 / (T - 1), and the effective number of
// trials (see trial_clusters.hpp).
[[nodiscard]] std::optional<DeflatedSharpe> deflated_sharpe(const SharpeSample& sample,
                                                            double effective_trials);

// How many bars it takes until probabilistic_sharpe reaches `confidence`: 1 + (1 - g3 SR +
// (g4 - 1)/4 SR^2) (z / (SR - benchmark))^2 (Bailey and Lopez de Prado, 2012).  Undefined where the
// sample's Sharpe is not above the benchmark: no length is enough.  `confidence` is between one
// half and 1.
[[nodiscard]] std::optional<double> min_track_record_length(const SharpeSample& sample,
                                                            double benchmark,
                                                            double confidence);

// How many years a backtest must have before the best of `trials` without skill no longer shows
// `annual_sharpe`: (expected_maximum(trials) / annual_sharpe)^2 (Bailey, Borwein, Lopez de Prado
// and Zhu, "Pseudo-Mathematics and Financial Charlatanism", Notices of the AMS 61 (2014)).
// Undefined where the Sharpe is not positive.
[[nodiscard]] std::optional<double> min_backtest_length(double trials, double annual_sharpe);

}  // namespace tradelab
