#pragma once

#include <cmath>
#include <span>

namespace tradelab {

// A sum that keeps what rounding loses: Neumaier, "Rundungsfehleranalyse einiger Verfahren zur
// Summation endlicher Summen", ZAMM 54 (1974).  The order is that of the calls, so the same series
// gives the same bits everywhere.
class CompensatedSum {
public:
    void add(double value) {
        const double next = sum_ + value;
        lost_ += std::abs(sum_) >= std::abs(value) ? (sum_ - next) + value : (value - next) + sum_;
        sum_ = next;
    }
    [[nodiscard]] double value() const { return sum_ + lost_; }

private:
    double sum_ = 0;
    double lost_ = 0;
};

[[nodiscard]] inline double sum_of(std::span<const double> values) {
    CompensatedSum sum;
    for (const double value : values) {
        sum.add(value);
    }
    return sum.value();
}

}  // namespace tradelab
