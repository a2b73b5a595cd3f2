#include "campaign/finalists.hpp"

#include "statistics/moments.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <tuple>

namespace tradelab {
namespace {

// Eight sums side by side: one after the other would wait for each addition.
float product(std::span<const float> a, std::span<const float> b) {
    std::array<float, 8> sums = {};
    std::size_t at = 0;
    for (; at + 8 <= a.size(); at += 8) {
        for (std::size_t lane = 0; lane < 8; ++lane) {
            sums[lane] += a[at + lane] * b[at + lane];
        }
    }
    float sum = 0;
    for (const float one : sums) {
        sum += one;
    }
    for (; at < a.size(); ++at) {
        sum += a[at] * b[at];
    }
    return sum;
}

struct Spread {
    double mean = 0;
    std::optional<double> scale = {};  // 1 / length of what is left without the mean
};

Spread spread_of(std::span<const double> days) {
    const double count = static_cast<double>(days.size());
    const double mean = std::accumulate(days.begin(), days.end(), 0.0) / count;
    double squares = 0;
    for (const double one : days) {
        squares += (one - mean) * (one - mean);
    }
    if (!std::isfinite(squares) || !is_spread(std::sqrt(squares / count), days)) {
        return {};
    }
    return {.mean = mean, .scale = 1 / std::sqrt(squares)};
}

}  // namespace

std::vector<float> standardised(std::span<const double> days) {
    const Spread spread = spread_of(days);
    if (!spread.scale) {
        return {};
    }
    std::vector<float> out(days.size());
    std::ranges::transform(days, out.begin(), [&](double one) {
        return static_cast<float>((one - spread.mean) * *spread.scale);
    });
    return out;
}

double standardised_mean(std::span<const double> days) {
    const Spread spread = spread_of(days);
    return spread.mean * spread.scale.value_or(0);
}

std::vector<Cluster> clusters_of(std::span<const Ranked> trials, float alike) {
    std::vector<std::size_t> order(trials.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return std::tuple(-trials[a].score, trials[a].number) <
               std::tuple(-trials[b].score, trials[b].number);
    });
    std::vector<Cluster> out;
    for (const std::size_t at : order) {
        const std::span<const float> days = trials[at].days;
        if (days.empty()) {
            continue;
        }
        const auto same = std::ranges::find_if(out, [&](const Cluster& one) {
            return std::abs(product(trials[one.best].days, days)) >= alike;
        });
        if (same != out.end()) {
            same->size += 1;
        } else {
            out.push_back({.best = at, .size = 1});
        }
    }
    return out;
}

}  // namespace tradelab
