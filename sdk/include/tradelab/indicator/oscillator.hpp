#pragma once

// Oscillators of the close.  tradelab/indicators.hpp states what all indicators have in common.

#include <tradelab/indicator/average.hpp>
#include <tradelab/indicator/window.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace tradelab {

// Relative strength index, 0 to 100, with Wilder's smoothing (New Concepts in Technical Trading
// Systems, 1978).  Where nothing has moved it is 50, neither strong nor weak; TA-Lib says 0 there,
// which a strategy reads as "oversold".
class Rsi {
public:
    explicit Rsi(std::int64_t period)
        : gains_(detail::wilder(detail::checked_period(period, "rsi period"))), losses_(gains_) {}

    void update(double close) noexcept {
        if (started_) {
            // Written without a comparison, so that a NaN is not taken for "no change".
            const double change = close - previous_;
            const double size = change < 0 ? -change : change;
            gains_.update(0.5 * (size + change));
            losses_.update(0.5 * (size - change));
        }
        previous_ = close;
        started_ = true;
    }

    [[nodiscard]] bool ready() const noexcept { return gains_.ready(); }
    [[nodiscard]] double value() const noexcept {
        const double moved = gains_.value() + losses_.value();
        return moved == 0 ? 50.0 : 100.0 * (gains_.value() / moved);
    }
    [[nodiscard]] std::size_t warmup() const noexcept { return gains_.period() + 1; }

    void reset() noexcept {
        gains_.reset();
        losses_.reset();
        previous_ = 0;
        started_ = false;
    }

    template <class Archive>
    void state(Archive& archive) {
        archive(gains_, losses_, previous_, started_);
    }

private:
    detail::SeededAverage gains_;
    detail::SeededAverage losses_;
    double previous_ = 0;
    bool started_ = false;
};

// Moving average convergence and divergence: line = fast EMA - slow EMA, signal = EMA of the line,
// histogram = line - signal.  As in TA-Lib the fast average starts late, so that both are seeded on
// the same bar.  value() is the line.  All three are NaN until the signal is there.
class Macd {
public:
    struct Options {
        std::int64_t fast = 12;
        std::int64_t slow = 26;
        std::int64_t signal = 9;
    };

    explicit Macd(Options options)
        : fast_(checked(options).fast),
          slow_(options.slow),
          signal_(options.signal),
          late_(static_cast<std::uint64_t>(options.slow - options.fast)) {}

    void update(double close) noexcept {
        slow_.update(close);
        if (skipped_ < late_) {
            ++skipped_;
        } else {
            fast_.update(close);
        }
        if (slow_.ready()) {
            signal_.update(fast_.value() - slow_.value());
        }
    }

    [[nodiscard]] bool ready() const noexcept { return signal_.ready(); }
    [[nodiscard]] double value() const noexcept { return line(); }
    [[nodiscard]] double line() const noexcept {
        return ready() ? fast_.value() - slow_.value() : detail::not_ready;
    }
    [[nodiscard]] double signal() const noexcept { return signal_.value(); }
    [[nodiscard]] double histogram() const noexcept { return line() - signal(); }
    [[nodiscard]] std::size_t warmup() const noexcept {
        return slow_.warmup() + signal_.warmup() - 1;
    }

    void reset() noexcept {
        fast_.reset();
        slow_.reset();
        signal_.reset();
        skipped_ = 0;
    }

    template <class Archive>
    void state(Archive& archive) {
        archive(fast_, slow_, signal_, skipped_);
        skipped_ = std::min(skipped_, late_);  // whatever was loaded
    }

private:
    [[nodiscard]] static const Options& checked(const Options& options) {
        const std::size_t fast = detail::checked_period(options.fast, "macd fast");
        const std::size_t slow = detail::checked_period(options.slow, "macd slow");
        static_cast<void>(detail::checked_period(options.signal, "macd signal"));
        if (fast >= slow) {
            throw std::invalid_argument("macd fast = " + std::to_string(fast) +
                                        ": must be below slow = " + std::to_string(slow));
        }
        return options;
    }

    Ema fast_;
    Ema slow_;
    Ema signal_;
    std::uint64_t late_;
    std::uint64_t skipped_ = 0;
};

// Rate of change in per cent: 100 * (close / close `period` bars ago - 1).  From a close of zero it
// is 0, as in TA-Lib.
class Roc {
public:
    explicit Roc(std::int64_t period) : ring_(detail::checked_period(period, "roc period"), 0.0) {}

    void update(double close) noexcept {
        if (full_) {
            const double before = ring_[head_];
            value_ = before == 0 ? 0.0 : (close / before - 1.0) * 100.0;
            ready_ = true;
        }
        ring_[head_] = close;
        ++head_;
        if (head_ == ring_.size()) {
            head_ = 0;
            full_ = true;
        }
    }

    [[nodiscard]] bool ready() const noexcept { return ready_; }
    [[nodiscard]] double value() const noexcept { return value_; }
    [[nodiscard]] std::size_t warmup() const noexcept { return ring_.size() + 1; }

    void reset() noexcept {
        std::fill(ring_.begin(), ring_.end(), 0.0);
        head_ = 0;
        full_ = ready_ = false;
        value_ = detail::not_ready;
    }

    template <class Archive>
    void state(Archive& archive) {
        std::span<double> ring(ring_);
        archive(head_, full_, ready_, value_, ring);
        head_ %= ring_.size();  // whatever was loaded
    }

private:
    std::vector<double> ring_;
    std::uint64_t head_ = 0;
    double value_ = detail::not_ready;
    bool full_ = false;
    bool ready_ = false;
};

}  // namespace tradelab
