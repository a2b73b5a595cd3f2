#pragma once

#include "brain/proposer.hpp"
#include "core/result.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tradelab::brain {

// The ticks that a family allows, and its free parameters as coordinates from 0 to 1.
//
// Repair makes any ticks allowed ones.  Each is clamped to what range and constraints leave it at
// all; then, while a constraint is broken, its upper side is raised to where it holds.  Raising
// cannot leave the range: the largest ticks that the constraints leave each parameter keep the
// constraints among themselves, and the repaired ticks stay at or below them.
class Space {
public:
    // Refuses a range that is empty or beyond 2^52, and constraints that no ticks meet.
    [[nodiscard]] static Result<Space> make(const Family& family);
    // Of a family that make() has accepted before.
    explicit Space(const Family& family);

    // Parameters that have more than one value left, in the order declared.
    [[nodiscard]] std::span<const std::size_t> free() const { return free_; }
    [[nodiscard]] std::size_t parameters() const { return axes_.size(); }
    [[nodiscard]] std::int64_t least(std::size_t parameter) const { return axes_[parameter].least; }
    [[nodiscard]] std::int64_t most(std::size_t parameter) const { return axes_[parameter].most; }
    [[nodiscard]] bool is_choice(std::size_t parameter) const { return axes_[parameter].choice; }
    // Values of one parameter.
    [[nodiscard]] double size(std::size_t parameter) const;
    // How many ticks there are at most (constraints take some away); 2^63 means that or more.
    [[nodiscard]] std::uint64_t size_max() const;

    [[nodiscard]] bool allows(const Ticks& ticks) const;
    void repair(Ticks& ticks) const;

    // One coordinate a free parameter; equal parts of [0, 1] are values (or their logarithms).  The
    // ticks are repaired; coordinates beyond the box are clamped.
    [[nodiscard]] Ticks ticks_at(std::span<const double> point) const;
    // The middle of the part of each free parameter.
    [[nodiscard]] std::vector<double> point_at(const Ticks& ticks) const;
    [[nodiscard]] std::int64_t tick_at(std::size_t parameter, double coordinate) const;
    [[nodiscard]] double coordinate_at(std::size_t parameter, std::int64_t tick) const;

    // The values that parameters begin with, repaired.
    [[nodiscard]] const Ticks& initial() const { return initial_; }

    friend bool operator==(const Space& left, const Space& right) {
        const auto same = [](const ParameterConstraint& a, const ParameterConstraint& b) {
            return a.lower == b.lower && a.upper == b.upper && a.margin == b.margin;
        };
        return left.axes_ == right.axes_ && left.initial_ == right.initial_ &&
               std::ranges::equal(left.constraints_, right.constraints_, same);
    }

private:
    enum class Scale : std::uint8_t { linear, logarithmic };
    struct Axis {
        std::int64_t least = 0;
        std::int64_t most = 0;
        Scale scale = Scale::linear;
        bool choice = false;
        double log_from = 0;  // of half a tick below `least`
        double log_to = 0;    // of half a tick above `most`
        friend bool operator==(const Axis&, const Axis&) = default;
    };

    Space() = default;
    [[nodiscard]] Status read(const Family& family);
    [[nodiscard]] Status tighten(const Family& family);

    std::vector<Axis> axes_;
    std::vector<ParameterConstraint> constraints_;
    std::vector<std::size_t> free_;
    Ticks initial_;
};

}  // namespace tradelab::brain
