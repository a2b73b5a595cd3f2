#include "gate/explain.hpp"

#include "gate/beside_holding.hpp"
#include "gate/gate_check.hpp"
#include "gate/look_figures.hpp"
#include "statistics/backtest_overfitting.hpp"
#include "statistics/moments.hpp"
#include "statistics/ratios.hpp"
#include "statistics/sharpe_inference.hpp"
#include "statistics/superior_ability.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>

namespace tradelab {

namespace {

struct Told {
    std::string name;
    std::optional<double> value;
    std::string unit;
    std::string formula;
    std::string source;
};

void tell(std::vector<Figure>& figures, Told told) {
    figures.push_back({.name = std::move(told.name),
                       .value = told.value,
                       .unit = std::move(told.unit),
                       .role = FigureRole::explains,
                       .demand = {},
                       .demanded = {},
                       .formula = std::move(told.formula),
                       .source = std::move(told.source)});
}

void tell_of_holding(std::vector<Figure>& figures,
                     std::span<const double> excess,
                     std::span<const double> hold,
                     const std::string& epoch,
                     const GateRules& rules) {
    const auto beside = beside_holding(excess, hold, rules.mean_block_days);
    tell(figures,
         {.name = epoch + ".hold.sharpe",
          .value = hold.empty() ? std::nullopt : annual_sharpe(hold),
          .unit = "per year",
          .formula = "root(365) mean / deviation of holding; its volatility does not matter to it",
          .source = "Sharpe 1994"});
    tell(figures,
         {.name = epoch + ".hold.beta",
          .value = beside ? std::optional(beside->beta) : std::nullopt,
          .unit = "",
          .formula = "covariance with holding / variance of holding, of daily returns",
          .source = "Jensen 1968"});
    tell(figures,
         {.name = epoch + ".hold.sharpe_without",
          .value = beside ? beside->sharpe : std::nullopt,
          .unit = "per year",
          .formula = "root(365) mean / deviation of return - beta x holding",
          .source = "Treynor and Black 1973"});
}

void tell_of_search(std::vector<Figure>& figures,
                    const GateInput& input,
                    std::span<const double> seen) {
    const auto sample = sharpe_sample(seen);
    const double clusters = static_cast<double>(std::max<std::uint64_t>(input.clusters, 1));
    const auto deflated = sample ? deflated_sharpe(*sample, clusters) : std::nullopt;
    const auto probable = sample ? probabilistic_sharpe(*sample, 0) : std::nullopt;
    const auto length = sample ? min_track_record_length(*sample, 0, 0.95) : std::nullopt;
    tell(figures,
         {.name = "search.trials",
          .value = static_cast<double>(input.trials),
          .unit = "",
          .formula = "everything that was ever tried for this verdict",
          .source = "trial ledger"});
    tell(figures,
         {.name = "search.clusters",
          .value = static_cast<double>(input.clusters),
          .unit = "",
          .formula = "representatives with correlation below 0.7 in size",
          .source = "trial ledger"});
    tell(figures,
         {.name = "search.probabilistic_sharpe",
          .value = probable,
          .unit = "",
          .formula = "P(true Sharpe > 0) on explore and walk-forward",
          .source = "Bailey and Lopez de Prado 2012"});
    tell(
        figures,
        {.name = "search.deflated_sharpe",
         .value = deflated ? std::optional(deflated->probability) : std::nullopt,
         .unit = "",
         .formula = "P(true Sharpe > E[max of clusters] / root(T - 1)) on explore and walk-forward",
         .source = "Bailey and Lopez de Prado 2014, with the variance of trials without skill"});
    tell(figures,
         {.name = "search.min_track_record",
          .value = length,
          .unit = "days",
          .formula = "days until P(true Sharpe > 0) reaches 0.95 at this Sharpe",
          .source = "Bailey and Lopez de Prado 2012"});
}

void tell_of_overfitting(std::vector<Figure>& figures, const GateInput& input) {
    std::vector<std::span<const double>> series;
    for (const auto& one : input.cluster_returns) {
        series.emplace_back(one);
    }
    const auto found = probability_of_backtest_overfitting(series, {.blocks = 10});
    tell(figures,
         {.name = "search.overfitting",
          .value = found ? std::optional(found->probability) : std::nullopt,
          .unit = "",
          .formula = "share of 252 splits of explore in which the winner of one half is below the "
                     "median of the other; one rule a cluster",
          .source = "Bailey, Borwein, Lopez de Prado and Zhu 2017"});
}

std::optional<double> consistent_p(const std::vector<std::vector<double>>& above,
                                   const Resamples& drawn) {
    const std::vector<std::span<const double>> series(above.begin(), above.end());
    const auto spa = hansen_spa(series, drawn);
    return spa ? std::optional(spa->consistent.value()) : std::nullopt;
}

// The published test, beside the one that decides: against cash, and against holding.
void tell_of_spa(std::vector<Figure>& figures, const GateInput& input, const GateRules& rules) {
    std::vector<std::vector<double>> excess;
    for (const Finalist& finalist : input.finalists) {
        excess.push_back(excess_of(finalist.walk_forward.returns, finalist.evidence_class, rules));
    }
    constexpr std::size_t resamples = 1000;
    const auto drawn =
        Resamples::stationary({.bars = excess.front().size(),
                               .mean_block = static_cast<double>(rules.mean_block_days),
                               .seed = rules.seed},
                              resamples);
    tell(figures,
         {.name = "walk_forward.spa",
          .value = consistent_p(excess, drawn),
          .unit = "",
          .formula = "consistent p of the best finalist against the lending rate, all alike before",
          .source = "Hansen 2005"});
    const std::vector<double>& hold = input.hold_walk_forward;
    const bool is_held = hold.size() == excess.front().size();
    std::vector<std::vector<double>> above;
    for (const Finalist& finalist : input.finalists) {
        std::ranges::transform(finalist.walk_forward.returns,
                               hold,
                               std::back_inserter(above.emplace_back()),
                               std::minus());
    }
    tell(figures,
         {.name = "walk_forward.hold.spa",
          .value = is_held ? consistent_p(above, drawn) : std::nullopt,
          .unit = "",
          .formula = "the same against holding the market all the time with the same capital",
          .source = "Hansen 2005"});
}

}  // namespace

std::vector<Figure> explaining_figures(const GateInput& input,
                                       std::size_t candidate,
                                       const GateRules& rules) {
    const Finalist& finalist = input.finalists.at(candidate);
    const auto explore = excess_of(finalist.explore.returns, finalist.evidence_class, rules);
    const auto clean = excess_of(finalist.walk_forward.returns, finalist.evidence_class, rules);
    auto seen = explore;
    seen.insert(seen.end(), clean.begin(), clean.end());

    std::vector<Figure> figures;
    const auto on_explore = annual_sharpe(explore);
    const auto on_clean = annual_sharpe(clean);
    tell(figures,
         {.name = "explore.sharpe",
          .value = on_explore,
          .unit = "per year",
          .formula = "root(365) mean / deviation of the daily excess; what the search made of it",
          .source = "Sharpe 1994"});
    tell(figures,
         {.name = "walk_forward.kept",
          .value = on_explore && on_clean ? quotient(*on_clean, *on_explore) : std::nullopt,
          .unit = "of explore",
          .formula = "walk_forward.sharpe / explore.sharpe",
          .source = "gate"});
    tell_of_spa(figures, input, rules);
    tell_of_holding(figures, clean, finalist.hold, "walk_forward", rules);
    tell_of_search(figures, input, seen);
    tell_of_overfitting(figures, input);
    return figures;
}

std::vector<Figure> explaining_vault_figures(const Finalist& finalist,
                                             const VaultEvidence& evidence,
                                             const GateRules& rules) {
    std::vector<Figure> figures;
    const auto excess = excess_of(evidence.vault.returns, finalist.evidence_class, rules);
    tell_of_holding(figures, excess, evidence.hold, "vault", rules);
    for (const auto& [name, returns] :
         {std::pair{"vault.double_cost.sharpe", &evidence.vault.at_double_cost},
          std::pair{"vault.one_bar_late.sharpe", &evidence.vault.one_bar_late}}) {
        tell(figures,
             {.name = name,
              .value = annual_sharpe(excess_of(*returns, finalist.evidence_class, rules)),
              .unit = "per year",
              .formula = "root(365) mean / deviation of the daily excess in the vault",
              .source = "Sharpe 1994"});
    }
    return figures;
}

}  // namespace tradelab
