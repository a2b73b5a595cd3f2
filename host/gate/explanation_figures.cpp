#include "gate/explanation.hpp"
#include "statistics/median.hpp"
#include "statistics/ratios.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>

namespace tradelab {
namespace {

// Epochs of which twins are told.
constexpr std::array<std::string_view, 2> twin_epochs = {"explore", "walk_forward"};

std::optional<double> share_of(std::size_t count, std::size_t all) {
    return all == 0 ? std::nullopt
                    : std::optional(static_cast<double>(count) / static_cast<double>(all));
}

// Of those that ran and trade otherwise: a parameter that moves nothing makes no plateau.  One that
// never moved has earned nothing; of one that failed nobody knows.
std::vector<double> scores_of(std::span<const NeighbourEvidence> neighbours) {
    std::vector<double> out;
    for (const NeighbourEvidence& one : neighbours) {
        if (!one.is_same && one.why_failed.empty()) {
            out.push_back(one.sharpe.value_or(0));
        }
    }
    return out;
}

void tell_of_plateau(std::vector<Figure>& figures, const Explanation& explanation) {
    const auto near = scores_of(explanation.neighbours);
    const auto earn = std::ranges::count_if(near, [](double one) { return one > 0; });
    const auto median = median_of(near);
    const std::size_t all = explanation.neighbours.size();
    const auto counted = [&](std::size_t count) {
        return all == 0 ? std::nullopt : std::optional(static_cast<double>(count));
    };
    const auto failed = static_cast<std::size_t>(std::ranges::count_if(
        explanation.neighbours,
        [](const NeighbourEvidence& one) { return !one.why_failed.empty(); }));
    figures.push_back({.name = "plateau.neighbours",
                       .value = counted(all),
                       .unit = "rules",
                       .formula = "allowed rules with one parameter moved by one or two ticks; a "
                                  "choice has no neighbours",
                       .source = "gate"});
    figures.push_back({.name = "plateau.run",
                       .value = counted(explanation.neighbours_run),
                       .unit = "trials",
                       .formula = "neighbours that the search had not tried: run on explore after "
                                  "the choice, nothing was chosen from them",
                       .source = "trial ledger"});
    figures.push_back({.name = "plateau.same",
                       .value = counted(all - near.size() - failed),
                       .unit = "rules",
                       .formula = "neighbours that traded to the last fill as it did: left out of "
                                  "what follows",
                       .source = "gate"});
    figures.push_back({.name = "plateau.failed",
                       .value = counted(failed),
                       .unit = "rules",
                       .formula = "neighbours that could not be run: no trials, and left out of "
                                  "what follows",
                       .source = "gate"});
    figures.push_back({.name = "plateau.share",
                       .value = share_of(static_cast<std::size_t>(earn), near.size()),
                       .unit = "",
                       .formula = "share of the neighbours with a Sharpe above 0 on explore",
                       .source = "gate"});
    figures.push_back({.name = "plateau.median",
                       .value = median && explanation.sharpe
                                    ? quotient(*median, *explanation.sharpe)
                                    : std::nullopt,
                       .unit = "of its own",
                       .formula = "median Sharpe of the neighbours / own, on explore",
                       .source = "gate"});
    figures.push_back(
        {.name = "plateau.worst",
         .value = near.empty() ? std::nullopt : std::optional(*std::ranges::min_element(near)),
         .unit = "per year",
         .formula = "lowest Sharpe of a neighbour on explore",
         .source = "gate"});
}

void tell_of_twins(std::vector<Figure>& figures,
                   const Explanation& explanation,
                   std::string_view epoch) {
    const auto found = std::ranges::find(explanation.twins, epoch, &TwinEvidence::epoch);
    const TwinEvidence twins = found == explanation.twins.end() ? TwinEvidence{} : *found;
    const auto beaten = std::ranges::count_if(
        twins.sharpes, [&](double one) { return one < twins.own.value_or(0); });
    const std::string name = "twins." + std::string(epoch);
    figures.push_back(
        {.name = name + ".beaten",
         .value = twins.own ? share_of(static_cast<std::size_t>(beaten), twins.sharpes.size())
                            : std::nullopt,
         .unit = "",
         .formula = "share of twins with a lower Sharpe: the same positions for as "
                    "long at the same costs, in another order and entered at random",
         .source = "gate"});
    figures.push_back({.name = name + ".median",
                       .value = median_of(twins.sharpes),
                       .unit = "per year",
                       .formula = "median Sharpe of the twins: what the positions give without "
                                  "their timing",
                       .source = "gate"});
}

void tell_of_regimes(std::vector<Figure>& figures, const Explanation& explanation) {
    std::size_t traded = 0;
    std::size_t earned = 0;
    for (const RegimeEvidence& one : explanation.regimes) {
        traded += one.trades > 0 ? 1U : 0U;
        earned += one.earned > 0 ? 1U : 0U;
    }
    figures.push_back({.name = "regimes.traded",
                       .value = share_of(traded, explanation.regimes.size()),
                       .unit = "",
                       .formula = "share of the labels below that had days, on whose days a trade "
                                  "was opened",
                       .source = "regime labels of the lab"});
    figures.push_back(
        {.name = "regimes.earned",
         .value = share_of(earned, explanation.regimes.size()),
         .unit = "",
         .formula = "share of the labels below that had days, on whose days it earned",
         .source = "regime labels of the lab"});
    for (const RegimeEvidence& one : explanation.regimes) {
        const std::string name = "regime." + one.name;
        figures.push_back({.name = name + ".days",
                           .value = static_cast<double>(one.days),
                           .unit = "days",
                           .formula = "of explore and walk-forward that had this label when they "
                                      "began",
                           .source = "regime labels of the lab"});
        figures.push_back({.name = name + ".earned",
                           .value = one.earned,
                           .unit = "of the capital",
                           .formula = "sum of the net returns of these days",
                           .source = "regime labels of the lab"});
        figures.push_back({.name = name + ".trades",
                           .value = static_cast<double>(one.trades),
                           .unit = "trades",
                           .formula = "opened on these days",
                           .source = "regime labels of the lab"});
    }
}

// Names of labels stand in the figures' names: a figure is a number.
void tell_of_outset(std::vector<Figure>& figures, const Explanation& explanation) {
    const auto& outset = explanation.outset;
    figures.push_back(
        {.name = "change_point.days",
         .value = outset ? std::optional(static_cast<double>(outset->stretch_days)) : std::nullopt,
         .unit = "days",
         .formula = "since the likeliest last change point of the market's daily returns, where "
                    "walk-forward ends (Adams and MacKay 2007, one a year expected); 500 and more "
                    "are 500",
         .source = "regime labels of the lab"});
    figures.push_back({.name = "change_point.recent",
                       .value = outset ? std::optional(outset->is_recent) : std::nullopt,
                       .unit = "",
                       .formula = "how probable it is that this change point lies within the last "
                                  "30 days",
                       .source = "regime labels of the lab"});
    if (!outset) {
        return;
    }
    for (const auto& [label, days] : {std::pair(outset->grid, outset->grid_days),
                                      std::pair(outset->hidden, outset->hidden_days)}) {
        figures.push_back({.name = "outset." + label + ".days",
                           .value = static_cast<double>(days),
                           .unit = "days",
                           .formula = "that the market has had this label without a break where "
                                      "walk-forward ends: what it would start in",
                           .source = "regime labels of the lab"});
    }
}

}  // namespace

std::vector<Figure> explanation_figures(const Explanation& explanation) {
    std::vector<Figure> figures;
    tell_of_plateau(figures, explanation);
    for (const std::string_view epoch : twin_epochs) {
        tell_of_twins(figures, explanation, epoch);
    }
    tell_of_regimes(figures, explanation);
    tell_of_outset(figures, explanation);
    return figures;
}

}  // namespace tradelab
