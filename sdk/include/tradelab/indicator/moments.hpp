#pragma once

// Mean and variance of a sliding window, which is cut in two as window.hpp explains.
//
// All sums are taken of the distances from an origin, which is always a value of the window itself:
// the first one, then the newest one at every wrap.  So the mean of equal values is exactly that
// value and their variance exactly zero: a market that stands still cannot look as if it moved.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tradelab::detail {

// The mean of the last `period` numbers.  Its error depends on the window alone, never on how many
// numbers have passed.
//
// Invariant: sums_[0, head_) holds the numbers since the wrap, sums_[head_, end) the sums of the
// distances from that place up to the wrap.  head_ < sums_.size() always.
class SlidingMean {
public:
    explicit SlidingMean(std::size_t period)
        : sums_(period, 0.0), count_(static_cast<double>(period)) {}

    void push(double x) noexcept {
        if (head_ == 0 && !full_) {
            origin_ = x;
        }
        sums_[head_] = x;
        since_wrap_ += x - origin_;
        ++head_;
        if (head_ == sums_.size()) {
            wrap(x);
        }
    }

    [[nodiscard]] bool full() const noexcept { return full_; }
    [[nodiscard]] std::size_t period() const noexcept { return sums_.size(); }
    [[nodiscard]] double value() const noexcept {
        return origin_ + (sums_[head_] + since_wrap_) / count_;
    }

    void reset() noexcept {
        std::fill(sums_.begin(), sums_.end(), 0.0);
        origin_ = since_wrap_ = 0;
        head_ = 0;
        full_ = false;
    }

    template <class Archive>
    void state(Archive& archive) {
        std::span<double> sums(sums_);
        archive(head_, full_, origin_, since_wrap_, sums);
        head_ %= sums_.size();  // whatever was loaded
    }

private:
    void wrap(double newest) noexcept {
        origin_ = newest;
        double sum = 0;
        for (std::size_t i = sums_.size(); i > 0; --i) {
            sum += sums_[i - 1] - newest;
            sums_[i - 1] = sum;
        }
        since_wrap_ = 0;
        head_ = 0;
        full_ = true;
    }

    std::vector<double> sums_;
    double count_;
    std::uint64_t head_ = 0;
    double origin_ = 0;
    double since_wrap_ = 0;
    bool full_ = false;
};

// Mean and variance of the last `period` numbers.
//
// No number of a window is further from its mean than sqrt(period - 1) standard deviations (P. A.
// Samuelson, "How deviant can you be?", JASA 63 (1968)).  That holds for the origin too, so that
// the subtraction in variance() costs at most log2(period) bits, however large the numbers are.
class SlidingMoments {
public:
    explicit SlidingMoments(std::size_t period)
        : sums_(period, 0.0), squares_(period, 0.0), count_(static_cast<double>(period)) {}

    void push(double x) noexcept {
        if (head_ == 0 && !full_) {
            origin_ = x;
        }
        newest_ = x;
        sums_[head_] = x;
        const double distance = x - origin_;
        sum_since_wrap_ += distance;
        squares_since_wrap_ += distance * distance;
        ++head_;
        if (head_ == sums_.size()) {
            wrap();
        }
    }

    [[nodiscard]] bool full() const noexcept { return full_; }
    [[nodiscard]] std::size_t period() const noexcept { return sums_.size(); }
    [[nodiscard]] double mean() const noexcept { return origin_ + distance_of_mean(); }
    [[nodiscard]] double newest_from_mean() const noexcept {
        return (newest_ - origin_) - distance_of_mean();
    }

    // Divided by the number of bars, not by one less.
    [[nodiscard]] double variance() const noexcept {
        const double distance = distance_of_mean();
        const double squares = (squares_[head_] + squares_since_wrap_) / count_;
        const double variance = squares - distance * distance;
        return variance < 0 ? 0.0 : variance;
    }

    void reset() noexcept {
        std::fill(sums_.begin(), sums_.end(), 0.0);
        std::fill(squares_.begin(), squares_.end(), 0.0);
        origin_ = newest_ = sum_since_wrap_ = squares_since_wrap_ = 0;
        head_ = 0;
        full_ = false;
    }

    template <class Archive>
    void state(Archive& archive) {
        std::span<double> sums(sums_);
        std::span<double> squares(squares_);
        archive(head_, full_, origin_, newest_, sum_since_wrap_, squares_since_wrap_);
        archive(sums, squares);
        head_ %= sums_.size();  // whatever was loaded
    }

private:
    [[nodiscard]] double distance_of_mean() const noexcept {
        return (sums_[head_] + sum_since_wrap_) / count_;
    }

    void wrap() noexcept {
        origin_ = newest_;
        double sum = 0;
        double squares = 0;
        for (std::size_t i = sums_.size(); i > 0; --i) {
            const double distance = sums_[i - 1] - origin_;
            sum += distance;
            squares += distance * distance;
            sums_[i - 1] = sum;
            squares_[i - 1] = squares;
        }
        sum_since_wrap_ = squares_since_wrap_ = 0;
        head_ = 0;
        full_ = true;
    }

    // Before head_: in sums_ the numbers themselves, in squares_ nothing of use.  From head_ on:
    // the sums up to the wrap.
    std::vector<double> sums_;
    std::vector<double> squares_;
    double count_;
    std::uint64_t head_ = 0;
    double origin_ = 0;
    double newest_ = 0;
    double sum_since_wrap_ = 0;
    double squares_since_wrap_ = 0;
    bool full_ = false;
};

}  // namespace tradelab::detail
