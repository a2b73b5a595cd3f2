#pragma once

#include "core/money.hpp"
#include "core/rounding.hpp"
#include "core/time.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tradelab {

// A year of 365 days: crypto never closes.  1h bars have 8760 of them.
inline constexpr double year_ns = 365.0 * 24 * 3600 * 1e9;

// How many bars of this length a year has.  The length is positive.
[[nodiscard]] double bars_per_year(Duration bar);

// end / begin - 1, exact up to the one division.  Undefined where begin is not positive.
[[nodiscard]] inline std::optional<double> simple_return(std::int64_t begin, std::int64_t end) {
    if (begin <= 0) {
        return std::nullopt;
    }
    std::int64_t change = 0;
    if (__builtin_sub_overflow(end, begin, &change)) [[unlikely]] {
        return static_cast<double>(static_cast<Int128>(end) - begin) / static_cast<double>(begin);
    }
    return static_cast<double>(change) / static_cast<double>(begin);
}

// The return of each bar: equity[i] / equity[i - 1] - 1, the first against `opening`.  The series
// ends with the bar that left nothing (or less): after it a return has no meaning.
[[nodiscard]] std::vector<double> returns_of(Cash opening, std::span<const std::int64_t> equity);

// Compound growth of a year: factor^(1 / years) - 1, `factor` being end / begin.  Undefined where
// the factor or the years are not positive, and where the result has no double.
[[nodiscard]] std::optional<double> annual_growth(double factor, double years);

}  // namespace tradelab
