#include "gate/power.hpp"

#include "gate/two_looks.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <cmath>

namespace tradelab {

namespace {

constexpr double years_max = 1000;
constexpr double sharpe_max = 50;

bool is_answerable(const PowerQuestion& question) {
    return std::isfinite(question.annual_sharpe) && question.years >= 0.1 &&
           question.years <= years_max && question.clusters > 0 && question.finalists > 0 &&
           question.symbols > 0 && question.symbol_correlation >= 0 &&
           question.symbol_correlation <= 1 && question.shares.explore_permille > 0 &&
           question.shares.walk_forward_permille > 0 && question.shares.vault_permille > 0;
}

// What the equally weighted sum of the same edge in several symbols shows.
double pooled(const PowerQuestion& question) {
    const double symbols = question.symbols;
    return question.annual_sharpe *
           std::sqrt(symbols / (1 + (symbols - 1) * question.symbol_correlation));
}

// How much higher than one alone the best of several without an edge must be.
double step_of(const PowerQuestion& question) {
    const double kept = math::exp(math::log(1 - question.first_level) / question.finalists);
    return math::normal_quantile(kept) - math::normal_quantile(1 - question.first_level);
}

// Where a rising function reaches `level`, to a ten-thousandth.
template <class Function>
std::optional<double> reach(double low, double high, double level, Function rising) {
    const auto at_least = [&](double x) { return rising(x).value_or(0) >= level; };
    if (!at_least(high)) {
        return std::nullopt;
    }
    while (high - low > 1e-4 * high) {
        const double middle = low + (high - low) / 2;
        (at_least(middle) ? high : low) = middle;
    }
    return high;
}

std::optional<double> power_alone(const PowerQuestion& question) {
    const auto answer = power_of(question);
    return answer ? std::optional(answer->power) : std::nullopt;
}

}  // namespace

std::optional<PowerAnswer> power_of(const PowerQuestion& question) {
    if (!is_answerable(question)) {
        return std::nullopt;
    }
    const auto years = [&](std::uint32_t permille) { return question.years * permille / 1000; };
    const double clean = years(question.shares.walk_forward_permille);
    const double vault = years(question.shares.vault_permille);
    const auto test = TwoLooks::make({.first = question.first_level, .joint = question.joint_level},
                                     {.walk_forward = clean, .vault = vault});
    if (!test) {
        return std::nullopt;
    }
    const double sharpe = pooled(question);
    PowerAnswer answer{.seen_as = sharpe};
    const double rivals = static_cast<double>(question.finalists) / question.clusters;
    answer.found =
        rivals >= 1 ? 1
                    : math::normal_cdf(sharpe * std::sqrt(years(question.shares.explore_permille)) -
                                       math::normal_quantile(1 - rivals));
    answer.proven =
        test->promotion_probability({.walk_forward = sharpe * std::sqrt(clean) - step_of(question),
                                     .vault = sharpe * std::sqrt(vault)});
    answer.power = answer.found * answer.proven;
    return answer;
}

std::optional<double> years_for(PowerQuestion question, double power) {
    return reach(0.1, years_max, power, [&](double years) {
        question.years = years;
        return power_alone(question);
    });
}

std::optional<double> sharpe_for(PowerQuestion question, double power) {
    return reach(0, sharpe_max, power, [&](double sharpe) {
        question.annual_sharpe = sharpe;
        return power_alone(question);
    });
}

}  // namespace tradelab
