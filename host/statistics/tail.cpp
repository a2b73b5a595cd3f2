#include "statistics/tail.hpp"

#include "core/check.hpp"
#include "statistics/sum.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace tradelab {

namespace {

// Values among which are the `wanted` least, in no order: of a long series mostly few more than
// those.  What lies below a guess from a thousandth of the values is taken, if it is enough.
std::vector<double> least_of(std::span<const double> values, std::size_t wanted) {
    constexpr std::size_t step = 1'009;
    constexpr std::size_t margin = 12;  // places in the sample: some three standard deviations
    std::vector<double> sample;
    for (std::size_t at = 0; at < values.size(); at += step) {
        sample.push_back(values[at]);
    }
    const std::size_t place = wanted / step + margin;
    if (place >= sample.size() / 2) {
        return {values.begin(), values.end()};
    }
    const auto guess = sample.begin() + static_cast<std::ptrdiff_t>(place);
    std::ranges::nth_element(sample, guess);
    // In parts that stay in the nearest memory: whether a value is taken, no processor guesses.
    std::array<double, 1'024> part;
    std::vector<double> taken;
    for (std::size_t from = 0; from < values.size(); from += part.size()) {
        std::size_t count = 0;
        for (const double value :
             values.subspan(from, std::min(part.size(), values.size() - from))) {
            part[count] = value;
            count += value <= *guess ? 1U : 0U;
        }
        taken.insert(taken.end(), part.data(), part.data() + count);
    }
    if (taken.size() < wanted) {
        return {values.begin(), values.end()};
    }
    return taken;
}

}  // namespace

std::optional<double> quantile(std::span<const double> values, double probability) {
    TL_CHECK(probability >= 0 && probability <= 1);
    if (values.empty()) {
        return std::nullopt;
    }
    const double place = probability * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(place));
    std::vector<double> order = least_of(values, below + 2);
    const double part = place - static_cast<double>(below);
    // Two neighbours of the sorted values are enough: the one selected, and the least above it.
    const auto at = order.begin() + static_cast<std::ptrdiff_t>(below);
    std::ranges::nth_element(order, at);
    const double above = at + 1 == order.end() ? *at : *std::min_element(at + 1, order.end());
    return *at + part * (above - *at);
}

std::optional<double> value_at_risk(std::span<const double> returns, double confidence) {
    return quantile(returns, 1 - confidence);
}

std::optional<double> expected_shortfall(std::span<const double> returns, double confidence) {
    const auto limit = value_at_risk(returns, confidence);
    return limit ? std::optional(mean_at_or_below(returns, *limit)) : std::nullopt;
}

double mean_at_or_below(std::span<const double> returns, double limit) {
    CompensatedSum sum;
    std::size_t count = 0;
    for (const double value : returns) {
        if (value <= limit) {
            sum.add(value);
            ++count;
        }
    }
    // The least value lies at or below every quantile, but interpolation rounds.
    return count == 0 ? limit : sum.value() / static_cast<double>(count);
}

}  // namespace tradelab
