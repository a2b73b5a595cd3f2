#pragma once

#include "core/time.hpp"

#include <cstddef>
#include <string>
#include <vector>

// Where a chart puts its numbers: at round ones.
namespace tradelab {

enum class Scale { linear, logarithmic };

// What the numbers of an axis are.
enum class AxisUnit { plain, percent };

struct Tick {
    double at = 0;  // 0 at the lower end of the axis, 1 at the upper
    std::string label;
    // Drawn on a narrow screen too.
    enum class Weight { major, minor } weight = Weight::major;
};

// A range of values on a line from 0 to 1.
class Axis {
public:
    // Widened to round ends.  An empty or upside-down range becomes one around its values; a
    // logarithmic axis needs positive values, else it is linear.
    [[nodiscard]] static Axis make(double low, double high, Scale scale);

    [[nodiscard]] double place(double value) const;  // clamped to 0..1
    [[nodiscard]] std::vector<Tick> ticks(AxisUnit unit) const;
    [[nodiscard]] double low() const { return low_; }
    [[nodiscard]] double high() const { return high_; }
    [[nodiscard]] Scale scale() const { return scale_; }

private:
    double low_ = 0;
    double high_ = 1;
    double step_ = 1;  // linear
    Scale scale_ = Scale::linear;
};

// The stretch of time along the foot of a chart.
class TimeAxis {
public:
    // `to` after `from`; else it is a second long.
    TimeAxis(UnixNanos from, UnixNanos to);

    [[nodiscard]] double place(UnixNanos at) const;  // clamped to 0..1
    // At boundaries of hours, days, months or years, at most nine; every second one is minor.
    [[nodiscard]] std::vector<Tick> ticks() const;

private:
    UnixNanos from_;
    UnixNanos to_;
};

}  // namespace tradelab
