#pragma once

// Indicators of the bar's range.  tradelab/indicators.hpp states what all indicators have in
// common.
//
// J. Welles Wilder, New Concepts in Technical Trading Systems (1978).

#include <tradelab/indicator/average.hpp>
#include <tradelab/indicator/window.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace tradelab {

namespace detail {

// The bar's range with the previous close taken in; NaN if any of the three is.
[[nodiscard]] inline double true_range(double high, double low, double previous_close) noexcept {
    return Greatest::apply(high, previous_close) - Least::apply(low, previous_close);
}

}  // namespace detail

// Average true range with Wilder's smoothing.  The first bar has no true range: with period 1 this
// is the true range itself, from the second bar on.
class Atr {
public:
    explicit Atr(std::int64_t period)
        : average_(detail::wilder(detail::checked_period(period, "atr period"))) {}

    void update(double high, double low, double close) noexcept {
        if (started_) {
            average_.update(detail::true_range(high, low, previous_close_));
        }
        previous_close_ = close;
        started_ = true;
    }

    [[nodiscard]] bool ready() const noexcept { return average_.ready(); }
    [[nodiscard]] double value() const noexcept { return average_.value(); }
    [[nodiscard]] std::size_t warmup() const noexcept { return average_.period() + 1; }

    void reset() noexcept {
        average_.reset();
        previous_close_ = 0;
        started_ = false;
    }

    template <class Archive>
    void state(Archive& archive) {
        archive(average_, previous_close_, started_);
    }

private:
    detail::SeededAverage average_;
    double previous_close_ = 0;
    bool started_ = false;
};

// Average directional index, with the directional indicators it is made of; each 0 to 100.
//
// The directional movements and the true range are Wilder sums, seeded by their first period - 1
// changes; the ADX is the Wilder average of the DX, seeded by the mean of its first `period`.  The
// directional indicators are there after period + 1 bars (directions_ready()), the ADX after
// 2 * period.  Where the range is zero both indicators are 0; where they are both 0 the DX is not
// defined, counts as 0 in the seed, and leaves the ADX as it was after that.
class Adx {
public:
    explicit Adx(std::int64_t period)
        : period_(detail::checked_period(period, "adx period")),
          kept_(1.0 - 1.0 / static_cast<double>(period)),
          average_(detail::wilder(period_)) {}

    void update(double high, double low, double close) noexcept {
        if (bars_ > 0) {
            add_movement(high, low);
            if (bars_ >= period_) {
                add_index();
            }
        }
        high_ = high;
        low_ = low;
        close_ = close;
        bars_ = std::min(bars_ + 1, period_ + 1);
    }

    [[nodiscard]] bool ready() const noexcept { return average_.ready(); }
    [[nodiscard]] double value() const noexcept { return average_.value(); }
    [[nodiscard]] bool directions_ready() const noexcept { return bars_ > period_; }
    [[nodiscard]] double plus_di() const noexcept { return direction(up_); }
    [[nodiscard]] double minus_di() const noexcept { return direction(down_); }
    [[nodiscard]] std::size_t warmup() const noexcept { return 2 * period_; }

    void reset() noexcept {
        average_.reset();
        high_ = low_ = close_ = up_ = down_ = range_ = 0;
        bars_ = 0;
    }

    template <class Archive>
    void state(Archive& archive) {
        archive(average_, high_, low_, close_, up_, down_, range_, bars_);
        bars_ = std::min(bars_, period_ + 1);  // whatever was loaded
    }

private:
    [[nodiscard]] double direction(double sum) const noexcept {
        if (!directions_ready()) {
            return detail::not_ready;
        }
        return range_ == 0 ? 0.0 : 100.0 * (sum / range_);
    }

    // Only the larger of the two movements counts, and only if it is one; a NaN goes into both.
    void add_movement(double high, double low) noexcept {
        const double rise = high - high_;
        const double fall = low_ - low;
        const double none = rise + fall == rise + fall ? 0.0 : detail::not_ready;
        const double kept = bars_ < period_ ? 1.0 : kept_;
        up_ = up_ * kept + (rise > 0 && rise > fall ? rise : none);
        down_ = down_ * kept + (fall > 0 && fall > rise ? fall : none);
        range_ = range_ * kept + detail::true_range(high, low, close_);
    }

    void add_index() noexcept {
        const double moved = up_ + down_;
        if (range_ == 0 || moved == 0) {
            if (!average_.ready()) {
                average_.update(0.0);
            }
            return;
        }
        const double difference = up_ < down_ ? down_ - up_ : up_ - down_;
        average_.update(100.0 * (difference / moved));
    }

    std::uint64_t period_;
    double kept_;  // of the sums, at every bar after the seed
    detail::SeededAverage average_;
    double high_ = 0;
    double low_ = 0;
    double close_ = 0;
    double up_ = 0;
    double down_ = 0;
    double range_ = 0;
    std::uint64_t bars_ = 0;
};

}  // namespace tradelab
