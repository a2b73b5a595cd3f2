#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace bench {

// Something that can be run again and again.  `prepare` is not timed.
struct Subject {
    std::string name;
    std::function<void()> prepare;
    std::function<void()> run;
};

// Keeps this process on one core from here on; the number of the core, or -1 where it may not.
int pin_to_one_core();

// times[subject][round], in ns of processor time.  Every round runs all subjects once, each second
// round in the other order, so that what slows the machine down for a while slows them all.
[[nodiscard]] std::vector<std::vector<double>> measure(const std::vector<Subject>& subjects,
                                                       std::size_t rounds);

[[nodiscard]] double median(std::vector<double> values);
[[nodiscard]] double least(const std::vector<double>& values);

// The median of one[k] - other[k]: of two runs in one round.
[[nodiscard]] double median_difference(const std::vector<double>& one,
                                       const std::vector<double>& other);

}  // namespace bench
