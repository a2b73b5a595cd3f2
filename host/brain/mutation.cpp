#include "brain/mutation.hpp"

#include "brain/answer.hpp"
#include "brain/ranking.hpp"
#include "brain/variation.hpp"

#include <string>

namespace tradelab::brain {
namespace {

// One of the best quarter, the better the likelier: the best of two draws.
const Outcome* parent_of(const Ranking& ranking, std::size_t family, Draws& draws) {
    const Outcome* first = ranking.one_of_the_best(family, draws);
    const Outcome* second = ranking.one_of_the_best(family, draws);
    return first != nullptr && *second->score > *first->score ? second : first;
}

}  // namespace

std::vector<Proposal> Mutation::propose(const Brief& brief) {
    Answer answer(brief, name());
    const Ranking ranking(brief);
    answer.fill([&](Draws& draws) {
        const std::size_t family = ranking.promising_family(draws);
        const Space& space = answer.space(family);
        const Outcome* parent = parent_of(ranking, family, draws);
        if (parent == nullptr) {
            return answer.add(
                family,
                anywhere(space, draws),
                {.rationale = "A beginning: nothing of this family has a score yet."});
        }
        return answer.add(family,
                          mutated(space, parent->ticks, draws),
                          {.parents = {parent->trial},
                           .rationale = "A small change of trial " + std::to_string(parent->trial) +
                                        ", one of the best of its family."});
    });
    return answer.take();
}

}  // namespace tradelab::brain
