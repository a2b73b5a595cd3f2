#include "statistics/regime_filter.hpp"

#include "core/check.hpp"
#include "statistics/moments.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>

namespace tradelab {
namespace {

// Half, once and twice the deviation of all, in states that last fifty returns: where Baum and
// Welch begin decides where they end, so it is the same always.
HiddenMarkov beginning(double mean, double deviation) {
    constexpr double stays = 0.98;
    HiddenMarkov model;
    for (std::size_t s = 0; s < hidden_states; ++s) {
        model.initial[s] = 1.0 / hidden_states;
        model.mean[s] = mean;
        for (std::size_t to = 0; to < hidden_states; ++to) {
            model.transition[s][to] = s == to ? stays : (1 - stays) / (hidden_states - 1);
        }
    }
    model.deviation = {deviation / 2, deviation, deviation * 2};
    return model;
}

HiddenMarkov by_deviation(const HiddenMarkov& model) {
    std::array<std::size_t, hidden_states> order{};
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t s) { return model.deviation[s]; });
    HiddenMarkov ordered;
    for (std::size_t s = 0; s < hidden_states; ++s) {
        ordered.initial[s] = model.initial[order[s]];
        ordered.mean[s] = model.mean[order[s]];
        ordered.deviation[s] = model.deviation[order[s]];
        for (std::size_t to = 0; to < hidden_states; ++to) {
            ordered.transition[s][to] = model.transition[order[s]][order[to]];
        }
    }
    return ordered;
}

}  // namespace

RegimeFilter::RegimeFilter(Settings settings) : settings_(settings), next_fit_(settings.first_fit) {
    TL_CHECK(settings.first_fit >= 2 && settings.window_max >= settings.first_fit);
}

std::optional<StateProbabilities> RegimeFilter::step(double simple_return) {
    TL_CHECK(std::isfinite(simple_return));
    // Twice the window is kept and then halved: the front of a vector is dear to erase.
    if (window_.size() == 2 * settings_.window_max) {
        window_.erase(window_.begin(),
                      window_.begin() + static_cast<std::ptrdiff_t>(settings_.window_max));
    }
    window_.push_back(simple_return);
    ++seen_;
    if (model_) {
        now_ = filter_next(*model_, now_, simple_return).now;
    }
    if (seen_ >= next_fit_) {
        next_fit_ = seen_ + std::min(seen_, settings_.window_max);
        fit();
    }
    if (!model_) {
        return std::nullopt;
    }
    return now_;
}

void RegimeFilter::fit() {
    const std::span all(window_);
    const auto values = all.last(std::min(all.size(), settings_.window_max));
    const auto mean = mean_of(values);
    const auto deviation = deviation_of(values);
    if (!deviation || !is_spread(*deviation, values)) {
        return;
    }
    // A thousandth of the deviation is less than a tick; a state below would be rounding.
    const double floor = *deviation / 1'000;
    HiddenMarkov model = beginning(*mean, *deviation);
    for (int round = 0; round < settings_.rounds; ++round) {
        model = improved(model, values, floor);
    }
    model_ = by_deviation(model);
    now_ = filter_first(*model_, values.front()).now;
    for (const double value : values.subspan(1)) {
        now_ = filter_next(*model_, now_, value).now;
    }
}

MarketState likeliest(const StateProbabilities& probabilities) {
    return static_cast<MarketState>(std::ranges::max_element(probabilities) -
                                    probabilities.begin());
}

}  // namespace tradelab
