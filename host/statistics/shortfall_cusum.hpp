#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace tradelab {

// What is promised and when it counts as broken.
struct CusumRules {
    double promised = 0;  // mean per value (a trade, a day)
    double scale = 1;     // deviation of a value, positive
    double slack = 0.25;  // shortfall per value that is forgiven, in scales; half of what is feared
    double limit = 5;     // alarm above it, in scales, positive

    friend bool operator==(const CusumRules&, const CusumRules&) = default;
};

// E. S. Page, "Continuous Inspection Schemes", Biometrika 41 (1954), one-sided: the sum of what
// values fall short of the promise, less the slack, never below zero.  A value to be saved.
struct ShortfallCusum {
    CusumRules rules;
    double sum = 0;
    std::uint64_t values = 0;

    enum class State : std::uint8_t { quiet, alarm };

    // A value that is not finite is not counted and changes nothing.
    State add(double value);
    [[nodiscard]] State state() const { return sum > rules.limit ? State::alarm : State::quiet; }

    friend bool operator==(const ShortfallCusum&, const ShortfallCusum&) = default;
};

struct RunLengthOptions {
    std::size_t runs = 1000;
    std::size_t values_max = 100'000;  // of one run
    std::uint64_t seed = 0;
};

// How long until an alarm, on average, where values keep coming as in `sample` (drawn one by one
// with replacement, their mean moved to `mean`): at the promised mean the time between false
// alarms, at a lower one the delay until it is found.
struct RunLength {
    double mean = 0;
    std::size_t unfinished = 0;  // runs without an alarm: with any, the true mean is longer

    friend bool operator==(const RunLength&, const RunLength&) = default;
};

// Undefined where the sample is empty or not finite, or without runs.
[[nodiscard]] std::optional<RunLength> average_run_length(const CusumRules& rules,
                                                          std::span<const double> sample,
                                                          double mean,
                                                          const RunLengthOptions& options);

// The least limit, to one part in a thousand, whose false alarms are at least `run_length` values
// apart.  Undefined as above, and where no limit up to 1,000 is enough.
[[nodiscard]] std::optional<double> cusum_limit(CusumRules rules,
                                                std::span<const double> sample,
                                                double run_length,
                                                const RunLengthOptions& options);

}  // namespace tradelab
