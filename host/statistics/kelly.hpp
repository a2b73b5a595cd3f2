#pragma once

#include <optional>
#include <span>

// The share of capital whose growth is greatest in the long run: J. L. Kelly, "A New Interpretation
// of Information Rate", Bell System Technical Journal 35 (1956).  Full Kelly, from known odds; with
// estimated ones it is far too much, and nothing here halves it in silence.
namespace tradelab {

struct Bet {
    double win_probability = 0;  // 0 to 1
    double payoff = 1;           // won per unit staked; what is lost is the unit
};

// p - (1 - p) / b.  Negative: stay away, or take the other side.  Undefined where the probability
// is not one or the payoff is not positive.
[[nodiscard]] std::optional<double> kelly_of_bet(const Bet& bet);

// mean / variance of returns, both per bar, for returns that are small beside 1 (E. O. Thorp, "The
// Kelly Criterion in Blackjack, Sports Betting and the Stock Market", 2006).  Undefined where the
// variance is not positive.
[[nodiscard]] std::optional<double> kelly_of_moments(double mean, double variance);

// The same of a series (ddof 1).  Undefined below two returns, not finite or all equal.
[[nodiscard]] std::optional<double> kelly_of_returns(std::span<const double> returns);

}  // namespace tradelab
