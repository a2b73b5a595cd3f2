#include "report/axis.hpp"

#include "report/figures.hpp"

#include <tradelab/math.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

namespace tradelab {

namespace {

constexpr double ticks_wanted = 5;
constexpr std::int64_t hour_ns = 3'600'000'000'000;
constexpr std::int64_t day_ns = 24 * hour_ns;
constexpr std::size_t time_ticks_max = 9;

double power_of_ten(int exponent) {
    return math::pow(10, exponent);
}

int exponent_of(double value) {
    constexpr double ln10 = 2.302585092994045684;  // so that 1000 is not 2.9999999999999996
    return static_cast<int>(std::floor(math::log(value) / ln10 + 1e-9));
}

// 1, 2, 2.5 or 5 times a power of ten: the steps that people count in.
double round_step(double range) {
    const double raw = range / ticks_wanted;
    const double unit = power_of_ten(exponent_of(raw));
    for (const double step : {1.0, 2.0, 2.5, 5.0}) {
        if (step * unit >= raw * 0.999) {
            return step * unit;
        }
    }
    return 10 * unit;
}

std::string label_of(double value, AxisUnit unit) {
    return unit == AxisUnit::percent ? compact_text(value * 100) + " %" : compact_text(value);
}

using Days = std::chrono::sys_days;

Days day_of(UnixNanos at) {
    return std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<std::chrono::nanoseconds>(std::chrono::nanoseconds(at.ns())));
}

UnixNanos start_of(Days day) {
    return UnixNanos(std::chrono::nanoseconds(day.time_since_epoch()).count());
}

// Boundaries every so many months, January first.
std::vector<UnixNanos> month_marks(UnixNanos from, UnixNanos to, int months) {
    std::vector<UnixNanos> marks;
    const std::chrono::year_month_day first(day_of(from));
    std::chrono::year_month at = first.year() / std::chrono::January;
    if (months > 12) {
        const int years = months / 12;
        at = std::chrono::year(static_cast<int>(first.year()) / years * years) /
             std::chrono::January;
    }
    for (; start_of(Days(at / 1)) <= to; at += std::chrono::months(months)) {
        if (start_of(Days(at / 1)) >= from) {
            marks.push_back(start_of(Days(at / 1)));
        }
    }
    return marks;
}

std::vector<UnixNanos> even_marks(UnixNanos from, UnixNanos to, std::int64_t step) {
    std::vector<UnixNanos> marks;
    for (auto at = ceil_to(from, Duration(step)); at && *at <= to;
         at = checked_add(*at, Duration(step))) {
        marks.push_back(*at);
    }
    return marks;
}

std::vector<Tick> labelled(const TimeAxis& axis,
                           const std::vector<UnixNanos>& marks,
                           std::size_t from,
                           std::size_t length) {
    std::vector<Tick> ticks;
    for (std::size_t at = 0; at < marks.size(); ++at) {
        std::string label = iso_text(marks[at]).substr(from, length);
        std::ranges::replace(label, 'T', ' ');
        ticks.push_back({.at = axis.place(marks[at]),
                         .label = std::move(label),
                         .weight = at % 2 == 0 ? Tick::Weight::major : Tick::Weight::minor});
    }
    return ticks;
}

}  // namespace

Axis Axis::make(double low, double high, Scale scale) {
    Axis axis;
    if (!std::isfinite(low) || !std::isfinite(high) || low > high) {
        low = 0;
        high = 1;
    }
    if (scale == Scale::logarithmic && low > 0) {
        // A breath of air at both ends: on a log axis round ends would waste half of it.
        axis.scale_ = Scale::logarithmic;
        axis.low_ = low * 0.95;
        axis.high_ = high * 1.05;
        return axis;
    }
    if (!(high - low > std::max(std::abs(high), std::abs(low)) * 1e-9)) {
        const double around = std::max(std::abs(high) * 0.01, 1e-6);
        low -= around;
        high += around;
    }
    axis.step_ = round_step(high - low);
    axis.low_ = std::floor(low / axis.step_ + 1e-9) * axis.step_;
    axis.high_ = std::ceil(high / axis.step_ - 1e-9) * axis.step_;
    return axis;
}

double Axis::place(double value) const {
    if (scale_ == Scale::logarithmic) {
        if (!(value > 0)) {
            return 0;
        }
        const double part = math::log(value / low_) / math::log(high_ / low_);
        return std::clamp(part, 0.0, 1.0);
    }
    return std::clamp((value - low_) / (high_ - low_), 0.0, 1.0);
}

std::vector<Tick> Axis::ticks(AxisUnit unit) const {
    std::vector<Tick> ticks;
    if (scale_ == Scale::linear) {
        const auto steps = static_cast<int>(std::lround((high_ - low_) / step_));
        for (int at = 0; at <= steps; ++at) {
            // Multiples of the step, so that 0.1 x 3 is written 0.3 and zero is zero.
            const double first = std::round(low_ / step_);
            const double value = (first + at) * step_;
            ticks.push_back({.at = place(value), .label = label_of(value, unit)});
        }
        return ticks;
    }
    const double decades = math::log(high_ / low_) / 2.302585092994045684;
    for (int exponent = exponent_of(low_); exponent <= exponent_of(high_); ++exponent) {
        for (const double digit : {1.0, 2.0, 5.0}) {
            const double value = digit * power_of_ten(exponent);
            const bool is_wanted = digit == 1 || decades < 3;
            if (value >= low_ && value <= high_ && is_wanted) {
                ticks.push_back({.at = place(value), .label = label_of(value, unit)});
            }
        }
    }
    return ticks;
}

TimeAxis::TimeAxis(UnixNanos from, UnixNanos to)
    : from_(from), to_(to > from ? to : from + std::chrono::seconds(1)) {}

double TimeAxis::place(UnixNanos at) const {
    const auto whole = static_cast<double>(to_.ns()) - static_cast<double>(from_.ns());
    const auto part = static_cast<double>(at.ns()) - static_cast<double>(from_.ns());
    return std::clamp(part / whole, 0.0, 1.0);
}

std::vector<Tick> TimeAxis::ticks() const {
    const std::int64_t length = (to_ - from_).count();
    constexpr std::array<std::int64_t, 9> even_steps = {60'000'000'000,
                                                        600'000'000'000,
                                                        hour_ns,
                                                        3 * hour_ns,
                                                        6 * hour_ns,
                                                        12 * hour_ns,
                                                        day_ns,
                                                        2 * day_ns,
                                                        7 * day_ns};
    for (const std::int64_t step : even_steps) {
        if (length / step < static_cast<std::int64_t>(time_ticks_max)) {
            const auto marks = even_marks(from_, to_, step);
            return step < day_ns ? labelled(*this, marks, 5, 11) : labelled(*this, marks, 0, 10);
        }
    }
    for (const int months : {1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1'200}) {
        const auto marks = month_marks(from_, to_, months);
        if (marks.size() <= time_ticks_max) {
            return labelled(*this, marks, 0, months >= 12 ? 4 : 7);
        }
    }
    return {};
}

}  // namespace tradelab
