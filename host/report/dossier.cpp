#include "report/dossier.hpp"

#include "core/text.hpp"
#include "report/dossier_charts.hpp"
#include "report/figures.hpp"
#include "report/html.hpp"
#include "report/page.hpp"
#include "statistics/ratios.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tradelab {
namespace {

constexpr double days_of_year = 365;
constexpr std::size_t words_max = 400;
constexpr auto numeric = CellKind::number;

std::string money_of(const Dossier& dossier, double share) {
    return fmt::format("{:.0f} {} of {}",
                       share * to_double_for_decisions(dossier.capital),
                       dossier.asset,
                       cash_text(dossier.capital, dossier.asset));
}

std::string annual_sharpe_text(const std::vector<double>& returns) {
    return ratio_text(annualised(sharpe(returns), days_of_year));
}

std::string title_of(const Dossier& dossier) {
    return "Dossier: " + dossier.document.strategy;
}

std::string cards_of(const Dossier& dossier) {
    const GateVerdict& verdict = dossier.document.verdict;
    const DossierFigures figures = figures_of(dossier);
    std::string out = "<dl class=\"kpis\">\n";
    out += card("Verdict",
                std::string(outcome_text(verdict.outcome)),
                std::string(reason_text(verdict.reason)));
    out += card("Promised Sharpe",
                verdict.promised ? ratio_text(verdict.promised->median) : "–",
                verdict.promised ? "a year, corrected for having been chosen; 90 %: " +
                                       ratio_text(verdict.promised->low) + " to " +
                                       ratio_text(verdict.promised->high)
                                 : "only what passes is promised anything");
    out += card("Return shown", signed_percent_text(figures.total_return, 1), "all epochs below");
    out += card("Deepest fall",
                percent_text(figures.deepest_fall, 1),
                money_of(dossier, figures.deepest_fall));
    out += card("Bad year",
                figures.worst_year ? percent_text(*figures.worst_year, 1) : "–",
                figures.worst_year ? "fall that 95 of 100 resampled years keep: " +
                                         money_of(dossier, *figures.worst_year)
                                   : "too few days to say");
    out += card("Break-even of costs",
                figures.break_even ? "x " + ratio_text(figures.break_even) : "–",
                figures.break_even ? "of the fees and slippage that were paid"
                                   : "nothing was earned before costs");
    return out + "</dl>\n";
}

std::string header_of(const Dossier& dossier) {
    const VerdictDocument& document = dossier.document;
    std::string out = "<header>\n<h1>" + escaped(title_of(dossier)) + "</h1>\n<p class=\"sub\">";
    out += escaped(fmt::format("verdict {} of {} · campaign {} · {}",
                               short_hash(dossier.id),
                               minute_text(document.judged_at),
                               short_hash(document.campaign),
                               document.test == 0
                                   ? std::string("no test of the lifetime was spent")
                                   : fmt::format("test {} of the lifetime", document.test)));
    out += "</p>\n" + synthetic_banner(dossier.origin);
    out += "<p class=\"verdict\">" + escaped(document.verdict.sentence) + "</p>\n";
    return out + cards_of(dossier) + "</header>\n";
}

std::string counted(const std::string& caption,
                    const std::vector<std::pair<std::string, std::uint64_t>>& counts,
                    DataOrigin origin) {
    HtmlTable table{.caption = caption,
                    .columns = {{.title = ""}, {.title = "trials", .kind = numeric}},
                    .rows = {}};
    for (const auto& [name, count] : counts) {
        table.rows.push_back({name, count_text(count)});
    }
    return html_of(table, origin);
}

std::string epochs_table(const Dossier& dossier) {
    HtmlTable table{.caption = "By epoch",
                    .columns = {{.title = "epoch"},
                                {.title = "days", .kind = numeric},
                                {.title = "return", .kind = numeric},
                                {.title = "Sharpe, annual", .kind = numeric},
                                {.title = "trades", .kind = numeric},
                                {.title = "fees", .kind = numeric},
                                {.title = "slippage", .kind = numeric},
                                {.title = "funding", .kind = numeric},
                                {.title = "net, " + dossier.asset, .kind = numeric}},
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
    return html_of(table, dossier.origin);
}

std::string regimes_table(const Dossier& dossier) {
    HtmlTable table{.caption = "By regime, as it was known the day before",
                    .columns = {{.title = "regime"},
                                {.title = "days", .kind = numeric},
                                {.title = "mean day", .kind = numeric},
                                {.title = "Sharpe, annual", .kind = numeric}},
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
    return html_of(table, dossier.origin);
}

std::string figures_table(const Dossier& dossier, FigureRole role, const std::string& caption) {
    HtmlTable table{.caption = caption,
                    .columns = {{.title = "figure", .kind = CellKind::name},
                                {.title = "value", .kind = numeric},
                                {.title = "unit"},
                                {.title = "demand", .kind = CellKind::limit},
                                {.title = "formula", .kind = CellKind::prose},
                                {.title = "source", .kind = CellKind::prose}},
                    .rows = {}};
    for (const Figure& figure : dossier.document.verdict.figures) {
        if (figure.role == role) {
            table.rows.push_back({figure.name,
                                  figure.value ? fmt::format("{:.4g}", *figure.value) : "undefined",
                                  figure.unit,
                                  figure.demand,
                                  figure.formula,
                                  figure.source});
        }
    }
    return html_of(table, dossier.origin);
}

std::string member_of(const DossierMember& member, DataOrigin origin) {
    std::vector<HtmlFact> facts = {
        {.name = "trial", .value = count_text(member.trial)},
        {.name = "proposed by", .value = member.arm},
        {.name = "why", .value = member.rationale},
        {.name = "made from", .value = member.lineage.empty() ? "nothing" : member.lineage},
        {.name = "Sharpe on explore, annual", .value = ratio_text(member.explore_sharpe)}};
    for (const auto& [name, value] : member.parameters) {
        facts.push_back({.name = name, .value = value});
    }
    return html_of(member.name, facts, origin);
}

std::string members_of(const Dossier& dossier) {
    std::string out;
    for (std::size_t at = 0; at < dossier.members.size(); at += 2) {
        out += pair_of(member_of(dossier.members[at], dossier.origin),
                       at + 1 < dossier.members.size()
                           ? member_of(dossier.members[at + 1], dossier.origin)
                           : "");
    }
    return out;
}

std::string bound_of(const Dossier& dossier) {
    std::vector<HtmlFact> facts;
    for (const auto& [name, value] : dossier.bound_to) {
        facts.push_back({.name = name, .value = value, .kind = CellKind::code});
    }
    return html_of("An approval would hang on exactly this", facts, dossier.origin);
}

}  // namespace

std::string dossier_page(const Dossier& dossier) {
    std::string body = header_of(dossier);
    body += heading("curve", "What it did") + epochs_chart(dossier) + fall_chart(dossier);
    body += epochs_table(dossier) + regimes_table(dossier);
    body += heading("what", "What it is, and who proposed it") + members_of(dossier);
    body += heading("search", "What else was tried");
    body += pair_of(counted("What became of all trials", dossier.fates, dossier.origin),
                    counted("Who proposed them", dossier.arms, dossier.origin));
    body += plateau_map(dossier) + neighbours_map(dossier);
    body += heading("gate", "What the gate asked");
    body += figures_table(dossier, FigureRole::decides, "What decided");
    body += figures_table(dossier, FigureRole::explains, "What explains");
    body += heading("redo", "To do it again") + bound_of(dossier);
    return html_of(Page{
        .title = title_of(dossier),
        .origin = dossier.origin,
        .body = std::move(body),
        .foot = "Times are UTC; returns are of days, net of fees, slippage and funding, on the "
                "whole capital. Explore is where it was found: what it earned there is no "
                "evidence. A dash means: not defined, or not enough to say."});
}

std::vector<std::string> dossier_lines(const Dossier& dossier) {
    const DossierFigures figures = figures_of(dossier);
    std::vector<std::string> out;
    for (const DossierMember& member : dossier.members) {
        out.push_back(fmt::format("{} by {}: {}",
                                  printable(member.name, words_max),
                                  printable(member.arm, words_max),
                                  printable(member.rationale, words_max)));
    }
    out.push_back(fmt::format("deepest fall {}, {}",
                              percent_text(figures.deepest_fall, 1),
                              money_of(dossier, figures.deepest_fall)));
    if (figures.worst_year) {
        out.push_back(fmt::format("bad year (95 % of resampled years fall less) {}, {}",
                                  percent_text(*figures.worst_year, 1),
                                  money_of(dossier, *figures.worst_year)));
    }
    if (figures.break_even) {
        out.push_back("costs could be x " + ratio_text(figures.break_even) +
                      " before nothing is left");
    }
    return out;
}

}  // namespace tradelab
