#include "statistics/backtest_overfitting.hpp"

#include "core/check.hpp"
#include "statistics/moments.hpp"
#include "statistics/ratios.hpp"
#include "statistics/sum.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <bit>
#include <cmath>

namespace tradelab {

namespace {

using Mask = std::uint32_t;  // a set of blocks

// Sums over every subset of up to eight neighbouring blocks: a half of sixteen is then two of them.
struct SubsetSums {
    std::size_t series = 0;
    std::vector<double> sums;     // [subset x series], of value - the series' mean
    std::vector<double> squares;  // of its square
    std::vector<double> bars;     // [subset]

    [[nodiscard]] const double* sums_of(Mask subset) const { return &sums[subset * series]; }
    [[nodiscard]] const double* squares_of(Mask subset) const { return &squares[subset * series]; }
};

struct Stretch {
    std::size_t first = 0;
    std::size_t end = 0;
};

SubsetSums subset_sums(std::span<const std::vector<double>> centred,
                       std::span<const Stretch> blocks) {
    const std::size_t count = centred.size();
    const std::size_t subsets = std::size_t{1} << blocks.size();
    SubsetSums made{.series = count,
                    .sums = std::vector<double>(subsets * count),
                    .squares = std::vector<double>(subsets * count),
                    .bars = std::vector<double>(subsets)};
    for (std::size_t block = 0; block < blocks.size(); ++block) {
        const Stretch& stretch = blocks[block];
        const std::size_t row = (std::size_t{1} << block) * count;
        for (std::size_t k = 0; k < count; ++k) {
            for (std::size_t t = stretch.first; t < stretch.end; ++t) {
                made.sums[row + k] += centred[k][t];
                made.squares[row + k] += centred[k][t] * centred[k][t];
            }
        }
        made.bars[std::size_t{1} << block] = static_cast<double>(stretch.end - stretch.first);
    }
    for (std::size_t subset = 1; subset < subsets; ++subset) {
        const std::size_t rest = subset & (subset - 1);
        const std::size_t lowest = subset ^ rest;
        if (rest == 0) {
            continue;
        }
        made.bars[subset] = made.bars[rest] + made.bars[lowest];
        for (std::size_t k = 0; k < count; ++k) {
            made.sums[subset * count + k] =
                made.sums[rest * count + k] + made.sums[lowest * count + k];
            made.squares[subset * count + k] =
                made.squares[rest * count + k] + made.squares[lowest * count + k];
        }
    }
    return made;
}

// The Sharpe of every series in a half.
class Halves {
public:
    Halves(SeriesSet returns, const OverfittingOptions& options) : blocks_(options.blocks) {
        std::vector<std::vector<double>> centred;
        for (const auto& series : returns) {
            const double mean = *mean_of(series);
            offsets_.push_back(mean - options.risk_free);
            centred.emplace_back(series.begin(), series.end());
            std::ranges::for_each(centred.back(), [mean](double& value) { value -= mean; });
        }
        const std::size_t bars = returns.front().size();
        std::vector<Stretch> stretches;
        for (std::size_t block = 0; block < blocks_; ++block) {
            stretches.push_back({block * bars / blocks_, (block + 1) * bars / blocks_});
        }
        const std::size_t low = std::min<std::size_t>(blocks_, low_blocks);
        low_ = subset_sums(centred, std::span(stretches).first(low));
        high_ = subset_sums(centred, std::span(stretches).subspan(low));
    }

    void sharpes(Mask half, std::span<double> out) const {
        const Mask low = half & low_mask;
        const Mask high = half >> low_blocks;
        const double n = low_.bars[low] + high_.bars[high];
        const double* low_sums = low_.sums_of(low);
        const double* high_sums = high_.sums_of(high);
        const double* low_squares = low_.squares_of(low);
        const double* high_squares = high_.squares_of(high);
        for (std::size_t k = 0; k < out.size(); ++k) {
            const double sum = low_sums[k] + high_sums[k];
            const double squares = low_squares[k] + high_squares[k];
            const double variance = (squares - sum * sum / n) / (n - 1);
            const double excess = sum / n + offsets_[k];
            // What does not move has only the rounding of its own squares for a variance.
            const bool moves = variance > 1e-13 * squares / n;
            out[k] = moves ? excess / std::sqrt(variance) : 0;
        }
    }

private:
    static constexpr std::size_t low_blocks = 8;
    static constexpr Mask low_mask = (Mask{1} << low_blocks) - 1;

