#include "brain/space.hpp"

#include "core/check.hpp"
#include "core/text.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tradelab::brain {
namespace {

// Whole numbers of doubles, and no difference of two overflows.
constexpr std::int64_t tick_max = std::int64_t{1} << 52U;

// Sums that stop at the ends of int64: a margin beyond them is met or missed all the same.
std::int64_t plus(std::int64_t left, std::int64_t right) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(left, right, &sum)) {
        return right > 0 ? INT64_MAX : INT64_MIN;
    }
    return sum;
}

std::int64_t minus(std::int64_t left, std::int64_t right) {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(left, right, &difference)) {
        return right < 0 ? INT64_MAX : INT64_MIN;
    }
    return difference;
}

}  // namespace

Result<Space> Space::make(const Family& family) {
    Space space;
    if (auto read = space.read(family); !read) {
        return fail(std::move(read.error()), "family " + in_quotes(family.name));
    }
    return space;
}

Space::Space(const Family& family) {
    TL_CHECK_MSG(read(family), "a family that no ticks can meet: ask Space::make first");
}

Status Space::read(const Family& family) {
    constraints_ = family.constraints;
    for (const Parameter& parameter : family.parameters) {
        const bool fixed = (parameter.flags & TL_PARAM_FIXED) != 0;
        axes_.push_back(
            {.least = fixed ? parameter.initial : parameter.min,
             .most = fixed ? parameter.initial : parameter.max,
             .scale = (parameter.flags & TL_PARAM_LOG) != 0 ? Scale::logarithmic : Scale::linear,
             .choice = !parameter.choices.empty()});
        initial_.push_back(parameter.initial);
        if (axes_.back().least < -tick_max || axes_.back().most > tick_max) {
            return fail(ErrorCode::invalid_argument,
                        "parameter " + in_quotes(parameter.name) + " reaches beyond 2^52 ticks",
                        "take a larger step: no search covers that many values");
        }
        if (axes_.back().least > axes_.back().most) {
            return fail(ErrorCode::invalid_argument,
                        "parameter " + in_quotes(parameter.name) + " has no value",
                        "its least value must not exceed its largest");
        }
    }
    if (auto tightened = tighten(family); !tightened) {
        return tightened;
    }
    for (std::size_t i = 0; i < axes_.size(); ++i) {
        Axis& axis = axes_[i];
        if (axis.least < axis.most) {
            free_.push_back(i);
        }
        if (axis.least <= 0) {
            axis.scale = Scale::linear;
        }
        if (axis.scale == Scale::logarithmic) {
            axis.log_from = math::log(static_cast<double>(axis.least) - 0.5);
            axis.log_to = math::log(static_cast<double>(axis.most) + 0.5);
        }
    }
    repair(initial_);
    return {};
}

// Longest ways through the constraints, from the least values up and from the largest down: what is
// left of each range is what some allowed ticks have.  A way gets longer as often as there are
// parameters, or there is a circle and no ticks meet it (Bellman and Ford).
Status Space::tighten(const Family& family) {
    for (const ParameterConstraint& each : constraints_) {
        if (each.lower >= axes_.size() || each.upper >= axes_.size()) {
            return fail(ErrorCode::invalid_argument,
                        "a constraint names parameter " +
                            std::to_string(std::max(each.lower, each.upper)) + " of " +
                            std::to_string(axes_.size()),
                        "constraints count parameters from 0");
        }
    }
    const auto impossible = [&](const ParameterConstraint& each) {
        return fail(ErrorCode::invalid_argument,
                    "no ticks meet " + family.parameters[each.lower].name + " + " +
                        std::to_string(each.margin) + " <= " + family.parameters[each.upper].name,
                    "widen the range of one of them");
    };
    for (std::size_t round = 0; round <= axes_.size(); ++round) {
        for (const ParameterConstraint& each : constraints_) {
            Axis& lower = axes_[each.lower];
            Axis& upper = axes_[each.upper];
            upper.least = std::max(upper.least, plus(lower.least, each.margin));
            lower.most = std::min(lower.most, minus(upper.most, each.margin));
            if (upper.least > upper.most || lower.least > lower.most) {
                return impossible(each);
            }
        }
    }
    for (const ParameterConstraint& each : constraints_) {
        if (plus(axes_[each.lower].least, each.margin) > axes_[each.upper].least ||
            plus(axes_[each.lower].most, each.margin) > axes_[each.upper].most) {
            return impossible(each);
        }
    }
    return {};
}

