#pragma once

// How far values lie apart.  tradelab/indicators.hpp states what all indicators have in common.

#include <tradelab/indicator/moments.hpp>
#include <tradelab/indicator/window.hpp>
#include <tradelab/math/exponential.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tradelab {

// Standard deviation of the last `period` values, of the population (divided by period, not by
// period - 1), as in TA-Lib.  Not by its formula, the difference of two large sums of squares: see
// SlidingMoments.  Of equal values it is exactly 0.
class StandardDeviation {
public:
    explicit StandardDeviation(std::int64_t period)
        : moments_(detail::checked_period(period, "standard deviation period")) {}

    void update(double x) noexcept { moments_.push(x); }

    [[nodiscard]] bool ready() const noexcept { return moments_.full(); }
    [[nodiscard]] double value() const noexcept {
        return ready() ? std::sqrt(moments_.variance()) : detail::not_ready;
    }
    [[nodiscard]] std::size_t warmup() const noexcept { return moments_.period(); }
    void reset() noexcept { moments_.reset(); }

    template <class Archive>
    void state(Archive& archive) {
        archive(moments_);
    }

private:
    detail::SlidingMoments moments_;
};

// How many (population) standard deviations the newest value lies above the mean of the last
// `period`, itself included.  Of equal values it is 0.
class ZScore {
public:
    explicit ZScore(std::int64_t period)
        : moments_(detail::checked_period(period, "z-score period")) {}

    void update(double x) noexcept { moments_.push(x); }

    [[nodiscard]] bool ready() const noexcept { return moments_.full(); }
    [[nodiscard]] double value() const noexcept {
        if (!ready()) {
            return detail::not_ready;
        }
        const double variance = moments_.variance();
        return variance == 0 ? 0.0 : moments_.newest_from_mean() / std::sqrt(variance);
    }
    [[nodiscard]] std::size_t warmup() const noexcept { return moments_.period(); }
    void reset() noexcept { moments_.reset(); }

    template <class Archive>
    void state(Archive& archive) {
        archive(moments_);
    }

private:
    detail::SlidingMoments moments_;
};

// Realised volatility: the root of the mean square of the last `period` log returns, times the root
// of `bars_per_year` (1 leaves it per bar).  The mean return is not taken out: over a short window
// it is mostly noise (T. G. Andersen, T. Bollerslev, F. X. Diebold and P. Labys, "Modeling and
// forecasting realized volatility", Econometrica 71 (2003)).  Prices must be above zero: one that
// is not makes the value NaN or infinite until its returns have left the window.
//
// A logarithm costs as much as all else that a bar asks of a strategy, and most bars ask for no
// volatility: closes wait until somebody wants the value, and those that have left the window by
// then are never looked at.  The value, and what is saved, are the same.
class RealisedVolatility {
public:
    struct Options {
        std::int64_t period = 30;
        double bars_per_year = 1.0;
    };

    explicit RealisedVolatility(Options options)
        : squares_(detail::checked_period(options.period, "realised volatility period")),
          closes_(squares_.period() + 1, 0.0),
          bars_per_year_(
              detail::checked_factor(options.bars_per_year, "realised volatility bars_per_year")),
          count_(static_cast<double>(options.period)) {}

    void update(double close) noexcept {
        if (started_) {
            newest_ = newest_ + 1 == closes_.size() ? 0 : newest_ + 1;
            ++waiting_;
        }
        closes_[newest_] = close;
        started_ = true;
    }

    [[nodiscard]] bool ready() const noexcept {
        return squares_.full() || squares_.count() + waiting_ >= squares_.period();
    }
    [[nodiscard]] double value() const noexcept {
        if (!ready()) {
            return detail::not_ready;
        }
        take_waiting();
        return std::sqrt(squares_.value() / count_ * bars_per_year_);
    }
    [[nodiscard]] std::size_t warmup() const noexcept { return squares_.period() + 1; }

    void reset() noexcept {
        squares_.reset();
        closes_[newest_] = 0;
        waiting_ = 0;
        started_ = false;
    }

    template <class Archive>
    void state(Archive& archive) {
        take_waiting();
        double previous = closes_[newest_];
        archive(squares_, previous, started_);
        closes_[newest_] = previous;
    }

private:
    void take_waiting() const noexcept {
        const std::uint64_t wanted = std::min<std::uint64_t>(waiting_, squares_.period());
        squares_.skip(waiting_ - wanted);
        std::uint64_t before = newest_ + (newest_ < wanted ? closes_.size() : 0) - wanted;
        for (std::uint64_t left = wanted; left > 0; --left) {
            const std::uint64_t at = before + 1 == closes_.size() ? 0 : before + 1;
            const double log_return = math::log(closes_[at] / closes_[before]);
            squares_.push(log_return * log_return);
            before = at;
        }
        waiting_ = 0;
    }

    mutable detail::SlidingFold<detail::Sum> squares_;
    std::vector<double> closes_;  // the last period + 1, in a ring
    double bars_per_year_;
    double count_;
    std::uint64_t newest_ = 0;           // place of the last close
    mutable std::uint64_t waiting_ = 0;  // closes whose returns are not in squares_ yet
    bool started_ = false;
};

}  // namespace tradelab
