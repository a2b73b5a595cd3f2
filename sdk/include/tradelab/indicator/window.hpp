#pragma once

// The sliding window that the windowed indicators are made of.
//
// A window is cut into two: the bars since the last time the ring wrapped, folded as they come, and
// the bars before, folded from their newest to their oldest at the wrap.  The fold of the window is
// then one operation on two numbers (M. van Herk 1992, J. Gil and M. Werman 1993, for minima; it
// holds for any associative operation).  Nothing is ever subtracted, so a sum cannot drift, and a
// NaN or an infinity is gone the moment it leaves the window.  An update costs O(1) amortised:
// every `period` bars, one pass over the ring.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab::detail {

// Beyond two years of minutes a window is a mistake, not a wish; it also bounds the memory.
inline constexpr std::int64_t period_max = 1'000'000;

inline constexpr double not_ready = std::numeric_limits<double>::quiet_NaN();

// Throws std::invalid_argument, unless 1 <= period <= period_max.
[[nodiscard]] inline std::size_t checked_period(std::int64_t period, std::string_view name) {
    if (period < 1 || period > period_max) {
        throw std::invalid_argument(std::string(name) + " = " + std::to_string(period) +
                                    ": must be between 1 and " + std::to_string(period_max) +
                                    " bars");
    }
    return static_cast<std::size_t>(period);
}

// Throws std::invalid_argument, unless the factor is finite and above zero.
[[nodiscard]] inline double checked_factor(double factor, std::string_view name) {
    if (!(factor > 0 && factor <= std::numeric_limits<double>::max())) {
        throw std::invalid_argument(std::string(name) + " = " + std::to_string(factor) +
                                    ": must be a finite number above 0");
    }
    return factor;
}

[[nodiscard]] inline bool is_nan(double x) noexcept {
    return __builtin_expect(static_cast<long>(x != x), 0L) != 0;
}

struct Sum {
    static constexpr double identity = 0.0;
    [[nodiscard]] static double apply(double older, double newer) noexcept { return older + newer; }
};

// A NaN wins over every number, on either side.  Asked for by a branch, which is never taken: a
// selection would be waited for by every number that comes after.
struct Least {
    static constexpr double identity = std::numeric_limits<double>::infinity();
    [[nodiscard]] static double apply(double older, double newer) noexcept {
        if (is_nan(older)) {
            return older;
        }
        return older < newer ? older : newer;
    }
};

struct Greatest {
    static constexpr double identity = -std::numeric_limits<double>::infinity();
    [[nodiscard]] static double apply(double older, double newer) noexcept {
        if (is_nan(older)) {
            return older;
        }
        return older > newer ? older : newer;
    }
};

// The fold of the last `period` numbers; of those seen, while there are fewer.
//
// Invariant: ring_[0, head_) holds the numbers since the wrap, ring_[head_, end) the folds of the
// numbers before the wrap, from that place up to the wrap.  head_ < ring_.size() always.
template <class Operation>
class SlidingFold {
public:
    explicit SlidingFold(std::size_t period) : ring_(period, Operation::identity) {}

    void push(double x) noexcept {
        ring_[head_] = x;
        since_wrap_ = Operation::apply(since_wrap_, x);
        ++head_;
        if (head_ == ring_.size()) {
            wrap();
        }
    }

    // As if `count` numbers had been pushed that nobody will ask for: at least `period` others must
    // follow before the next value().
    void skip(std::uint64_t count) noexcept {
        if (count == 0) {
            return;
        }
        head_ = (head_ + count) % ring_.size();
        since_wrap_ = Operation::identity;
    }

    [[nodiscard]] bool full() const noexcept { return full_; }
    [[nodiscard]] std::size_t period() const noexcept { return ring_.size(); }
    // In the window.
    [[nodiscard]] std::uint64_t count() const noexcept { return full_ ? ring_.size() : head_; }
    [[nodiscard]] double value() const noexcept {
        return Operation::apply(ring_[head_], since_wrap_);
    }

    void reset() noexcept {
        std::fill(ring_.begin(), ring_.end(), Operation::identity);
        since_wrap_ = Operation::identity;
        head_ = 0;
        full_ = false;
    }

    template <class Archive>
    void state(Archive& archive) {
        std::span<double> ring(ring_);
        archive(head_, full_, since_wrap_, ring);
        head_ %= ring_.size();  // whatever was loaded
    }

private:
    void wrap() noexcept {
        double* const ring = ring_.data();
        double fold = ring[ring_.size() - 1];
        for (std::size_t i = ring_.size() - 1; i > 0; --i) {
            fold = Operation::apply(ring[i - 1], fold);
            ring[i - 1] = fold;
        }
        since_wrap_ = Operation::identity;
        head_ = 0;
        full_ = true;
    }

    std::vector<double> ring_;
    std::uint64_t head_ = 0;
    double since_wrap_ = Operation::identity;
    bool full_ = false;
};

}  // namespace tradelab::detail
