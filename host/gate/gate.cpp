#include "gate/gate.hpp"

#include "core/check.hpp"
#include "gate/beside_holding.hpp"
#include "gate/daily_score.hpp"
#include "gate/explain.hpp"
#include "gate/finalists_test.hpp"
#include "gate/gate_check.hpp"
#include "gate/look_figures.hpp"
#include "gate/minimum_evidence.hpp"
#include "gate/promise.hpp"

#include <tradelab/math.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace tradelab {

namespace {

void append(std::vector<Figure>& figures, std::vector<Figure> more) {
    std::ranges::move(more, std::back_inserter(figures));
}

FirstLook ended(FirstLook look, GateOutcome outcome, GateReason reason, std::string sentence) {
    look.verdict.outcome = outcome;
    look.verdict.reason = reason;
    look.verdict.sentence = std::move(sentence);
    look.is_open = false;
    return look;
}

// Who has enough evidence to be tested, and the excess of each.
struct Field {
    std::vector<std::size_t> places = {};
    std::vector<std::vector<double>> walk_forward = {};
    std::vector<double> explore_z = {};
};

Field field_of(const GateInput& input, const GateRules& rules) {
    Field field;
    for (std::size_t place = 0; place < input.finalists.size(); ++place) {
        const Finalist& finalist = input.finalists[place];
        if (judge_minimum(finalist, rules.minimum).shortage) {
            continue;
        }
        const auto explore =
            daily_score(excess_of(finalist.explore.returns, finalist.evidence_class, rules),
                        rules.mean_block_days);
        field.places.push_back(place);
        field.walk_forward.push_back(
            excess_of(finalist.walk_forward.returns, finalist.evidence_class, rules));
        field.explore_z.push_back(explore ? explore->z : std::numeric_limits<double>::quiet_NaN());
    }
    return field;
}

std::optional<FinalistsTest> test_of(const Field& field,
                                     const GateInput& input,
                                     const GateRules& rules) {
    std::vector<Contender> contenders;
    for (std::size_t i = 0; i < field.places.size(); ++i) {
        contenders.push_back({.excess = field.walk_forward[i], .explore_z = field.explore_z[i]});
    }
    auto test = test_finalists(
        contenders,
        {.mean_block = static_cast<double>(rules.mean_block_days),
         .explore_weight = rules.explore_weight_permille / 1000.0,
         .explore_days = static_cast<double>(input.finalists.front().explore.returns.size()),
         .draws = rules.draws,
         .seed = rules.seed,
         .level = rules.first_level()});
    if (test) {
        test->best = field.places[test->best];
    }
    return test;
}

void explain(FirstLook& look, const GateInput& input, const GateRules& rules) {
    if (input.figures == GateFigures::all) {
        append(look.verdict.figures, explaining_figures(input, look.candidate, rules));
    }
}

// Nobody may be tested: the one that lacks least says what is missing.
FirstLook short_of_evidence(FirstLook look, const GateInput& input, const GateRules& rules) {
    const auto cost = [](const Shortage& shortage) {
        return std::pair(!shortage.is_curable, shortage.more.days);
    };
    std::optional<Shortage> least;
    for (std::size_t place = 0; place < input.finalists.size(); ++place) {
        auto judged = judge_minimum(input.finalists[place], rules.minimum);
        if (!least || cost(*judged.shortage) < cost(*least)) {
            least = std::move(judged.shortage);
            look.candidate = place;
            look.verdict.figures = std::move(judged.figures);
        }
    }
    look.verdict.candidate = input.finalists[look.candidate].id;
    explain(look, input, rules);
    if (!least->is_curable) {
        return ended(std::move(look),
                     GateOutcome::fail,
                     GateReason::minimum_evidence,
                     std::move(least->sentence));
    }
    look.verdict.more = least->more;
    return ended(std::move(look),
                 GateOutcome::not_enough_data,
                 GateReason::minimum_evidence,
                 std::move(least->sentence));
}

StressedSharpe stressed(const Finalist& finalist, const GateRules& rules) {
    const auto of = [&](const std::vector<double>& returns) {
        return annual_sharpe(excess_of(returns, finalist.evidence_class, rules));
    };
    return {.net = of(finalist.walk_forward.returns),
            .at_double_cost = of(finalist.walk_forward.at_double_cost),
            .one_bar_late = of(finalist.walk_forward.one_bar_late)};
}

// What walk-forward and costs say against the candidate, if anything.
std::optional<std::pair<GateReason, std::string>> objection(const StressedSharpe& sharpe) {
    if (!sharpe.net || !sharpe.at_double_cost || !sharpe.one_bar_late) {
        return std::pair(GateReason::undefined,
                         std::string("returns under stress that are no numbers, or do not differ"));
    }
    if (*sharpe.net <= 0) {
        return std::pair(
            GateReason::loses,
            fmt::format("Sharpe {:.2f} per year on days that the search never saw", *sharpe.net));
    }
    if (*sharpe.at_double_cost <= 0) {
        return std::pair(GateReason::costs,
                         fmt::format("Sharpe {:.2f} per year at twice the costs, {:.2f} at once",
                                     *sharpe.at_double_cost,
                                     *sharpe.net));
    }
    if (*sharpe.one_bar_late <= 0) {
        return std::pair(GateReason::costs,
                         fmt::format("Sharpe {:.2f} per year a bar later, {:.2f} in time",
                                     *sharpe.one_bar_late,
                                     *sharpe.net));
    }
    return std::nullopt;
}

// What a market that rose gave to whoever was in it proves nothing about when to be in.  A carry
// holds no market; and where nothing is known of holding, nothing is demanded.
std::optional<BesideHolding> held_beside(const Finalist& finalist, const GateRules& rules) {
    return finalist.evidence_class == EvidenceClass::trading
               ? beside_holding(
                     excess_of(finalist.walk_forward.returns, finalist.evidence_class, rules),
                     finalist.hold,
                     rules.mean_block_days)
               : std::nullopt;
}

std::optional<std::string> only_holds(const std::optional<BesideHolding>& beside,
                                      const GateRules& rules) {
    const double demanded = math::normal_quantile(1 - rules.holding_level());
    if (!beside || (beside->z && *beside->z >= demanded)) {
        return std::nullopt;
    }
    return fmt::format(
        "on walk-forward it moved as {:.2f} of holding the market; without that z = {:.2f} is "
        "left, "
        "{:.2f} is demanded",
        beside->beta,
        beside->z.value_or(0),
        demanded);
}

VaultPower power_of(const FirstLook& look) {
    const double needed = look.test.vault_needed(look.z1);
    const double drift = look.z1_alone * look.test.weight2 / look.test.weight1;
    return {.at_walk_forward_sharpe = math::normal_cdf(drift - needed),
            .at_half_of_it = math::normal_cdf(drift / 2 - needed),
            .under_no_edge = math::normal_cdf(-needed),
            .z2_needed = needed};
}

// Not above what luck gives the best of so many: how much more history would tell?
FirstLook below_first_level(FirstLook look, const GateInput& input, const GateRules& rules) {
    const Finalist& finalist = input.finalists[look.candidate];
    const double days = static_cast<double>(finalist.explore.returns.size() +
                                            finalist.walk_forward.returns.size() + look.plan.days);
    const std::string seen =
        fmt::format("p = {:.3g} for the best of {} on walk-forward, {:.3g} is demanded",
                    look.p1,
                    input.finalists.size(),
                    rules.first_level());
    const auto factor = history_factor(look);
    const double more = factor ? (*factor - 1) * days : 0;
    if (!factor || more > rules.patience_years * gate_days_per_year) {
        return ended(std::move(look),
                     GateOutcome::fail,
                     GateReason::correction,
                     seen + "; no history that one could wait for would tell");
    }
    const auto needed = static_cast<std::uint32_t>(std::ceil(more));
    look.verdict.more = MoreData{.days = needed};
    return ended(std::move(look),
                 GateOutcome::not_enough_data,
                 GateReason::correction,
                 seen + fmt::format("; if what was seen is true, {:.1f} more years of history give "
                                    "it even chances",
                                    more / gate_days_per_year));
}

Status check_plan(const VaultPlan& plan, const GateRules& rules) {
    if (!(plan.joint_level > 0) || !(plan.joint_level < rules.first_level())) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("a joint level of {}", plan.joint_level),
                    fmt::format("above 0 and below that of walk-forward, {}", rules.first_level()));
    }
    if (plan.days < rules.minimum.days_vault) {
        return fail(ErrorCode::invalid_argument,
                    fmt::format("a vault of {} days", plan.days),
                    fmt::format("{} at least: take a longer history", rules.minimum.days_vault));
    }
    return {};
}

}  // namespace

