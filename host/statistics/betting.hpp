#pragma once

#include <cstdint>

namespace tradelab {

// The hypothesis that is bet against: that the mean is at least so much, or at most.
enum class BetAgainst : std::uint8_t { mean_at_least, mean_at_most };

struct BettingRules {
    BetAgainst against = BetAgainst::mean_at_least;
    double mean = 0;  // strictly between low and high
    double low = -1;  // values outside are taken as the bound, so the hypothesis is about what is
    double high = 1;  // left of them: choose bounds that hardly ever bind

    friend bool operator==(const BettingRules&, const BettingRules&) = default;
};

// A gambler who bets against a hypothesis on value after value and, where it is true, does not get
// rich: the probability that wealth ever reaches w is at most 1 / w, however often one looks (Ville
// 1939).  So wealth of 20 rejects at 5 %, at any time.  I. Waudby-Smith and A. Ramdas, "Estimating
// means of bounded random variables by betting", Journal of the Royal Statistical Society B 86
// (2024), with their bets aGRAPA: as much as past values make best, at most half of what is
// allowed.
//
// A value: what is saved are its members.
struct BettingProcess {
    BettingRules rules;
    double wealth = 1;
    double greatest = 1;  // the evidence so far; wealth may fall again
    std::uint64_t values = 0;
    // Of the values so far, moved to 0 to 1, begun with one imagined value at the hypothesis.
    double sum = 0;
    double squares = 0;

    // A value that is not finite is not counted and changes nothing.
    void add(double value);

    friend bool operator==(const BettingProcess&, const BettingProcess&) = default;
};

}  // namespace tradelab
