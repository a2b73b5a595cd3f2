#pragma once

// Highest, lowest, and the channels they make.  tradelab/indicators.hpp states what all indicators
// have in common.

#include <tradelab/indicator/moments.hpp>
#include <tradelab/indicator/window.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>

namespace tradelab {

// The lowest of the last `period` values, the current one included.
class RollingMin {
public:
    explicit RollingMin(std::int64_t period)
        : least_(detail::checked_period(period, "rolling min period")) {}

    void update(double x) noexcept { least_.push(x); }

    [[nodiscard]] bool ready() const noexcept { return least_.full(); }
    [[nodiscard]] double value() const noexcept {
        return ready() ? least_.value() : detail::not_ready;
    }
    [[nodiscard]] std::size_t warmup() const noexcept { return least_.period(); }
    void reset() noexcept { least_.reset(); }

    template <class Archive>
    void state(Archive& archive) {
        archive(least_);
    }

private:
    detail::SlidingFold<detail::Least> least_;
};

// The highest of the last `period` values, the current one included.
class RollingMax {
public:
    explicit RollingMax(std::int64_t period)
        : greatest_(detail::checked_period(period, "rolling max period")) {}

    void update(double x) noexcept { greatest_.push(x); }

    [[nodiscard]] bool ready() const noexcept { return greatest_.full(); }
    [[nodiscard]] double value() const noexcept {
        return ready() ? greatest_.value() : detail::not_ready;
    }
    [[nodiscard]] std::size_t warmup() const noexcept { return greatest_.period(); }
    void reset() noexcept { greatest_.reset(); }

    template <class Archive>
    void state(Archive& archive) {
        archive(greatest_);
    }

private:
    detail::SlidingFold<detail::Greatest> greatest_;
};

// The highest high and the lowest low of the `period` bars BEFORE the current one, which is left
// out: so that a close above upper() is a breakout.  A channel with the current bar in it can be
// touched but never left.  It is there with bar period + 1.  value() is the middle.
class Donchian {
public:
    explicit Donchian(std::int64_t period)
        : highs_(detail::checked_period(period, "donchian period")), lows_(highs_.period()) {}

    void update(double high, double low) noexcept {
        if (highs_.full()) {
            upper_ = highs_.value();
            lower_ = lows_.value();
            ready_ = true;
        }
        highs_.push(high);
        lows_.push(low);
    }

    [[nodiscard]] bool ready() const noexcept { return ready_; }
    [[nodiscard]] double value() const noexcept { return middle(); }
    [[nodiscard]] double upper() const noexcept { return upper_; }
    [[nodiscard]] double middle() const noexcept { return 0.5 * upper_ + 0.5 * lower_; }
    [[nodiscard]] double lower() const noexcept { return lower_; }
    [[nodiscard]] std::size_t warmup() const noexcept { return highs_.period() + 1; }

    void reset() noexcept {
        highs_.reset();
        lows_.reset();
        upper_ = lower_ = detail::not_ready;
        ready_ = false;
    }

    template <class Archive>
    void state(Archive& archive) {
        archive(highs_, lows_, upper_, lower_, ready_);
    }

private:
    detail::SlidingFold<detail::Greatest> highs_;
    detail::SlidingFold<detail::Least> lows_;
    double upper_ = detail::not_ready;
    double lower_ = detail::not_ready;
    bool ready_ = false;
};

// Bollinger bands: the mean of the last `period` values, and `deviations` standard deviations above
// and below it.  value() is the middle.  Of equal values all three are equal.
class Bollinger {
public:
    struct Options {
        std::int64_t period = 20;
        double deviations = 2.0;
    };

    explicit Bollinger(Options options)
        : moments_(detail::checked_period(options.period, "bollinger period")),
          deviations_(detail::checked_factor(options.deviations, "bollinger deviations")) {}

    void update(double x) noexcept { moments_.push(x); }

    [[nodiscard]] bool ready() const noexcept { return moments_.full(); }
    [[nodiscard]] double value() const noexcept { return middle(); }
    [[nodiscard]] double upper() const noexcept { return middle() + width(); }
    [[nodiscard]] double middle() const noexcept {
        return ready() ? moments_.mean() : detail::not_ready;
    }
    [[nodiscard]] double lower() const noexcept { return middle() - width(); }
    [[nodiscard]] std::size_t warmup() const noexcept { return moments_.period(); }
    void reset() noexcept { moments_.reset(); }

    template <class Archive>
    void state(Archive& archive) {
        archive(moments_);
    }

private:
    [[nodiscard]] double width() const noexcept {
        return deviations_ * std::sqrt(moments_.variance());
    }

    detail::SlidingMoments moments_;
    double deviations_;
};

}  // namespace tradelab
