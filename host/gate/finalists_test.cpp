#include "gate/finalists_test.hpp"

#include "core/check.hpp"
#include "core/counter_draws.hpp"
#include "gate/daily_score.hpp"
#include "statistics/moments.hpp"
#include "statistics/sum.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <cmath>

namespace tradelab {

namespace {

struct Scored {
    std::size_t place = 0;
    DailyScore score = {};
    double offset = 0;
    std::vector<double> unit = {};  // centred, of length 1

    [[nodiscard]] double total() const { return score.z + offset; }
};

std::vector<double> unit_of(std::span<const double> values) {
    const double mean = *mean_of(values);
    CompensatedSum squares;
    for (const double value : values) {
        squares.add((value - mean) * (value - mean));
    }
    const double length = std::sqrt(squares.value());
    std::vector<double> unit(values.size());
    std::ranges::transform(values, unit.begin(), [&](double v) { return (v - mean) / length; });
    return unit;
}

double correlation(const Scored& left, const Scored& right) {
    CompensatedSum sum;
    for (std::size_t day = 0; day < left.unit.size(); ++day) {
        sum.add(left.unit[day] * right.unit[day]);
    }
    return std::clamp(sum.value(), -1.0, 1.0);
}

// Best first, so that what stands there twice stands side by side and the order given is forgotten.
std::vector<Scored> scored(std::span<const Contender> contenders, const FinalistsTestRules& rules) {
    std::vector<Scored> all;
    for (std::size_t place = 0; place < contenders.size(); ++place) {
        const Contender& one = contenders[place];
        const auto score = daily_score(one.excess, rules.mean_block);
        if (!score || !std::isfinite(one.explore_z)) {
            continue;
        }
        const double days = static_cast<double>(one.excess.size());
        const double weight = rules.explore_weight * std::sqrt(rules.explore_days / days);
        all.push_back({.place = place,
                       .score = *score,
                       .offset = weight * one.explore_z,
                       .unit = unit_of(one.excess)});
    }
    std::ranges::stable_sort(all, [](const Scored& left, const Scored& right) {
        if (left.total() != right.total()) {
            return left.total() > right.total();
        }
        return left.score.z != right.score.z ? left.score.z > right.score.z
                                             : left.unit < right.unit;
    });
    return all;
}

// Rows of a lower triangle L with L L' = the correlations; only columns that a row added something
// new in, so that a series that repeats others draws nothing of its own.
std::vector<std::vector<double>> factor(std::span<const Scored> all) {
    constexpr double nothing_new = 1e-9;
    std::vector<std::vector<double>> rows;
    std::vector<std::size_t> pivots;  // the row that made each column
    for (const Scored& one : all) {
        std::vector<double> row;
        double left = 1;
        for (std::size_t column = 0; column < pivots.size(); ++column) {
            double sum = correlation(one, all[pivots[column]]);
            const auto& made = rows[pivots[column]];
            for (std::size_t k = 0; k < column; ++k) {
                sum -= row[k] * made[k];
            }
            row.push_back(sum / made[column]);
            left -= row.back() * row.back();
        }
        if (left > nothing_new) {
            row.push_back(std::sqrt(left));
            pivots.push_back(rows.size());
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

constexpr std::uint32_t purpose_of_draws = 0x67617465;  // "gate"

// How many of the draws [from, to) reach `observed` somewhere.
std::uint32_t reached(std::span<const Scored> all,
                      const std::vector<std::vector<double>>& rows,
                      std::uint64_t seed,
                      std::uint32_t from,
                      std::uint32_t to) {
    const double observed = all.front().total();
    std::uint32_t count = 0;
    std::vector<double> normal(all.size());
    for (std::uint32_t draw = from; draw < to; ++draw) {
        CounterDraws draws({.seed = seed, .purpose = purpose_of_draws, .place = draw});
        std::size_t drawn = 0;
        bool is_reached = false;
        for (std::size_t k = 0; k < all.size() && !is_reached; ++k) {
            for (; drawn < rows[k].size(); ++drawn) {
                normal[drawn] = math::normal_quantile(draws.uniform());
            }
            double value = all[k].offset;
            for (std::size_t column = 0; column < rows[k].size(); ++column) {
                value += rows[k][column] * normal[column];
            }
            is_reached = value >= observed;
        }
        count += is_reached ? 1U : 0U;
    }
    return count;
}

double p_of(std::uint32_t reached, std::uint32_t draws) {
    return (reached + 1.0) / (draws + 1.0);
}

}  // namespace

std::optional<FinalistsTest> test_finalists(std::span<const Contender> contenders,
                                            const FinalistsTestRules& rules) {
    TL_CHECK(rules.draws > 0);
    for (const Contender& one : contenders) {
        TL_CHECK(one.excess.size() == contenders.front().excess.size());
    }
    const auto all = scored(contenders, rules);
    if (all.empty()) {
        return std::nullopt;
    }
    const auto rows = factor(all);
    // Most of what luck brings is told from an edge by a tenth of the draws.
    const std::uint32_t first = std::max(rules.draws / 10, 1U);
    std::uint32_t count = reached(all, rows, rules.seed, 0, first);
    std::uint32_t draws = first;
    constexpr double clearly = 2;
    if (p_of(count, draws) <= clearly * rules.level && draws < rules.draws) {
        count += reached(all, rows, rules.seed, draws, rules.draws);
        draws = rules.draws;
    }
    const double p = p_of(count, draws);
    const Scored& best = all.front();
    return FinalistsTest{.best = best.place,
                         .z = best.score.z,
                         .sharpe = best.score.sharpe,
                         .p = p,
                         // Where the draws say less than the score itself, they are too few.
                         .corrected_z = std::min(-math::normal_quantile(p), best.score.z),
                         .used = all.size()};
}

}  // namespace tradelab
