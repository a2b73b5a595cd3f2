#include "brain/council.hpp"

#include "brain/cma_search.hpp"
#include "brain/coverage.hpp"
#include "brain/crazy.hpp"
#include "brain/map_elites.hpp"
#include "brain/mutation.hpp"
#include "brain/tpe.hpp"
#include "core/check.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace tradelab::brain {
namespace {

constexpr std::size_t crazy_in = 10;  // one of so many
constexpr std::size_t floor_in = 20;
constexpr double memory = 0.995;  // a half-life of 138 trials

}  // namespace

// One answer while it is made: which arm each place goes to, and what came of it.
class Council::Session {
public:
    Session(const Council& council, const Brief& brief)
        : council_(council),
          brief_(brief),
          pending_(brief.pending.begin(), brief.pending.end()),
          silent_(council.arms_.size()) {
        for (const Standing& standing : council.standings(brief)) {
            credits_.push_back(standing.credit);
        }
    }

    std::vector<Proposal> run() {
        const std::size_t before = pending_.size();
        while (pending_.size() - before < brief_.wanted) {
            const std::size_t left = brief_.wanted - (pending_.size() - before);
            const auto places = share(left);
            if (std::ranges::all_of(places, [](std::size_t count) { return count == 0; })) {
                break;
            }
            for (std::size_t arm = 0; arm < places.size(); ++arm) {
                if (places[arm] > 0) {
                    ask(arm, places[arm]);
                }
            }
        }
        return {std::make_move_iterator(pending_.begin() + static_cast<std::ptrdiff_t>(before)),
                std::make_move_iterator(pending_.end())};
    }

private:
    [[nodiscard]] std::size_t crazy() const { return credits_.size() - 1; }

    // How many of the next places each arm gets.
    std::vector<std::size_t> share(std::size_t places) {
        std::vector<std::size_t> shares(credits_.size());
        std::vector<std::size_t> made;
        for (const Credit& credit : credits_) {
            made.push_back(credit.made);
        }
        Draws draws(brief_.seed, "council", {brief_.past.size(), pending_.size()});
        for (std::size_t place = 0; place < places; ++place) {
            if (const auto arm = next(made, draws)) {
                ++shares[*arm];
                ++made[*arm];
            }
        }
        return shares;
    }

    [[nodiscard]] std::optional<std::size_t> next(const std::vector<std::size_t>& made,
                                                  Draws& draws) const {
        const std::size_t total = 1 + std::accumulate(made.begin(), made.end(), std::size_t{0});
        const bool others = std::count(silent_.begin(), silent_.end() - 1, 0) > 0;
        if (silent_[crazy()] == 0 && (made[crazy()] < total / crazy_in || !others)) {
            return crazy();
        }
        std::optional<std::size_t> poorest;
        std::optional<std::size_t> luckiest;
        double most = 0;
        for (std::size_t arm = 0; arm < crazy(); ++arm) {
            // Every arm draws, asked or not: then the draws of the others stay as they were.
            const double draw = credits_[arm].draw(draws);
            if (silent_[arm] != 0) {
                continue;
            }
            if (!poorest || made[arm] < made[*poorest]) {
                poorest = arm;
            }
            if (!luckiest || draw > most) {
                luckiest = arm;
                most = draw;
            }
        }
        return poorest && made[*poorest] < (total + floor_in - 1) / floor_in ? poorest : luckiest;
    }

    // An arm that gave less than it was asked for is not asked again.
    void ask(std::size_t arm, std::size_t places) {
        Proposer& proposer = *council_.arms_[arm];
        auto proposals = proposer.propose({.seed = brief_.seed,
                                           .families = brief_.families,
                                           .past = brief_.past,
                                           .pending = pending_,
                                           .wanted = places});
        TL_CHECK(proposals.size() <= places);
        silent_[arm] = proposals.size() < places ? 1 : 0;
        for (Proposal& proposal : proposals) {
            proposal.arm = proposer.name();
            ++credits_[arm].made;
            pending_.push_back(std::move(proposal));
        }
    }

    const Council& council_;
    const Brief& brief_;
    std::vector<Proposal> pending_;
    std::vector<char> silent_;
    std::vector<Credit> credits_;
};

Council::Council(std::vector<std::unique_ptr<Proposer>> arms, std::unique_ptr<Proposer> crazy)
    : arms_(std::move(arms)) {
    TL_CHECK(crazy != nullptr && arms_.size() <= arms_max);
    arms_.push_back(std::move(crazy));
    std::set<std::string_view> names;
    for (const auto& arm : arms_) {
        TL_CHECK_MSG(names.insert(arm->name()).second, "two arms of one name share their credit");
    }
}

std::vector<Proposal> Council::propose(const Brief& brief) {
    return Session(*this, brief).run();
}

std::vector<Council::Standing> Council::standings(const Brief& brief) const {
    std::vector<Standing> standings;
    for (const auto& arm : arms_) {
        standings.push_back({.arm = arm->name(), .credit = {}});
    }
    const auto of = [&](std::string_view arm) {
        const auto found = std::ranges::find(standings, arm, &Standing::arm);
        return found == standings.end() ? nullptr : &found->credit;
    };
    Reward reward;
    for (const Outcome& outcome : brief.past) {
        // Trials that came from elsewhere set the mark, and earn nobody anything.
        const double earned = reward.of(outcome.score);
        for (Standing& standing : standings) {
            standing.credit.gained *= memory;
            standing.credit.missed *= memory;
        }
        if (Credit* credit = of(outcome.arm)) {
            credit->gained += earned;
            credit->missed += 1 - earned;
            ++credit->made;
            ++credit->answered;
        }
    }
    for (const Proposal& proposal : brief.pending) {
        if (Credit* credit = of(proposal.arm)) {
            ++credit->made;
        }
    }
    return standings;
}

std::unique_ptr<Council> make_council(std::vector<std::unique_ptr<Proposer>> more) {
    std::vector<std::unique_ptr<Proposer>> arms;
    arms.push_back(std::make_unique<Coverage>());
    arms.push_back(std::make_unique<Tpe>());
    arms.push_back(std::make_unique<CmaSearch>());
    arms.push_back(std::make_unique<MapElites>());
    arms.push_back(std::make_unique<Mutation>());
    std::ranges::move(more, std::back_inserter(arms));
    return std::make_unique<Council>(std::move(arms), std::make_unique<Crazy>());
}

}  // namespace tradelab::brain