    std::size_t blocks_;
    std::vector<double> offsets_;  // mean over all bars less the risk-free rate
    SubsetSums low_;
    SubsetSums high_;
};

// All subsets of half the blocks, in the lexicographic order of their places.
std::vector<Mask> halves_of(std::size_t blocks) {
    std::vector<Mask> halves;
    const Mask all = (Mask{1} << blocks) - 1;
    for (Mask half = 0; half <= all; ++half) {
        if (static_cast<std::size_t>(std::popcount(half)) * 2 == blocks) {
            halves.push_back(half);
        }
    }
    // The first block weighs most: mirrored bits compare as the lists of places do, turned round.
    const auto mirrored = [blocks](Mask half) {
        Mask out = 0;
        for (std::size_t block = 0; block < blocks; ++block) {
            out = (out << 1U) | ((half >> block) & 1U);
        }
        return out;
    };
    std::ranges::sort(halves, std::ranges::greater{}, mirrored);
    return halves;
}

// Ascending, from 1; equals share the mean of their places.
double rank_of(double value, std::span<const double> among) {
    double below = 0;
    double equal = 0;
    for (const double other : among) {
        below += other < value ? 1 : 0;
        equal += other == value ? 1 : 0;
    }
    return below + (equal + 1) / 2;
}

double logit_of(double rank, std::size_t count, RankShare convention) {
    const auto n = static_cast<double>(count);
    const double share = rank / (convention == RankShare::of_one_more ? n + 1 : n);
    constexpr double called_infinite = 6;
    return share >= 1 ? called_infinite : math::log(share / (1 - share));
}

void fit_line(BacktestOverfitting& found) {
    const std::size_t n = found.in_sample.size();
    const auto deviation = deviation_of(found.in_sample);
    if (n < 3 || !deviation || !is_spread(*deviation, found.in_sample)) {
        return;
    }
    const double mean_in = *mean_of(found.in_sample);
    const double mean_out = *mean_of(found.out_of_sample);
    CompensatedSum in;
    CompensatedSum out;
    CompensatedSum both;
    for (std::size_t i = 0; i < n; ++i) {
        const double x = found.in_sample[i] - mean_in;
        const double y = found.out_of_sample[i] - mean_out;
        in.add(x * x);
        out.add(y * y);
        both.add(x * y);
    }
    found.slope = both.value() / in.value();
    const auto fit = quotient(both.value() * both.value(), in.value() * out.value());
    const auto count = static_cast<double>(n);
    if (fit) {
        found.adjusted_fit = 1 - (1 - *fit) * (count - 1) / (count - 2);
    }
}

bool is_rankable(std::span<const double> series) {
    const auto deviation = deviation_of(series);
    return deviation && is_finite(series) && is_spread(*deviation, series);
}

}  // namespace

std::optional<BacktestOverfitting> probability_of_backtest_overfitting(
    SeriesSet returns, const OverfittingOptions& options) {
    TL_CHECK(options.blocks >= 2 && options.blocks <= 16 && options.blocks % 2 == 0);
    std::vector<std::span<const double>> ranked;
    for (const auto& series : returns) {
        TL_CHECK(series.size() == returns.front().size());
        if (is_rankable(series)) {
            ranked.push_back(series);
        }
    }
    if (ranked.size() < 2 || ranked.front().size() < 2 * options.blocks) {
        return std::nullopt;
    }
    const Halves halves(ranked, options);
    const Mask all = (Mask{1} << options.blocks) - 1;
    std::vector<double> inside(ranked.size());
    std::vector<double> outside(ranked.size());
    BacktestOverfitting found{.used = ranked.size()};
    std::size_t overfitted = 0;
    std::size_t lost = 0;
    for (const Mask half : halves_of(options.blocks)) {
        halves.sharpes(half, inside);
        halves.sharpes(all ^ half, outside);
        const auto winner =
            static_cast<std::size_t>(std::ranges::max_element(inside) - inside.begin());
        const double logit =
            logit_of(rank_of(outside[winner], outside), ranked.size(), options.rank);
        found.logits.push_back(logit);
        found.in_sample.push_back(inside[winner]);
        found.out_of_sample.push_back(outside[winner]);
        overfitted += logit <= 0 ? 1U : 0U;
        lost += outside[winner] < 0 ? 1U : 0U;
    }
    const auto splits = static_cast<double>(found.logits.size());
    found.probability = static_cast<double>(overfitted) / splits;
    found.loss_probability = static_cast<double>(lost) / splits;
    fit_line(found);
    return found;
}

}  // namespace tradelab
