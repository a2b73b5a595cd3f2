#include "statistics/change_point.hpp"

#include "core/check.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace tradelab {
namespace {

// Stirling's series (NIST Digital library of mathematical functions, 5.11.1), after a shift to
// where its first four terms are enough for 1e-14.
double log_gamma(double x) {
    double shift = 0;
    while (x < 16) {
        shift += math::log(x);
        x += 1;
    }
    const double inverse = 1 / x;
    const double square = inverse * inverse;
    const double series =
        inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680))));
    return (x - 0.5) * math::log(x) - x + 0.5 * math::log(2 * std::numbers::pi) + series - shift;
}

}  // namespace

ChangePoints::ChangePoints(Settings settings) : settings_(settings) {
    TL_CHECK(settings.hazard > 0 && settings.hazard < 1 && settings.run_max >= 1);
    TL_CHECK(settings.mean_weight > 0 && settings.shape > 0 && settings.scale > 0);
    for (std::size_t run = 0; run <= settings.run_max; ++run) {
        const double shape = settings.shape + 0.5 * static_cast<double>(run);
        log_heights_.push_back(log_gamma(shape + 0.5) - log_gamma(shape) -
                               0.5 * math::log(2 * std::numbers::pi));
    }
}

// Student's t with 2 shape degrees of freedom, around the mean, with the squared scale
// scale (weight + 1) / (shape weight).
double ChangePoints::log_prediction(const Belief& belief, std::size_t run, double value) const {
    const double spread = belief.scale * (belief.mean_weight + 1) / belief.mean_weight;
    const double off = value - belief.mean;
    return log_heights_[run] - 0.5 * math::log(spread) -
           (belief.shape + 0.5) * math::log(1 + off * off / (2 * spread));
}

ChangePoints::Belief ChangePoints::after(const Belief& belief, double value) {
    const double weight = belief.mean_weight + 1;
    const double off = value - belief.mean;
    return {.mean = belief.mean + off / weight,
            .mean_weight = weight,
            .shape = belief.shape + 0.5,
            .scale = belief.scale + 0.5 * off * off * belief.mean_weight / weight};
}

void ChangePoints::step(double value) {
    TL_CHECK(std::isfinite(value));
    const Belief prior{.mean = settings_.mean,
                       .mean_weight = settings_.mean_weight,
                       .shape = settings_.shape,
                       .scale = settings_.scale};
    // Of a regime that begins here, and of each that goes on.
    std::vector<double> logs = {log_prediction(prior, 0, value) +
                                (beliefs_.empty() ? 0.0 : math::log(settings_.hazard))};
    std::vector<Belief> beliefs = {after(prior, value)};
    const double goes_on = math::log(1 - settings_.hazard);
    for (std::size_t i = 0; i < beliefs_.size(); ++i) {
        const double before =
            probabilities_[i] > 0 ? math::log(probabilities_[i]) : -745.0;  // the least exp() has
        logs.push_back(before + goes_on + log_prediction(beliefs_[i], i + 1, value));
        beliefs.push_back(after(beliefs_[i], value));
    }
    const double most = *std::ranges::max_element(logs);
    double sum = 0;
    for (double& each : logs) {
        each = math::exp(each - most);
        sum += each;
    }
    for (double& each : logs) {
        each /= sum;
    }
    if (logs.size() > settings_.run_max) {
        // The longest joins the one before it, and the likelier of the two is believed.
        const std::size_t last = logs.size() - 1;
        if (logs[last] > logs[last - 1]) {
            // It says as much as run_max values do, so that the height of the density still fits.
            Belief& kept = beliefs[last - 1];
            kept = beliefs[last];
            kept.mean_weight -= 1;
            kept.shape -= 0.5;
            kept.scale *= kept.shape / beliefs[last].shape;
        }
        logs[last - 1] += logs[last];
        logs.pop_back();
        beliefs.pop_back();
    }
    probabilities_ = std::move(logs);
    beliefs_ = std::move(beliefs);
}

std::size_t ChangePoints::likeliest_run() const {
    if (probabilities_.empty()) {
        return 0;
    }
    return static_cast<std::size_t>(std::ranges::max_element(probabilities_) -
                                    probabilities_.begin()) +
           1;
}

double ChangePoints::began_within(std::size_t values) const {
    double sum = 0;
    for (std::size_t i = 0; i < std::min(values, probabilities_.size()); ++i) {
        sum += probabilities_[i];
    }
    return sum;
}

}  // namespace tradelab
