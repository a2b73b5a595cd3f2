#include "report/dossier_facts.hpp"

#include "report/figures.hpp"
#include "statistics/ratios.hpp"

#include <fmt/format.h>

#include <chrono>

namespace tradelab {
namespace {

constexpr double days_of_year = 365;

std::string annual_sharpe_text(const std::vector<double>& returns) {
    return ratio_text(annualised(sharpe(returns), days_of_year));
}

DossierTable counted(const std::string& caption,
                     const std::vector<std::pair<std::string, std::uint64_t>>& counts) {
    DossierTable table{.caption = caption, .columns = {"", "trials"}, .rows = {}};
    for (const auto& [name, count] : counts) {
        table.rows.push_back({name, count_text(count)});
    }
    return table;
}

}  // namespace

std::string money_of(const Dossier& dossier, double share) {
    return fmt::format("{:.0f} {} of {}",
                       share * to_double_for_decisions(dossier.capital),
                       dossier.asset,
                       cash_text(dossier.capital, dossier.asset));
}

std::string origin_sentence(const Dossier& dossier) {
    const VerdictDocument& document = dossier.document;
    return fmt::format("verdict {} of {} · campaign {} · {}",
                       short_hash(dossier.id),
                       minute_text(document.judged_at),
                       short_hash(document.campaign),
                       document.test == 0 ? std::string("no test of the lifetime was spent")
                                          : fmt::format("test {} of the lifetime", document.test));
}

std::vector<DossierCard> cards_in(const Dossier& dossier) {
    const GateVerdict& verdict = dossier.document.verdict;
    const DossierFigures figures = figures_of(dossier);
    return {{.name = "Verdict",
             .value = std::string(outcome_text(verdict.outcome)),
             .meaning = std::string(reason_text(verdict.reason))},
            {.name = "Promised Sharpe",
             .value = verdict.promised ? ratio_text(verdict.promised->median) : "–",
             .meaning = verdict.promised ? "a year, corrected for having been chosen; 90 %: " +
                                               ratio_text(verdict.promised->low) + " to " +
                                               ratio_text(verdict.promised->high)
                                         : "only what passes is promised anything"},
            {.name = "Return shown",
             .value = signed_percent_text(figures.total_return, 1),
             .meaning = "all epochs below"},
            {.name = "Deepest fall",
             .value = percent_text(figures.deepest_fall, 1),
             .meaning = money_of(dossier, figures.deepest_fall)},
            {.name = "Bad year",
             .value = figures.worst_year ? percent_text(*figures.worst_year, 1) : "–",
             .meaning = figures.worst_year ? "fall that 95 of 100 resampled years keep: " +
                                                 money_of(dossier, *figures.worst_year)
                                           : "too few days to say"},
            {.name = "Break-even of costs",
             .value = figures.break_even ? "x " + ratio_text(figures.break_even) : "–",
             .meaning = figures.break_even ? "of the fees and slippage that were paid"
                                           : "nothing was earned before costs"}};
}

DossierTable epochs_in(const Dossier& dossier) {
    DossierTable table{.caption = "By epoch",
                       .columns = {"epoch",
                                   "days",
                                   "return",
                                   "Sharpe, annual",
                                   "trades",
                                   "fees",
                                   "slippage",
                                   "funding, + received",
                                   "net, " + dossier.asset},
                       .rows = {}};
    for (const DossierEpoch& epoch : dossier.epochs) {
        double value = 1;
        for (const double change : epoch.returns) {
            value *= 1 + change;
        }
        table.rows.push_back({epoch.name,
                              count_text(epoch.returns.size()),
                              signed_percent_text(value - 1, 1),
                              annual_sharpe_text(epoch.returns),
                              count_text(epoch.trades),
                              cash_text(epoch.fees),
                              cash_text(epoch.slippage),
                              signed_cash_text(-epoch.funding),
                              signed_cash_text(epoch.net)});
    }
    return table;
}

UnixNanos end_of_day(std::int64_t day) {
    return UnixNanos(0) + std::chrono::hours(24 * (day + 1));
}

std::vector<DossierDay> growth_of(const Dossier& dossier) {
    std::vector<DossierDay> out;
    double value = 1;
    for (const DossierEpoch& epoch : dossier.epochs) {
        std::int64_t day = epoch.first_day;
        if (out.empty() && !epoch.returns.empty()) {
            out.push_back({.at = end_of_day(day - 1), .value = value});
        }
        for (const double change : epoch.returns) {
            value *= 1 + change;
            out.push_back({.at = end_of_day(day++), .value = value});
        }
    }
    return out;
}

std::string epochs_text(const Dossier& dossier) {
    std::string out;
    for (const DossierEpoch& epoch : dossier.epochs) {
        out += (out.empty() ? "" : ", then ") + epoch.name + " from " +
               date_text(end_of_day(epoch.first_day - 1));
    }
    return out;
}

DossierTable regimes_in(const Dossier& dossier) {
    DossierTable table{.caption = "By regime, as it was known the day before",
                       .columns = {"regime", "days", "mean day", "Sharpe, annual"},
                       .rows = {}};
    for (const DossierRegime& regime : dossier.regimes) {
        double sum = 0;
        for (const double change : regime.returns) {
            sum += change;
        }
        const auto days = static_cast<double>(regime.returns.size());
        table.rows.push_back({regime.name,
                              count_text(regime.returns.size()),
                              days > 0 ? signed_percent_text(sum / days, 3) : "–",
                              annual_sharpe_text(regime.returns)});
    }
    return table;
}

DossierTable fates_in(const Dossier& dossier) {
    return counted("What became of all trials", dossier.fates);
}

DossierTable arms_in(const Dossier& dossier) {
    return counted("Who proposed them", dossier.arms);
}

std::vector<std::pair<std::string, std::string>> facts_in(const DossierMember& member) {
    std::vector<std::pair<std::string, std::string>> out = {
        {"trial", count_text(member.trial)},
        {"proposed by", member.arm},
        {"why", member.rationale},
        {"made from", member.lineage.empty() ? "nothing" : member.lineage},
        {"Sharpe on explore, annual", ratio_text(member.explore_sharpe)}};
    out.insert(out.end(), member.parameters.begin(), member.parameters.end());
    return out;
}

}  // namespace tradelab