Result<FirstLook> look_first(const GateInput& input,
                             const GateRules& rules,
                             const VaultPlan& plan) {
    if (auto checked = check_input(input, rules); !checked) {
        return fail(std::move(checked.error()));
    }
    if (auto checked = check_plan(plan, rules); !checked) {
        return fail(std::move(checked.error()));
    }
    FirstLook look;
    look.plan = plan;
    const Field field = field_of(input, rules);
    if (field.places.empty()) {
        return short_of_evidence(std::move(look), input, rules);
    }
    const auto test = test_of(field, input, rules);
    if (!test) {
        return ended(std::move(look),
                     GateOutcome::fail,
                     GateReason::undefined,
                     "no finalist has returns that are numbers and differ");
    }
    const Finalist& finalist = input.finalists[test->best];
    const std::size_t days = finalist.walk_forward.returns.size();
    look.candidate = test->best;
    look.z1 = test->corrected_z;
    look.z1_alone = test->z;
    look.p1 = test->p;
    look.test = *TwoLooks::make(
        {.first = rules.first_level(), .joint = plan.joint_level},
        {.walk_forward = static_cast<double>(days), .vault = static_cast<double>(plan.days)});
    look.power = power_of(look);

    const StressedSharpe sharpe = stressed(finalist, rules);
    look.verdict.candidate = finalist.id;
    look.verdict.figures = judge_minimum(finalist, rules.minimum).figures;
    if (finalist.evidence_class == EvidenceClass::carry) {
        look.verdict.figures.push_back(lending_figure(rules));
    }
    append(look.verdict.figures, stress_figures(sharpe));
    append(look.verdict.figures, walk_forward_figures(*test, rules, days));
    append(look.verdict.figures, level_figures(look));
    const auto beside = held_beside(finalist, rules);
    if (beside) {
        look.verdict.figures.push_back(holding_figure(beside->z, rules));
    }
    const auto against = objection(sharpe);
    const auto holds = only_holds(beside, rules);
    const bool is_above = !against && look.z1 >= look.test.critical1;
    look.is_open = is_above && !holds;
    if (look.is_open) {
        append(look.verdict.figures, power_figures(look.power));
    }
    // Whoever is refused is explained no less.
    explain(look, input, rules);
    if (against) {
        return ended(std::move(look), GateOutcome::fail, against->first, against->second);
    }
    if (!is_above) {
        return below_first_level(std::move(look), input, rules);
    }
    return holds ? ended(std::move(look), GateOutcome::fail, GateReason::holding, *holds)
                 : std::move(look);
}

