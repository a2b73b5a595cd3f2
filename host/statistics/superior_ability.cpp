#include "statistics/superior_ability.hpp"

#include "core/check.hpp"
#include "statistics/long_run_variance.hpp"
#include "statistics/moments.hpp"
#include "statistics/resampled_sums.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace tradelab {

namespace {

constexpr std::size_t lanes = ResampledSums::lanes;
constexpr std::size_t bars_min = 20;

// A series that has a statistic.
struct Candidate {
    std::size_t place = 0;
    double mean = 0;
    double scale = 1;      // turns a sum of (value - mean) into a resampled statistic
    double statistic = 0;  // of the sample itself
    bool is_bad = false;   // significantly below zero
};

std::vector<Candidate> candidates_of(SeriesSet excess, const Resamples& resamples, SpaScale scale) {
    const std::size_t bars = resamples.bars();
    std::vector<Candidate> candidates;
    if (bars < bars_min) {
        return candidates;
    }
    const auto n = static_cast<double>(bars);
    const double bad_below = -std::sqrt(2 * math::log(math::log(n)));
    for (std::size_t place = 0; place < excess.size(); ++place) {
        TL_CHECK(excess[place].size() == bars);
        const auto variance = long_run_variance(excess[place], resamples.mean_block());
        if (!variance) {
            continue;
        }
        const double deviation = std::sqrt(*variance);
        const double mean = *mean_of(excess[place]);
        const double unit = scale == SpaScale::studentised ? deviation : 1;
        candidates.push_back({.place = place,
                              .mean = mean,
                              .scale = 1 / (std::sqrt(n) * unit),
                              .statistic = std::sqrt(n) * mean / unit,
                              .is_bad = std::sqrt(n) * mean / deviation < bad_below});
    }
    return candidates;
}

// Calls visit(candidates of the tile, resample, their centred statistics) for every tile of sixteen
// candidates and every resample.
template <class Visit>
void for_each_tile(SeriesSet excess,
                   std::span<const Candidate> candidates,
                   const Resamples& resamples,
                   Visit visit) {
    ResampledSums sums(resamples);
    for (std::size_t first = 0; first < candidates.size(); first += lanes) {
        const auto tile = candidates.subspan(first, std::min(lanes, candidates.size() - first));
        if (tile.size() < lanes) {
            sums.clear();
        }
        for (std::size_t lane = 0; lane < tile.size(); ++lane) {
            const Candidate& candidate = tile[lane];
            sums.place(lane,
                       excess[candidate.place],
                       {.origin = candidate.mean, .scale = candidate.scale});
        }
        for (std::size_t resample = 0; resample < resamples.count(); ++resample) {
            visit(tile, resample, sums.sums(resample));
        }
    }
}

// The greatest resampled statistic so far, in each form of the null.
struct Greatest {
    double lower = 0;
    double consistent = 0;
    double upper = 0;
};

}  // namespace

std::optional<SpaResult> hansen_spa(SeriesSet excess, const Resamples& resamples, SpaScale scale) {
    const auto candidates = candidates_of(excess, resamples, scale);
    if (candidates.empty() || resamples.count() == 0) {
        return std::nullopt;
    }
    std::vector<Greatest> greatest(resamples.count());
    for_each_tile(
        excess, candidates, resamples, [&](auto tile, std::size_t resample, const auto& centred) {
            Greatest& most = greatest[resample];
            for (std::size_t lane = 0; lane < tile.size(); ++lane) {
                const Candidate& one = tile[lane];
                const double value = centred[lane];
                most.upper = std::max(most.upper, value);
                const double kept = one.is_bad ? one.statistic : 0;
                most.consistent = std::max(most.consistent, value + kept);
                most.lower = std::max(most.lower, value + std::min(one.statistic, 0.0));
            }
        });

    const auto best = std::ranges::max_element(candidates, {}, &Candidate::statistic);
    SpaResult result{.statistic = std::max(best->statistic, 0.0),
                     .best = best->place,
                     .used = candidates.size()};
    result.lower.resamples = result.consistent.resamples = result.upper.resamples =
        resamples.count();
    for (const Greatest& most : greatest) {
        result.lower.reached += most.lower >= result.statistic ? 1 : 0;
        result.consistent.reached += most.consistent >= result.statistic ? 1 : 0;
        result.upper.reached += most.upper >= result.statistic ? 1 : 0;
    }
    return result;
}

// A series is tested against the greatest of itself and all that look worse.  So they are visited
// from the worst to the best, each resample keeping its greatest so far.
StepM step_m(SeriesSet excess, const Resamples& resamples, StepNull null) {
    StepM found;
    found.statistics.resize(excess.size());
    found.adjusted.resize(excess.size());
    auto candidates = candidates_of(excess, resamples, SpaScale::studentised);
    if (resamples.count() == 0) {
        return found;
    }
    std::ranges::sort(
        candidates, {}, [](const Candidate& one) { return std::pair(one.statistic, one.place); });

    std::vector<double> greatest(resamples.count(), 0.0);
    std::vector<std::size_t> reached(excess.size(), 0);
    for_each_tile(
        excess, candidates, resamples, [&](auto tile, std::size_t resample, const auto& centred) {
            double most = greatest[resample];
            for (std::size_t lane = 0; lane < tile.size(); ++lane) {
                const Candidate& one = tile[lane];
                const bool is_left_bad = null == StepNull::not_significantly_bad && one.is_bad;
                most = std::max(most, centred[lane] + (is_left_bad ? one.statistic : 0));
                reached[one.place] += most >= one.statistic ? 1 : 0;
            }
            greatest[resample] = most;
        });

    // From the best down: what is worse than another is never surer than it.
    std::size_t at_least = 0;
    for (auto one = candidates.rbegin(); one != candidates.rend(); ++one) {
        at_least = std::max(at_least, reached[one->place]);
        found.statistics[one->place] = one->statistic;
        found.adjusted[one->place] = {.reached = at_least, .resamples = resamples.count()};
    }
    return found;
}

std::vector<std::size_t> StepM::survivors(double level) const {
    std::vector<std::size_t> places;
    for (std::size_t place = 0; place < adjusted.size(); ++place) {
        if (adjusted[place] && adjusted[place]->value() <= level) {
            places.push_back(place);
        }
    }
    return places;
}

}  // namespace tradelab
