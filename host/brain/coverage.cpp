#include "brain/coverage.hpp"

#include "brain/answer.hpp"
#include "brain/sobol.hpp"

#include <algorithm>
#include <string>

namespace tradelab::brain {

std::vector<Proposal> Coverage::propose(const Brief& brief) {
    Answer answer(brief, name());
    std::vector<std::size_t> made(brief.families.size());
    for (std::size_t family = 0; family < made.size(); ++family) {
        made[family] = answer.made_before(family);
    }
    std::vector<std::size_t> open(made.size());
    for (std::size_t family = 0; family < open.size(); ++family) {
        open[family] = family;
    }
    while (!answer.is_full() && !open.empty()) {
        const auto least =
            std::ranges::min_element(open, {}, [&](std::size_t family) { return made[family]; });
        const std::size_t family = *least;
        const auto place = static_cast<std::uint32_t>(made[family]);
        const Sobol sequence(answer.space(family).free().size(),
                             Draws(brief.seed, name(), {family}).bits());
        const bool added =
            answer.add(family,
                       answer.space(family).ticks_at(sequence.point(place)),
                       {.rationale = "Point " + std::to_string(place) +
                                     " of a sequence that covers the whole space evenly."});
        if (added) {
            ++made[family];
        } else {
            open.erase(least);
        }
    }
    return answer.take();
}

}  // namespace tradelab::brain
