#pragma once

#include "statistics/series_set.hpp"
#include "statistics/stationary_bootstrap.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

// Is the best of many better than its benchmark, or only the luckiest?  Every series here is a
// performance less the benchmark's, bar by bar.
namespace tradelab {

// A p-value by counting: how many of the resamples reached what was observed.
struct ResampledP {
    std::size_t reached = 0;
    std::size_t resamples = 0;

    // The bare share; zero where no resample reached it.
    [[nodiscard]] double share() const {
        return static_cast<double>(reached) / static_cast<double>(resamples);
    }
    // With the observation counted as one more resample, which it is under the null: a valid level
    // for any number of resamples (Davison and Hinkley, "Bootstrap Methods and their Application",
    // 1997, section 4.2).  Decisions use this one.
    [[nodiscard]] double value() const {
        return static_cast<double>(reached + 1) / static_cast<double>(resamples + 1);
    }

    friend bool operator==(const ResampledP&, const ResampledP&) = default;
};

// What the greatest mean is measured in.  Hansen's test divides each by its own long-run deviation;
// a widespread library divides by nothing and so lets the wildest series speak for all.
enum class SpaScale : std::uint8_t { studentised, raw };

struct SpaResult {
    double statistic = 0;  // max(0, greatest sqrt(n) mean / deviation)
    std::size_t best = 0;  // the series that has it; the first of equals
    std::size_t used = 0;  // series with a statistic: finite, not all equal
    // They differ in which poor series count as part of the null: only those at zero (lower), those
    // not significantly bad (consistent: the one to decide by), all (upper, White's reality check).
    ResampledP lower = {};
    ResampledP consistent = {};
    ResampledP upper = {};

    friend bool operator==(const SpaResult&, const SpaResult&) = default;
};

// P. R. Hansen, "A Test for Superior Predictive Ability", Journal of Business & Economic Statistics
// 23 (2005).  The series have as many bars as the resamples.  Series without a statistic are left
// out; undefined where none has one, below 20 bars, and without resamples.
[[nodiscard]] std::optional<SpaResult> hansen_spa(SeriesSet excess,
                                                  const Resamples& resamples,
                                                  SpaScale scale = SpaScale::studentised);

// Which poor series count as part of the null in the step-down test: all (Romano and Wolf), or
// those not significantly bad (Hsu, Hsu and Kuan, "Testing the Predictive Ability of Technical
// Analysis Using a New Stepwise Test Without Data Snooping Bias", Journal of Empirical Finance 17
// (2010)), which is stronger where many series are bad.
enum class StepNull : std::uint8_t { all, not_significantly_bad };

// J. P. Romano and M. Wolf, "Stepwise Multiple Testing as Formalized Data Snooping", Econometrica
// 73 (2005), StepM, studentised; as adjusted p-values of each series after the same authors'
// "Efficient Computation of Adjusted p-Values for Resampling-Based Stepdown Multiple Testing",
// Statistics & Probability Letters 113 (2016).  Those at or below a level are better than their
// benchmark, with at most that chance of a single false one among them.
struct StepM {
    std::vector<std::optional<double>> statistics;  // studentised means; nothing where undefined
    std::vector<std::optional<ResampledP>> adjusted;

    // Places whose adjusted value() is at most `level`, ascending.
    [[nodiscard]] std::vector<std::size_t> survivors(double level) const;
};

[[nodiscard]] StepM step_m(SeriesSet excess,
                           const Resamples& resamples,
                           StepNull null = StepNull::all);

}  // namespace tradelab