Result<GateVerdict> look_second(const GateInput& input,
                                const GateRules& rules,
                                const FirstLook& first,
                                const VaultEvidence& evidence) {
    TL_CHECK_MSG(first.is_open, "a vault is opened only for who passed walk-forward");
    const Finalist& finalist = input.finalists.at(first.candidate);
    if (auto checked = check_epoch(evidence.vault, first.plan.days, finalist.id + " in the vault");
        !checked) {
        return fail(std::move(checked.error()));
    }
    GateVerdict verdict = first.verdict;
    verdict.outcome = GateOutcome::fail;
    const auto excess = excess_of(evidence.vault.returns, finalist.evidence_class, rules);
    const auto score = daily_score(excess, rules.mean_block_days);
    if (!score) {
        verdict.reason = GateReason::undefined;
        verdict.sentence = "the vault was opened: its returns are no numbers, or do not differ";
        return verdict;
    }
    auto both = excess_of(finalist.walk_forward.returns, finalist.evidence_class, rules);
    both.insert(both.end(), excess.begin(), excess.end());
    const SecondLook second{.z2 = score->z,
                            .z = first.test.weight1 * first.z1 + first.test.weight2 * score->z,
                            .sharpe = annual_sharpe(excess),
                            .sharpe_of_both = annual_sharpe(both)};
    append(verdict.figures, vault_figures(second, first));
    if (input.figures == GateFigures::all) {
        append(verdict.figures, explaining_vault_figures(finalist, evidence, rules));
    }
    if (!(second.z >= first.test.critical)) {
        verdict.reason = GateReason::vault;
        verdict.sentence = fmt::format(
            "the vault gave z2 = {:.2f} where {:.2f} was needed: together {:.2f}, {:.2f} "
            "is demanded",
            second.z2,
            first.power.z2_needed,
            second.z,
            first.test.critical);
        return verdict;
    }
    verdict.promised = promise_of(first, second);
    append(verdict.figures, promise_figures(*verdict.promised));
    verdict.outcome = GateOutcome::pass;
    verdict.reason = GateReason::proven;
    verdict.sentence = fmt::format(
        "together z = {:.2f}, {:.2f} is demanded; promised Sharpe {:.2f} per year ({:.2f} to "
        "{:.2f})",
        second.z,
        first.test.critical,
        verdict.promised->median,
        verdict.promised->low,
        verdict.promised->high);
    return verdict;
}

Result<GateVerdict> judge(const GateInput& input,
                          const GateRules& rules,
                          const VaultPlan& plan,
                          const OpenVault& open_vault) {
    auto first = look_first(input, rules, plan);
    if (!first) {
        return fail(std::move(first.error()));
    }
    if (!first->is_open) {
        return std::move(first->verdict);
    }
    const auto evidence = open_vault(first->candidate, *first);
    if (!evidence) {
        return fail(evidence.error());
    }
    return look_second(input, rules, *first, *evidence);
}

}  // namespace tradelab
