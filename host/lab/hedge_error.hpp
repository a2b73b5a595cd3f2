#pragma once

#include "core/money.hpp"
#include "core/time.hpp"
#include "engine/run_record.hpp"

#include <optional>
#include <span>

namespace tradelab {

// What two legs in one asset leave over of both, from their fills in order until `to`: the root of
// the mean over time of (a + b)^2, over that of (|a| + |b|)^2.  0 is a hedge without a rest, 1 is
// none.  Large positions count more, so dust that could not be sold does not.
//
// `places` are those of instruments 1 and 2.  Nothing where not exactly two legs are named, or
// nothing was ever held.
[[nodiscard]] std::optional<double> hedge_error(std::span<const FillRecord> fills,
                                                std::span<const Places> places,
                                                UnixNanos to);

}  // namespace tradelab
