#include "brain/crazy.hpp"

#include "brain/answer.hpp"
#include "brain/variation.hpp"

#include <optional>
#include <unordered_map>

namespace tradelab::brain {
namespace {

constexpr int drawn = 32;

// How often pairs of building blocks of one family were tried together.
class Pairs {
public:
    explicit Pairs(const Space& space) : space_(space) {}

    void add(const Ticks& ticks) {
        each(ticks, [&](std::uint64_t pair) { ++counts_[pair]; });
    }

    // The mean over all pairs: families with many parameters have many.
    [[nodiscard]] double familiarity(const Ticks& ticks) const {
        double sum = 0;
        double pairs = 0;
        each(ticks, [&](std::uint64_t pair) {
            const auto found = counts_.find(pair);
            sum += found == counts_.end() ? 0.0 : static_cast<double>(found->second);
            pairs += 1;
        });
        return pairs == 0 ? 0 : sum / pairs;
    }

private:
    // A choice is a block itself; of a number the quarter of its range is.
    [[nodiscard]] std::uint64_t block(std::size_t parameter, std::int64_t tick) const {
        constexpr double quarters = 4;
        const auto place =
            space_.is_choice(parameter)
                ? tick - space_.least(parameter)
                : static_cast<std::int64_t>(quarters * space_.coordinate_at(parameter, tick));
        return parameter * 64 + static_cast<std::uint64_t>(place);
    }

    void each(const Ticks& ticks, auto visit) const {
        const auto free = space_.free();
        for (std::size_t i = 0; i < free.size(); ++i) {
            for (std::size_t k = i + 1; k < free.size(); ++k) {
                visit(block(free[i], ticks[free[i]]) * 8192 + block(free[k], ticks[free[k]]));
            }
        }
    }

    const Space& space_;
    std::unordered_map<std::uint64_t, std::size_t> counts_;
};

}  // namespace

std::vector<Proposal> Crazy::propose(const Brief& brief) {
    Answer answer(brief, name());
    std::vector<Pairs> pairs;
    for (std::size_t family = 0; family < brief.families.size(); ++family) {
        pairs.emplace_back(answer.space(family));
    }
    for (const Outcome& outcome : brief.past) {
        pairs[outcome.family].add(outcome.ticks);
    }
    for (const Proposal& proposal : brief.pending) {
        pairs[proposal.family].add(proposal.ticks);
    }
    answer.fill([&](Draws& draws) {
        std::optional<Ticks> rarest;
        std::size_t family_of_it = 0;
        double least = 0;
        for (int i = 0; i < drawn; ++i) {
            const std::size_t family = draws.below(brief.families.size());
            Ticks ticks = anywhere(answer.space(family), draws);
            const double familiarity = pairs[family].familiarity(ticks);
            if (!rarest || familiarity < least) {
                rarest = std::move(ticks);
                family_of_it = family;
                least = familiarity;
            }
        }
        pairs[family_of_it].add(*rarest);
        return answer.add(family_of_it,
                          std::move(*rarest),
                          {.rationale = "A combination that has rarely been tried; no score "
                                        "speaks for it."});
    });
    return answer.take();
}

}  // namespace tradelab::brain
