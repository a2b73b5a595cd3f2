#pragma once

#include "brain/draws.hpp"
#include "brain/proposer.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tradelab::brain {

// Those of ranked outcomes that have a score: the front of them.
[[nodiscard]] std::span<const Outcome* const> scored_of(std::span<const Outcome* const> ranked);

// The outcomes of a brief by score, the best first and of equals the earlier; trials without a
// score behind all others.  Lives no longer than the brief.
class Ranking {
public:
    explicit Ranking(const Brief& brief);

    [[nodiscard]] std::span<const Outcome* const> all() const { return all_; }
    [[nodiscard]] std::span<const Outcome* const> of(std::size_t family) const {
        return by_family_[family];
    }
    // One of the best quarter of all (of the family), or nothing where nothing has a score.
    [[nodiscard]] const Outcome* one_of_the_best(Draws& draws) const;
    [[nodiscard]] const Outcome* one_of_the_best(std::size_t family, Draws& draws) const;

    // Where to look: half of the time the family of one of the best, else any.  So a family that
    // began badly is not forgotten.
    [[nodiscard]] std::size_t promising_family(Draws& draws) const;

private:
    std::vector<const Outcome*> all_;
    std::vector<std::vector<const Outcome*>> by_family_;
};

}  // namespace tradelab::brain
