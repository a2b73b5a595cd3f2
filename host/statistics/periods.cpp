#include "statistics/periods.hpp"

#include "core/check.hpp"
#include "statistics/returns.hpp"

#include <algorithm>
#include <chrono>

namespace tradelab {

namespace {

constexpr std::int64_t day_ns = 86'400'000'000'000;

// The last close that still belongs to the stretch: the instant at which the next one begins.
std::int64_t last_close_of(const CalendarMonth& month, Calendar calendar) {
    const std::chrono::year_month first{std::chrono::year(month.year),
                                        std::chrono::month(month.month)};
    const std::chrono::months length(calendar == Calendar::years ? 12 : 1);
    const std::chrono::sys_days next{(first + length) / std::chrono::day(1)};
    std::int64_t at = 0;
    const bool fits = !__builtin_mul_overflow(next.time_since_epoch().count(), day_ns, &at);
    return fits ? at : INT64_MAX;
}

}  // namespace

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
    for (std::size_t first = 0; first < ts.size();) {
        CalendarMonth month = month_of_close(UnixNanos(ts[first]));
        month.month = calendar == Calendar::years ? 1 : month.month;
        const auto rest = ts.subspan(first);
        const auto next = std::ranges::upper_bound(rest, last_close_of(month, calendar));
        const auto bars = static_cast<std::size_t>(next - rest.begin());
        const Cash closing(equity[first + bars - 1]);
        periods.push_back(
            {.month = month, .first = first, .bars = bars, .opening = before, .closing = closing});
        before = closing;
        first += bars;
    }
    for (PeriodReturn& period : periods) {
        period.simple_return = simple_return(period.opening.mantissa(), period.closing.mantissa());
    }
    return periods;
}

}  // namespace tradelab
