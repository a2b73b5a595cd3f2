#pragma once

// How far values lie apart.  tradelab/indicators.hpp states what all indicators have in common.

#include <tradelab/indicator/moments.hpp>
#include <tradelab/indicator/window.hpp>
#include <tradelab/math/exponential.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>

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
class RealisedVolatility {
public:
    struct Options {
        std::int64_t period = 30;
        double bars_per_year = 1.0;
    };

    explicit RealisedVolatility(Options options)
        : squares_(detail::checked_period(options.period, "realised volatility period")),
          bars_per_year_(
              detail::checked_factor(options.bars_per_year, "realised volatility bars_per_year")),
          count_(static_cast<double>(options.period)) {}

    void update(double close) noexcept {
        if (started_) {
            const double log_return = math::log(close / previous_);
            squares_.push(log_return * log_return);
        }
        previous_ = close;
        started_ = true;
    }

    [[nodiscard]] bool ready() const noexcept { return squares_.full(); }
    [[nodiscard]] double value() const noexcept {
        return ready() ? std::sqrt(squares_.value() / count_ * bars_per_year_) : detail::not_ready;
    }
    [[nodiscard]] std::size_t warmup() const noexcept { return squares_.period() + 1; }

    void reset() noexcept {
        squares_.reset();
        previous_ = 0;
        started_ = false;
    }

    template <class Archive>
    void state(Archive& archive) {
        archive(squares_, previous_, started_);
    }

private:
    detail::SlidingFold<detail::Sum> squares_;
    double bars_per_year_;
    double count_;
    double previous_ = 0;
    bool started_ = false;
};

}  // namespace tradelab
