#include "brain/cma_search.hpp"

#include "brain/answer.hpp"
#include "brain/cma_es.hpp"
#include "brain/ranking.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <utility>

namespace tradelab::brain {
namespace {

// Populations double with each: the eighth restart would need more trials than a campaign has.
constexpr std::size_t restarts_max = 8;
// Generations of one family; those beyond the budget of a campaign can only be of known points.
constexpr std::size_t generations_max = 4'000;
// Generations that found nothing new before a run has converged on known ticks.
constexpr std::size_t idle_max = 5;

struct Point {
    Vector x;
    Ticks ticks;
};

// One run of the strategy in one family, from one start to its end.
class Run {
public:
    Run(const Space& space, std::uint64_t seed, std::size_t family, std::size_t restart)
        : space_(space),
          seed_(seed),
          family_(family),
          restart_(restart),
          strategy_({.mean = start(),
                     .sigma = 0.3,
                     .population = default_population(dimensions()) << restart}) {}

    [[nodiscard]] std::vector<Point> generation() const {
        std::vector<Point> points;
        Draws draws(seed_, "cma_es/generation", {family_, restart_, told_});
        for (std::size_t i = 0; i < strategy_.population(); ++i) {
            Vector x = inside(draws);
            Ticks ticks = space_.ticks_at(std::span(x).first(space_.free().size()));
            points.push_back({std::move(x), std::move(ticks)});
        }
        return points;
    }

    void tell(std::vector<Point> points, const std::vector<std::optional<double>>& scores) {
        std::vector<std::size_t> order(points.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(order, [&](std::size_t left, std::size_t right) {
            return scores[left] && (!scores[right] || *scores[left] > *scores[right]);
        });
        std::vector<Vector> best_first;
        for (const std::size_t i : order) {
            best_first.push_back(std::move(points[i].x));
        }
        strategy_.tell(best_first);
        ++told_;
        const auto best = scores[order.front()];
        const bool better = best && (!best_ || *best > *best_);
        best_ = better ? best : best_;
        since_better_ = better ? 0 : since_better_ + 1;
        note(std::move(best_first.front()));
    }

    // Nothing more is to be expected of it (the criteria of Auger and Hansen, with a tick in place
    // of the precision of a double).
    [[nodiscard]] bool is_over() const {
        const auto patience = 10 + 30 * dimensions() / strategy_.population();
        return idle_ >= idle_max || since_better_ > patience || strategy_.condition() > 1e14 ||
               is_narrow();
    }

private:
    // The strategy needs two dimensions; a family with one gets another that means nothing.
    [[nodiscard]] std::size_t dimensions() const {
        return std::max<std::size_t>(space_.free().size(), 2);
    }

    [[nodiscard]] Vector start() const {
        Vector mean(dimensions(), 0.5);
        if (restart_ == 0) {
            const auto initial = space_.point_at(space_.initial());
            std::ranges::copy(initial, mean.begin());
            return mean;
        }
        Draws draws(seed_, "cma_es/start", {family_, restart_});
        for (double& coordinate : mean) {
            coordinate = draws.uniform();
        }
        return mean;
    }

    // A point of the box: drawn again a few times, then clamped.
    [[nodiscard]] Vector inside(Draws& draws) const {
        constexpr int attempts = 10;
        Vector x;
        for (int i = 0; i < attempts; ++i) {
            x = strategy_.ask(draws);
            if (std::ranges::all_of(x, [](double u) { return u >= 0 && u <= 1; })) {
                return x;
            }
        }
        for (double& coordinate : x) {
            coordinate = std::clamp(coordinate, 0.0, 1.0);
        }
        return x;
    }

    // The best of a generation; a run whose best stays on the same ticks has arrived.
    void note(Vector best) {
        Ticks ticks = space_.ticks_at(std::span(best).first(space_.free().size()));
        idle_ = ticks == arrived_ ? idle_ + 1 : 0;
        arrived_ = std::move(ticks);
    }

    [[nodiscard]] bool is_narrow() const {
        for (std::size_t i = 0; i < space_.free().size(); ++i) {
            const double here = std::clamp(strategy_.mean()[i], 0.0, 1.0);
            const std::size_t parameter = space_.free()[i];
            const double reach = strategy_.spread(i);
            if (space_.tick_at(parameter, here + 2 * reach) !=
                space_.tick_at(parameter, here - 2 * reach)) {
                return false;
            }
        }
        return true;
    }

    const Space& space_;
    std::uint64_t seed_;
    std::size_t family_;
    std::size_t restart_;
    CmaEs strategy_;
    std::size_t told_ = 0;
    std::optional<double> best_ = std::nullopt;
    std::size_t since_better_ = 0;
    std::size_t idle_ = 0;
    Ticks arrived_;
};

}  // namespace

class CmaSearch::Walk {
public:
    Walk(const Space& space, std::uint64_t seed, std::size_t family)
        : space_(space), seed_(seed), family_(family) {}
    ~Walk() = default;
    Walk(const Walk&) = delete;
    Walk& operator=(const Walk&) = delete;
    Walk(Walk&&) = delete;
    Walk& operator=(Walk&&) = delete;

