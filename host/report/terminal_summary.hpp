#pragma once

#include "lab/backtest_result.hpp"
#include "terminal/sparkline.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace tradelab {

struct SummaryLine {
    enum class Kind { title, text } kind = Kind::text;
    std::string text;
};

struct SummaryOptions {
    Look look = Look::rich;  // plain: nothing but ASCII
    std::size_t width = 80;  // columns; at least 60 are used
};

// What a person sees after a backtest: would it have made money, what must be known first, the
// curve, the figures, the years, the costs, what was refused, and what it all rests on.  On a
// synthetic market the first and the last line say so.
[[nodiscard]] std::vector<SummaryLine> terminal_summary(const BacktestResult& result,
                                                        SummaryOptions options);

}  // namespace tradelab
