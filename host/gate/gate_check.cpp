#include "gate/gate_check.hpp"

#include <algorithm>
#include <string>

namespace tradelab {

namespace {

Failure wrong(std::string what, std::string hint) {
    return fail(ErrorCode::invalid_argument, "gate input: " + std::move(what), std::move(hint));
}

}  // namespace

Status check_epoch(const EpochEvidence& evidence, std::size_t days, std::string_view whose) {
    for (const auto& [series, name] : {std::pair{&evidence.returns, "returns"},
                                       std::pair{&evidence.at_double_cost, "at_double_cost"},
                                       std::pair{&evidence.one_bar_late, "one_bar_late"}}) {
        if (series->size() != days) {
            return wrong(std::string(whose) + ": " + name + " has " +
                             std::to_string(series->size()) + " days, " + std::to_string(days) +
                             " are the epoch's",
                         "one return for each day of UTC, also where nothing was held");
        }
    }
    return {};
}

Status check_input(const GateInput& input, const GateRules& rules) {
    if (input.finalists.empty() || input.finalists.size() > finalists_max) {
        return wrong(std::to_string(input.finalists.size()) + " finalists",
                     "1 to " + std::to_string(finalists_max) + " can be judged");
    }
    if (rules.draws == 0 || rules.mean_block_days == 0 || rules.first_level_ppm == 0 ||
        rules.first_level_ppm >= 1'000'000) {
        return wrong("rules without a draw, a block or a level", "see gate_rules.hpp");
    }
    const std::size_t explore = input.finalists.front().explore.returns.size();
    const std::size_t walk_forward = input.finalists.front().walk_forward.returns.size();
    for (const Finalist& finalist : input.finalists) {
        if (auto checked = check_epoch(finalist.explore, explore, finalist.id + " on explore");
            !checked) {
            return checked;
        }
        if (auto checked =
                check_epoch(finalist.walk_forward, walk_forward, finalist.id + " on walk-forward");
            !checked) {
            return checked;
        }
    }
    for (const auto& one : input.cluster_returns) {
        if (one.size() != explore) {
            return wrong("a cluster has " + std::to_string(one.size()) + " days of explore, not " +
                             std::to_string(explore),
                         "give the same days");
        }
    }
    std::vector<const std::vector<double>*> held = {&input.hold_walk_forward};
    for (const Finalist& finalist : input.finalists) {
        held.push_back(&finalist.hold);
    }
    for (const auto* hold : held) {
        if (!hold->empty() && hold->size() != walk_forward) {
            return wrong("holding has " + std::to_string(hold->size()) +
                             " days of walk-forward, the finalists " + std::to_string(walk_forward),
                         "give the same days, or none");
        }
    }
    return {};
}

std::vector<double> excess_of(std::span<const double> returns,
                              EvidenceClass evidence_class,
                              const GateRules& rules) {
    const double a_day = rules.lending_rate(evidence_class) / gate_days_per_year;
    std::vector<double> excess(returns.begin(), returns.end());
    for (double& value : excess) {
        value -= a_day;
    }
    return excess;
}

}  // namespace tradelab