    // Whether everything that it went by is still so.
    [[nodiscard]] bool is_of(const Space& space, std::uint64_t seed, const Known& known) const {
        return seed == seed_ && space == space_ &&
               std::ranges::all_of(told_, [&](const Told& each) {
                   const Outcome* outcome = known.outcome(family_, each.ticks);
                   return outcome != nullptr && outcome->score == each.score;
               });
    }

    // Goes on to the first generation that is not known in full.  What of it nobody has asked for
    // is missing.
    void go(const Known& known) {
        missing_.clear();
        while (!space_.free().empty() && generations_ < generations_max) {
            if (!run_ || run_->is_over()) {
                if (restarts_ == restarts_max) {
                    return;
                }
                run_.emplace(space_, seed_, family_, restarts_++);
            }
            auto points = run_->generation();
            std::vector<std::optional<double>> scores;
            if (!look_up(known, points, scores)) {
                return;
            }
            for (std::size_t i = 0; i < points.size(); ++i) {
                told_.push_back({.ticks = points[i].ticks, .score = scores[i]});
            }
            run_->tell(std::move(points), scores);
            ++generations_;
        }
    }

    [[nodiscard]] std::optional<Ticks> next() {
        if (missing_.empty()) {
            return std::nullopt;
        }
        Ticks ticks = std::move(missing_.front());
        missing_.pop_front();
        return ticks;
    }

    [[nodiscard]] std::string rationale() const {
        return "Point of run " + std::to_string(restarts_) +
               " of an evolution strategy that learns which way is up.";
    }

private:
    struct Told {
        Ticks ticks;
        std::optional<double> score;
    };

    // False where a score is not known yet.
    bool look_up(const Known& known,
                 const std::vector<Point>& points,
                 std::vector<std::optional<double>>& scores) {
        bool complete = true;
        for (const Point& point : points) {
            const Outcome* outcome = known.outcome(family_, point.ticks);
            scores.push_back(outcome == nullptr ? std::nullopt : outcome->score);
            complete = complete && outcome != nullptr;
            if (!known.contains(family_, point.ticks) &&
                std::ranges::find(missing_, point.ticks) == missing_.end()) {
                missing_.push_back(point.ticks);
            }
        }
        return complete;
    }

    Space space_;
    std::uint64_t seed_;
    std::size_t family_;
    std::size_t generations_ = 0;
    std::size_t restarts_ = 0;
    std::optional<Run> run_;  // refers to space_
    std::vector<Told> told_;
    std::deque<Ticks> missing_;
};

CmaSearch::CmaSearch() = default;
CmaSearch::~CmaSearch() = default;

CmaSearch::Walk& CmaSearch::walk_of(const Brief& brief,
                                    std::size_t family,
                                    const Space& space,
                                    const Known& known) {
    std::unique_ptr<Walk>& walk = walks_[family];
    if (walk == nullptr || !walk->is_of(space, brief.seed, known)) {
        walk = std::make_unique<Walk>(space, brief.seed, family);
    }
    walk->go(known);
    return *walk;
}

std::vector<Proposal> CmaSearch::propose(const Brief& brief) {
    Answer answer(brief, name());
    const Ranking ranking(brief);
    std::map<std::size_t, Walk*> walks;
    std::vector<char> spent(brief.families.size());
    std::size_t left = brief.families.size();
    for (std::size_t turn = 0; !answer.is_full() && left > 0; ++turn) {
        Draws draws = answer.draws("turn " + std::to_string(turn));
        std::size_t family = ranking.promising_family(draws);
        while (spent[family] != 0) {
            family = (family + 1) % spent.size();
        }
        Walk*& walk = walks[family];
        if (walk == nullptr) {
            walk = &walk_of(brief, family, answer.space(family), answer.known());
        }
        auto ticks = walk->next();
        if (!ticks) {
            spent[family] = 1;
            --left;
            continue;
        }
        answer.add(family, std::move(*ticks), {.rationale = walk->rationale()});
    }
    return answer.take();
}

}  // namespace tradelab::brain
