#pragma once

#include "core/money.hpp"
#include "core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tradelab {

// Calendar stretches are UTC.  A bar belongs to the month in which it lay, not to the one in which
// its close falls: the bar that closes at midnight of February 1 is January's.
struct CalendarMonth {
    std::int32_t year = 1970;
    std::uint32_t month = 1;  // 1 to 12

    friend auto operator<=>(const CalendarMonth&, const CalendarMonth&) = default;
};

// The month of the bar that closes at this time.
[[nodiscard]] CalendarMonth month_of_close(UnixNanos close);

enum class Calendar : std::uint8_t { months, years };

struct PeriodReturn {
    CalendarMonth month;    // of years: January
    std::size_t first = 0;  // place of its first bar
    std::size_t bars = 0;
    Cash opening = {};  // equity before its first bar
    Cash closing = {};  // equity after its last bar
    // closing / opening - 1; undefined where nothing was left to begin with.
    std::optional<double> simple_return = {};

    friend bool operator==(const PeriodReturn&, const PeriodReturn&) = default;
};

// The stretches that have bars, in order of time.  `ts` (closes, ascending) and `equity` have one
// length.
[[nodiscard]] std::vector<PeriodReturn> period_returns(Cash opening,
                                                       std::span<const std::int64_t> ts,
                                                       std::span<const std::int64_t> equity,
                                                       Calendar calendar);

}  // namespace tradelab
