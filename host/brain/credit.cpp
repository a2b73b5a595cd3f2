#include "brain/credit.hpp"

#include <algorithm>
#include <cmath>

namespace tradelab::brain {
namespace {

constexpr std::size_t window = 64;

// G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26
// (2000); for shapes of at least 1.
double gamma(double shape, Draws& draws) {
    const double d = shape - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    while (true) {
        const double x = draws.normal();
        const double root = 1 + c * x;
        const double v = root * root * root;
        if (v > 0 && math::log(draws.uniform()) < 0.5 * x * x + d - d * v + d * math::log(v)) {
            return d * v;
        }
    }
}

}  // namespace

double Credit::draw(Draws& draws) const {
    const double left = gamma(1 + gained, draws);
    const double right = gamma(1 + missed, draws);
    return left / (left + right);
}

double Reward::of(std::optional<double> score) {
    if (!score) {
        return 0;
    }
    double reward = 0.5;  // of the first of all, which is neither good nor bad
    if (best_) {
        const double from = mark();
        const double way = *best_ - from;
        reward =
            way > 0 ? std::clamp((*score - from) / way, 0.0, 1.0) : (*score > from ? 1.0 : 0.0);
    }
    if (latest_.size() < window) {
        latest_.push_back(*score);
    } else {
        latest_[seen_ % window] = *score;
    }
    ++seen_;
    best_ = best_ ? std::max(*best_, *score) : score;
    return reward;
}

// The smallest of the latest scores that three quarters of them do not exceed.
double Reward::mark() const {
    std::vector<double> scores = latest_;
    const auto at = scores.begin() + static_cast<std::ptrdiff_t>((3 * scores.size() + 3) / 4 - 1);
    std::ranges::nth_element(scores, at);
    return *at;
}

}  // namespace tradelab::brain
