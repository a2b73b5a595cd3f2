#include "report/dossier.hpp"

#include "report/dossier_charts.hpp"
#include "report/dossier_facts.hpp"
#include "report/figures.hpp"
#include "report/html.hpp"
#include "report/page.hpp"

#include <fmt/format.h>

namespace tradelab {
namespace {

constexpr auto numeric = CellKind::number;

std::string title_of(const Dossier& dossier) {
    return "Dossier: " + dossier.document.strategy;
}

std::string cards_of(const Dossier& dossier) {
    std::string out = "<dl class=\"kpis\">\n";
    for (const DossierCard& one : cards_in(dossier)) {
        out += card(one.name, one.value, one.meaning);
    }
    return out + "</dl>\n";
}

std::string header_of(const Dossier& dossier) {
    const VerdictDocument& document = dossier.document;
    std::string out = "<header>\n<h1>" + escaped(title_of(dossier)) + "</h1>\n<p class=\"sub\">";
    out += escaped(origin_sentence(dossier));
    out += "</p>\n" + synthetic_banner(dossier.origin);
    out += "<p class=\"verdict\">" + escaped(document.verdict.sentence) + "</p>\n";
    return out + cards_of(dossier) + "</header>\n";
}

std::string table_of(const DossierTable& told, DataOrigin origin) {
    HtmlTable table{.caption = told.caption, .columns = {}, .rows = told.rows};
    for (const std::string& title : told.columns) {
        table.columns.push_back(
            {.title = title, .kind = table.columns.empty() ? CellKind::text : numeric});
    }
    return html_of(table, origin);
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
    std::vector<HtmlFact> facts;
    for (auto& [name, value] : facts_in(member)) {
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
    body += table_of(epochs_in(dossier), dossier.origin) +
            table_of(regimes_in(dossier), dossier.origin);
    body += heading("what", "What it is, and who proposed it") + members_of(dossier);
    body += heading("search", "What else was tried");
    body += pair_of(table_of(fates_in(dossier), dossier.origin),
                    table_of(arms_in(dossier), dossier.origin));
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

}  // namespace tradelab
