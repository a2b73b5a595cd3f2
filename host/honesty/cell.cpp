#include "honesty/cell.hpp"

#include "campaign/work.hpp"
#include "core/check.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <mutex>
#include <utility>

namespace tradelab {
namespace {

void add(CellResult& sum, const LabOutcome& lab, std::uint64_t seed) {
    sum.labs += 1;
    sum.trials += lab.trials;
    sum.passed_first_look += lab.passed_first_look ? 1U : 0U;
    sum.best_sharpe += lab.baselines.best_sharpe ? 1U : 0U;
    sum.best_on_validation += lab.baselines.best_on_validation ? 1U : 0U;
    sum.probabilistic += lab.baselines.probabilistic ? 1U : 0U;
    sum.any_improvement += lab.baselines.any_improvement ? 1U : 0U;
    if (!lab.promoted) {
        return;
    }
    sum.promoted += 1;
    sum.promoted_seeds.push_back(seed);
    if (lab.promised && lab.truth) {
        sum.biases.push_back(*lab.promised - *lab.truth);
    }
}

// P(X <= hits) of a binomial.
double at_most(std::size_t hits, std::size_t count, double share) {
    if (share <= 0) {
        return 1;
    }
    if (share >= 1) {
        return hits >= count ? 1 : 0;
    }
    double log_choose = 0;
    double sum = 0;
    for (std::size_t k = 0; k <= hits; ++k) {
        const auto n = static_cast<double>(count);
        const auto at = static_cast<double>(k);
        log_choose += k == 0 ? 0 : math::log((n - at + 1) / at);
        sum += math::exp(log_choose + at * math::log(share) + (n - at) * math::log(1 - share));
    }
    return std::min(sum, 1.0);
}

// Where a falling function of the share passes `level`.
template <class Falling>
double crossing(Falling falling, double level) {
    double low = 0;
    double high = 1;
    for (int halving = 0; halving < 60; ++halving) {
        const double middle = (low + high) / 2;
        (falling(middle) > level ? low : high) = middle;
    }
    return (low + high) / 2;
}

}  // namespace

Result<CellResult> run_cell(const LabKit& kit, const Cell& cell, const CellWork& work) {
    std::vector<LabOutcome> labs(cell.labs);
    std::mutex guard;  // of `done` and of whoever is told
    std::size_t done = 0;
    const DoItem act = [&](std::size_t, std::size_t item) -> Status {
        if (work.is_interrupted != nullptr && work.is_interrupted()) {
            return fail(ErrorCode::interrupted, cell.name + " was interrupted");
        }
        auto lab = run_lab(kit, cell.setting, cell.first_seed + item);
        if (!lab) {
            return fail(std::move(lab).error(),
                        cell.name + ", seed " + std::to_string(cell.first_seed + item));
        }
        labs[item] = *std::move(lab);
        const std::scoped_lock lock(guard);
        done += 1;
        if (work.progress) {
            work.progress(done);
        }
        return {};
    };
    if (auto shared = share_work({.workers = work.workers, .items = cell.labs}, act); !shared) {
        return fail(std::move(shared).error());
    }
    CellResult sum;
    for (std::size_t at = 0; at < labs.size(); ++at) {
        add(sum, labs[at], cell.first_seed + at);
    }
    return sum;
}

std::optional<double> mean_median_of(std::vector<double> values) {
    if (values.empty()) {
        return std::nullopt;
    }
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

Bounds clopper_pearson(std::size_t hits, std::size_t count) {
    TL_CHECK(count > 0 && hits <= count);
    constexpr double tail = 0.025;
    Bounds out;
    if (hits > 0) {
        // The share at which so many or more are as rare as the tail.
        out.low = crossing([&](double share) { return at_most(hits - 1, count, share); }, 1 - tail);
    }
    if (hits < count) {
        out.high = crossing([&](double share) { return at_most(hits, count, share); }, tail);
    }
    return out;
}

}  // namespace tradelab
