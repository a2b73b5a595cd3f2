#include "statistics/periods.hpp"

#include "core/check.hpp"
#include "statistics/returns.hpp"

#include <chrono>

namespace tradelab {

CalendarMonth month_of_close(UnixNanos close) {
    const auto inside = checked_add(close, std::chrono::nanoseconds(-1)).value_or(close);
    const std::chrono::sys_time<std::chrono::nanoseconds> point{
        std::chrono::nanoseconds(inside.ns())};
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(point)};
    return {.year = static_cast<int>(date.year()), .month = static_cast<unsigned>(date.month())};
}

std::vector<PeriodReturn> period_returns(Cash opening,
                                         std::span<const std::int64_t> ts,
                                         std::span<const std::int64_t> equity,
                                         Calendar calendar) {
    TL_CHECK(ts.size() == equity.size());
    std::vector<PeriodReturn> periods;
    Cash before = opening;
    for (std::size_t at = 0; at < ts.size(); ++at) {
        CalendarMonth month = month_of_close(UnixNanos(ts[at]));
        month.month = calendar == Calendar::years ? 1 : month.month;
        if (periods.empty() || periods.back().month != month) {
            periods.push_back({.month = month, .first = at, .opening = before});
        }
        before = Cash(equity[at]);
        periods.back().bars += 1;
        periods.back().closing = before;
    }
    for (PeriodReturn& period : periods) {
        period.simple_return = simple_return(period.opening.mantissa(), period.closing.mantissa());
    }
    return periods;
}

}  // namespace tradelab
