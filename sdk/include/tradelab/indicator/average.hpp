#pragma once

// Moving averages.  tradelab/indicators.hpp states what all indicators have in common.

#include <tradelab/indicator/moments.hpp>
#include <tradelab/indicator/window.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace tradelab {

// Simple moving average: the mean of the last `period` values.
//
// Nothing is subtracted from a running sum: every value comes from at most `period` additions (see
// moments.hpp), so it is as exact after ten million bars as after ten, and of equal values it is
// exactly their value, whatever the period.
class Sma {
public:
    explicit Sma(std::int64_t period) : mean_(detail::checked_period(period, "sma period")) {}

    void update(double x) noexcept { mean_.push(x); }

    [[nodiscard]] bool ready() const noexcept { return mean_.full(); }
    [[nodiscard]] double value() const noexcept {
        return ready() ? mean_.value() : detail::not_ready;
    }
    [[nodiscard]] std::size_t warmup() const noexcept { return mean_.period(); }
    void reset() noexcept { mean_.reset(); }

    template <class Archive>
    void state(Archive& archive) {
        archive(mean_);
    }

private:
    detail::SlidingMean mean_;
};

namespace detail {

// The mean of the first `period` values as the seed, then `value += (x - value) * weight`.  The
// seed is a running mean, which of equal values is exactly their value, and so is the average after
// it.
class SeededAverage {
public:
    SeededAverage(std::size_t period, double weight) : period_(period), weight_(weight) {}

    void update(double x) noexcept {
        if (seen_ == period_) [[likely]] {
            value_ += (x - value_) * weight_;
            return;
        }
        ++seen_;
        value_ += (x - value_) / static_cast<double>(seen_);
    }

    [[nodiscard]] bool ready() const noexcept { return seen_ == period_; }
    [[nodiscard]] double value() const noexcept { return ready() ? value_ : not_ready; }
    [[nodiscard]] std::size_t period() const noexcept { return period_; }

    void reset() noexcept {
        seen_ = 0;
        value_ = 0;
    }

    template <class Archive>
    void state(Archive& archive) {
        archive(seen_, value_);
        seen_ = std::min(seen_, period_);  // whatever was loaded
    }

private:
    std::uint64_t period_;
    double weight_;
    std::uint64_t seen_ = 0;
    double value_ = 0;
};

// J. Welles Wilder's smoothing: value = (value * (period - 1) + x) / period.
[[nodiscard]] inline SeededAverage wilder(std::size_t period) {
    return {period, 1.0 / static_cast<double>(period)};
}

}  // namespace detail

// Exponential moving average with the weight 2 / (period + 1), seeded by the mean of the first
// `period` values.
class Ema {
public:
    explicit Ema(std::int64_t period)
        : average_(detail::checked_period(period, "ema period"),
                   2.0 / (static_cast<double>(period) + 1.0)) {}

    void update(double x) noexcept { average_.update(x); }

    [[nodiscard]] bool ready() const noexcept { return average_.ready(); }
    [[nodiscard]] double value() const noexcept { return average_.value(); }
    [[nodiscard]] std::size_t warmup() const noexcept { return average_.period(); }
    void reset() noexcept { average_.reset(); }

    template <class Archive>
    void state(Archive& archive) {
        archive(average_);
    }

private:
    detail::SeededAverage average_;
};

}  // namespace tradelab