double Space::size(std::size_t parameter) const {
    const Axis& axis = axes_[parameter];
    return static_cast<double>(axis.most - axis.least) + 1;
}

std::uint64_t Space::size_max() const {
    constexpr std::uint64_t most = std::uint64_t{1} << 63U;
    std::uint64_t product = 1;
    for (const std::size_t i : free_) {
        const auto values = static_cast<std::uint64_t>(size(i));
        if (__builtin_mul_overflow(product, values, &product) || product > most) {
            return most;
        }
    }
    return product;
}

bool Space::allows(const Ticks& ticks) const {
    if (ticks.size() != axes_.size()) {
        return false;
    }
    for (std::size_t i = 0; i < axes_.size(); ++i) {
        if (ticks[i] < axes_[i].least || ticks[i] > axes_[i].most) {
            return false;
        }
    }
    return std::ranges::all_of(constraints_, [&](const ParameterConstraint& each) {
        return plus(ticks[each.lower], each.margin) <= ticks[each.upper];
    });
}

void Space::repair(Ticks& ticks) const {
    TL_CHECK(ticks.size() == axes_.size());
    for (std::size_t i = 0; i < axes_.size(); ++i) {
        ticks[i] = std::clamp(ticks[i], axes_[i].least, axes_[i].most);
    }
    for (std::size_t round = 0; round <= axes_.size(); ++round) {
        for (const ParameterConstraint& each : constraints_) {
            ticks[each.upper] = std::max(ticks[each.upper], plus(ticks[each.lower], each.margin));
        }
    }
    TL_CHECK(allows(ticks));
}

std::int64_t Space::tick_at(std::size_t parameter, double coordinate) const {
    const Axis& axis = axes_[parameter];
    const double u = std::clamp(coordinate, 0.0, 1.0);
    if (axis.scale == Scale::logarithmic) {
        const double value = math::exp(axis.log_from + u * (axis.log_to - axis.log_from));
        return std::clamp(static_cast<std::int64_t>(std::min(std::floor(value + 0.5), 0x1p62)),
                          axis.least,
                          axis.most);
    }
    const double place = std::min(std::floor(u * size(parameter)), size(parameter) - 1);
    return std::min(plus(axis.least, static_cast<std::int64_t>(place)), axis.most);
}

double Space::coordinate_at(std::size_t parameter, std::int64_t tick) const {
    const Axis& axis = axes_[parameter];
    if (axis.scale == Scale::logarithmic) {
        return (math::log(static_cast<double>(tick)) - axis.log_from) /
               (axis.log_to - axis.log_from);
    }
    return (static_cast<double>(tick) - static_cast<double>(axis.least) + 0.5) / size(parameter);
}

Ticks Space::ticks_at(std::span<const double> point) const {
    TL_CHECK(point.size() == free_.size());
    Ticks ticks = initial_;
    for (std::size_t i = 0; i < free_.size(); ++i) {
        ticks[free_[i]] = tick_at(free_[i], point[i]);
    }
    repair(ticks);
    return ticks;
}

std::vector<double> Space::point_at(const Ticks& ticks) const {
    std::vector<double> point;
    for (const std::size_t i : free_) {
        point.push_back(coordinate_at(i, ticks[i]));
    }
    return point;
}

}  // namespace tradelab::brain
