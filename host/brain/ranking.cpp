#include "brain/ranking.hpp"

#include "core/check.hpp"

#include <algorithm>

namespace tradelab::brain {
namespace {

const Outcome* one_of_the_best_quarter(std::span<const Outcome* const> ranked, Draws& draws) {
    const auto scored = scored_of(ranked);
    return scored.empty() ? nullptr : scored[draws.below((scored.size() + 3) / 4)];
}

}  // namespace

std::span<const Outcome* const> scored_of(std::span<const Outcome* const> ranked) {
    const auto end = std::ranges::partition_point(
        ranked, [](const Outcome* each) { return each->score.has_value(); });
    return {ranked.begin(), end};
}

Ranking::Ranking(const Brief& brief) : by_family_(brief.families.size()) {
    all_.reserve(brief.past.size());
    for (const Outcome& outcome : brief.past) {
        TL_CHECK(outcome.family < brief.families.size());
        all_.push_back(&outcome);
    }
    std::ranges::stable_sort(all_, [](const Outcome* left, const Outcome* right) {
        return left->score && (!right->score || *left->score > *right->score);
    });
    for (const Outcome* outcome : all_) {
        by_family_[outcome->family].push_back(outcome);
    }
}

const Outcome* Ranking::one_of_the_best(Draws& draws) const {
    return one_of_the_best_quarter(all_, draws);
}

const Outcome* Ranking::one_of_the_best(std::size_t family, Draws& draws) const {
    return one_of_the_best_quarter(by_family_[family], draws);
}

std::size_t Ranking::promising_family(Draws& draws) const {
    const Outcome* best = one_of_the_best(draws);
    const std::size_t any = draws.below(by_family_.size());
    return best != nullptr && draws.below(2) == 0 ? best->family : any;
}

}  // namespace tradelab::brain
