#pragma once

#include "brain/credit.hpp"
#include "brain/proposer.hpp"

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

namespace tradelab::brain {

// Several arms as one: a bandit shares the budget among them, and each proposal says whose it is.
//
// Of every ten proposals one is the crazy arm's, exactly; of every twenty one at least is each
// other arm's, so that none is given up on; the rest goes by Thompson sampling over what the arms
// have earned lately (a trial counts half after 140 others: what helps early in a search is not
// what helps late).  An arm that has no ideas leaves its place to the others.
class Council final : public Proposer {
public:
    // Names must differ.  At most `arms_max` beside the crazy one, or their floors do not fit.
    static constexpr std::size_t arms_max = 17;
    Council(std::vector<std::unique_ptr<Proposer>> arms, std::unique_ptr<Proposer> crazy);

    [[nodiscard]] std::string_view name() const override { return "council"; }
    [[nodiscard]] std::vector<Proposal> propose(const Brief& brief) override;

    struct Standing {
        std::string_view arm;
        Credit credit;
    };
    // What each arm has done and earned, the crazy one last.
    [[nodiscard]] std::vector<Standing> standings(const Brief& brief) const;

private:
    class Session;
    std::vector<std::unique_ptr<Proposer>> arms_;  // the crazy one last
};

// Everything that needs no key: coverage, tpe, cma_es, map_elites, mutation, the arms handed in
// (a playbook, a model), and crazy.
[[nodiscard]] std::unique_ptr<Council> make_council(std::vector<std::unique_ptr<Proposer>> more);

}  // namespace tradelab::brain
