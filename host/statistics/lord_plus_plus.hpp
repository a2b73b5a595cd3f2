#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace tradelab {

enum class TestOutcome : std::uint8_t { kept, rejected };  // the null hypothesis

// Online control of the false discovery rate over a lifetime of tests: A. Ramdas, F. Yang,
// M. J. Wainwright and M. I. Jordan, "Online control of the false discovery rate with decaying
// memory", NIPS (2017).  Each test is given a level that hangs on the number of tests and on when
// earlier ones rejected; each discovery earns some of the budget back.
//
// A value: what is saved are its members, and the same members give the same levels.
struct LordPlusPlus {
    double alpha = 0.05;                         // the rate, above 0 and below 1
    double initial_wealth = 0.005;               // above 0, at most alpha
    std::uint64_t tests = 0;                     // that have been made
    std::vector<std::uint64_t> rejections = {};  // their numbers, from 1, ascending

    // The level of the next test.
    [[nodiscard]] double next_level() const;

    // Counts the next test with the outcome that was decided elsewhere at next_level().
    void record(TestOutcome outcome);

    // Makes the next test: rejected where p is at most its level.  A test whose p is undefined is
    // spent and keeps the null.
    TestOutcome decide(std::optional<double> p);

    friend bool operator==(const LordPlusPlus&, const LordPlusPlus&) = default;
};

// The share of the budget that the j-th test after a discovery has: 0.07720838 ln(max(j, 2)) / (j
// exp(sqrt(ln j))), from 1; all of them sum to 0.976 (Javanmard and Montanari, "Online rules for
// control of false discovery rate and false discovery exceedance", Annals of Statistics 46 (2018)).
[[nodiscard]] double lord_share(std::uint64_t j);

}  // namespace tradelab
