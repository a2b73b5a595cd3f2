#pragma once

#include "gate/gate.hpp"
#include "gate/look_figures.hpp"

#include <optional>

namespace tradelab {

// What may be promised of a candidate that passed.  Who passes was lucky on average, so what was
// observed is too much; the promise is the Sharpe ratio under which half of those who pass would
// have shown less, and the interval that covers nine in ten.  Never below zero: less than that was
// just excluded.
[[nodiscard]] PromisedSharpe promise_of(const FirstLook& first, const SecondLook& second);

// How many times the history (all epochs in the same shares) would give a candidate that missed
// the first level even chances to pass both looks, if its score on walk-forward is what it is worth
// and the correction for the others stays what it is.  Nothing where no history helps.
[[nodiscard]] std::optional<double> history_factor(const FirstLook& first);

}  // namespace tradelab
