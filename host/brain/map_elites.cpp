#include "brain/map_elites.hpp"

#include "brain/answer.hpp"
#include "brain/ranking.hpp"
#include "brain/variation.hpp"

#include <array>
#include <iterator>
#include <map>
#include <string>

namespace tradelab::brain {
namespace {

constexpr std::size_t islands = 3;
constexpr std::size_t migration_interval = 32;
// Trials of a family before any has offspring: one that has seen one corner stays there.
constexpr std::size_t beginnings = 24;

// The best outcome of each cell, in the order of the cells.
using Archive = std::map<std::size_t, const Outcome*>;

void offer(Archive& archive, std::size_t cell, const Outcome& outcome) {
    const auto [at, is_new] = archive.try_emplace(cell, &outcome);
    if (!is_new && *outcome.score > *at->second->score) {
        at->second = &outcome;
    }
}

class Archipelago {
public:
    void receive(const Outcome& outcome) {
        if (outcome.score && outcome.behaviour) {
            const std::size_t cell = cell_of(*outcome.behaviour);
            offer(archives_[received_ % islands], cell, outcome);
            ++landed_[cell];
        }
        ++received_;
        if (received_ % migration_interval == 0) {
            migrate();
        }
    }

    [[nodiscard]] const Archive& island(std::size_t i) const { return archives_[i]; }
    // Trials that have landed in this cell.
    [[nodiscard]] std::size_t landed(std::size_t cell) const {
        const auto found = landed_.find(cell);
        return found == landed_.end() ? 0 : found->second;
    }
    [[nodiscard]] std::size_t received() const { return received_; }

private:
    void migrate() {
        const auto before = archives_;
        for (std::size_t i = 0; i < islands; ++i) {
            for (const auto& [cell, outcome] : before[i]) {
                offer(archives_[(i + 1) % islands], cell, *outcome);
            }
        }
    }

    std::array<Archive, islands> archives_;
    std::map<std::size_t, std::size_t> landed_;
    std::size_t received_ = 0;
};

const Outcome& any_of(const Archive& archive, Draws& draws) {
    return *std::next(archive.begin(), static_cast<std::ptrdiff_t>(draws.below(archive.size())))
                ->second;
}

const Outcome& rarer_of_two(const Archipelago& family, const Archive& archive, Draws& draws) {
    const Outcome& first = any_of(archive, draws);
    const Outcome& second = any_of(archive, draws);
    const auto landed = [&](const Outcome& each) {
        return family.landed(cell_of(*each.behaviour));
    };
    return landed(second) < landed(first) ? second : first;
}

bool add_offspring(Answer& answer, std::size_t family, const Archipelago& known, Draws& draws) {
    const Space& space = answer.space(family);
    const Archive& archive = known.island(draws.below(islands));
    if (archive.empty() || known.received() < beginnings) {
        return answer.add(
            family,
            anywhere(space, draws),
            {.rationale = "A beginning: few ways to trade of this family are known."});
    }
    const Outcome& parent = rarer_of_two(known, archive, draws);
    const Outcome& other = any_of(archive, draws);
    const std::string of_parent =
        "of trial " + std::to_string(parent.trial) + ", the best among those that trade like it";
    if (&parent == &other || draws.below(4) == 0) {
        return answer.add(family,
                          mutated(space, parent.ticks, draws),
                          {.parents = {parent.trial}, .rationale = "A change " + of_parent + "."});
    }
    return answer.add(family,
                      beyond(space, parent.ticks, other.ticks, draws),
                      {.parents = {parent.trial, other.trial},
                       .rationale = "A change " + of_parent + ", away from trial " +
                                    std::to_string(other.trial) + ", another such."});
}

}  // namespace

std::vector<Proposal> MapElites::propose(const Brief& brief) {
    Answer answer(brief, name());
    const Ranking ranking(brief);
    std::vector<Archipelago> archipelagos(brief.families.size());
    for (const Outcome& outcome : brief.past) {
        archipelagos[outcome.family].receive(outcome);
    }
    answer.fill([&](Draws& draws) {
        const std::size_t family = ranking.promising_family(draws);
        return add_offspring(answer, family, archipelagos[family], draws);
    });
    return answer.take();
}

}  // namespace tradelab::brain
