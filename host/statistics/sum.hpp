#pragma once

#include <span>

namespace tradelab {

// A sum that keeps what rounding loses: Neumaier, "Rundungsfehleranalyse einiger Verfahren zur
// Summation endlicher Summen", ZAMM 54 (1974).  The order is that of the calls, so the same series
// gives the same bits everywhere.
//
// What an addition loses is found without asking which of the two is larger, by Knuth's two-sum
// (TAOCP vol. 2, 4.2.2): the same number, and a year of minutes has no branch to guess.
class CompensatedSum {
public:
    void add(double value) {
        const double next = sum_ + value;
        const double of_value = next - sum_;
        lost_ += (sum_ - (next - of_value)) + (value - of_value);
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
