#include "brain/tpe.hpp"

#include "brain/answer.hpp"
#include "brain/parzen.hpp"
#include "brain/ranking.hpp"
#include "brain/variation.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace tradelab::brain {
namespace {

// Trials of a family before its densities say anything, as many as Optuna waits for.
constexpr std::size_t beginnings = 10;
constexpr int candidates = 24;
// More good ones than this only blur the best (the cap is Optuna's).
constexpr std::size_t good_max = 25;

// The two densities of one family.
class Model {
public:
    Model(const Space& space, std::span<const Outcome* const> ranked)
        : good_(space, ticks_of(ranked.first(good_in(ranked)))),
          rest_(space, ticks_of(ranked.subspan(good_in(ranked)))) {
        for (const Outcome* each : ranked.first(good_in(ranked))) {
            parents_.push_back(each->trial);
        }
    }

    [[nodiscard]] Ticks best_candidate(Draws& draws, const auto& is_known) const {
        std::optional<Ticks> best;
        double most = 0;
        for (int i = 0; i < candidates; ++i) {
            Ticks ticks = good_.draw(draws);
            const double ratio = good_.log_density(ticks) - rest_.log_density(ticks);
            // What is known already is only taken where every candidate is.
            const double worth = is_known(ticks) ? ratio - 1e3 : ratio;
            if (!best || worth > most) {
                best = std::move(ticks);
                most = worth;
            }
        }
        return std::move(*best);
    }

    void add_pending(const Ticks& ticks) { rest_.add(ticks); }
    void add_pending(const Brief& brief, std::size_t family) {
        for (const Proposal& each : brief.pending) {
            if (each.family == family) {
                rest_.add(each.ticks);
            }
        }
    }
    [[nodiscard]] const std::vector<std::uint64_t>& parents() const { return parents_; }

private:
    static std::size_t good_in(std::span<const Outcome* const> ranked) {
        return std::min({(ranked.size() + 3) / 4, good_max, scored_of(ranked).size()});
    }
    static std::vector<const Ticks*> ticks_of(std::span<const Outcome* const> outcomes) {
        std::vector<const Ticks*> ticks;
        for (const Outcome* each : outcomes) {
            ticks.push_back(&each->ticks);
        }
        return ticks;
    }

    Parzen good_;
    Parzen rest_;
    std::vector<std::uint64_t> parents_;
};

}  // namespace

std::vector<Proposal> Tpe::propose(const Brief& brief) {
    Answer answer(brief, name());
    const Ranking ranking(brief);
    std::map<std::size_t, Model> models;
    answer.fill([&](Draws& draws) {
        const std::size_t family = ranking.promising_family(draws);
        const Space& space = answer.space(family);
        const auto ranked = ranking.of(family);
        if (ranked.size() < beginnings) {
            return answer.add(family,
                              anywhere(space, draws),
                              {.rationale = "A beginning: too few trials of this family."});
        }
        const auto [at, is_new] = models.try_emplace(family, space, ranked);
        Model& model = at->second;
        if (is_new) {
            model.add_pending(brief, family);
        }
        Ticks ticks = model.best_candidate(
            draws, [&](const Ticks& each) { return answer.known().contains(family, each); });
        model.add_pending(ticks);
        return answer.add(
            family,
            std::move(ticks),
            {.parents = model.parents(),
             .rationale = "Where the best quarter of " + std::to_string(ranked.size()) +
                          " trials of this family lies, and the rest does not."});
    });
    return answer.take();
}

}  // namespace tradelab::brain
