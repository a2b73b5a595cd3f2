#pragma once

#include "core/money.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tradelab {

// 1 - equity / highest equity so far, the opening included: from 0 up, above 1 where equity is
// negative.  One for each bar; zeros where the opening is not positive.
[[nodiscard]] std::vector<double> drawdowns(Cash opening, std::span<const std::int64_t> equity);

// sqrt(mean(drawdown^2)): Martin and McCann, "The Investor's Guide to Fidelity Funds" (1989), with
// n and not n - 1.  Undefined without values.
[[nodiscard]] std::optional<double> ulcer_index(std::span<const double> drawdowns);

// The same without a list of the drawdowns.
[[nodiscard]] std::optional<double> ulcer_index(Cash opening, std::span<const std::int64_t> equity);

// A stretch below an earlier high.
struct DrawdownSpell {
    double depth = 0;  // positive share of the high
    UnixNanos peak_at;
    UnixNanos trough_at;
    std::optional<UnixNanos> recovered_at = {};  // the high is reached again; nothing: not yet
    Duration length = {};                        // peak to recovery, or to the end of the series

    friend bool operator==(const DrawdownSpell&, const DrawdownSpell&) = default;
};

// All spells in order of time.  `ts` and `equity` have one length; the opening was held at
// `opened_at`.
[[nodiscard]] std::vector<DrawdownSpell> drawdown_spells(UnixNanos opened_at,
                                                         Cash opening,
                                                         std::span<const std::int64_t> ts,
                                                         std::span<const std::int64_t> equity);

}  // namespace tradelab
