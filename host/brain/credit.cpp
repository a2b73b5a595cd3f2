#include "brain/credit.hpp"

#include <algorithm>
#include <cmath>

namespace tradelab::brain {
namespace {

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
        const double median = low_.top();
        const double way = *best_ - median;
        reward =
            way > 0 ? std::clamp((*score - median) / way, 0.0, 1.0) : (*score > median ? 1.0 : 0.0);
    }
    keep(*score);
    return reward;
}

void Reward::keep(double score) {
    best_ = best_ ? std::max(*best_, score) : score;
    if (low_.empty() || score <= low_.top()) {
        low_.push(score);
    } else {
        high_.push(score);
    }
    if (low_.size() > high_.size() + 1) {
        high_.push(low_.top());
        low_.pop();
    } else if (high_.size() > low_.size()) {
        low_.push(high_.top());
        high_.pop();
    }
}

}  // namespace tradelab::brain
