#include "report/dossier_text.hpp"

#include "core/text.hpp"
#include "report/dossier_facts.hpp"
#include "report/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t words_max = 400;
constexpr std::size_t name_width = 16;
constexpr const char* chosen_mark = "* ";

std::string padded(const std::string& text, std::size_t width) {
    return text + std::string(width - std::min(width, width_of(text)), ' ');
}

// All columns but the first are numbers.
Table table_of(const DossierTable& told) {
    Table table;
    for (const std::string& title : told.columns) {
        table.columns.push_back({.title = printable(title, words_max),
                                 .align = table.columns.empty() ? Align::left : Align::right});
    }
    for (const auto& told_row : told.rows) {
        std::vector<std::string> row;
        for (const std::string& cell : told_row) {
            row.push_back(printable(cell, words_max));
        }
        table.add(std::move(row));
    }
    return table;
}

void add(TerminalPage& page, const DossierTable& told) {
    page.line(told.caption + ":");
    page.table(table_of(told));
}

// The first column, and those from `from` to before `to`: what a terminal has room for.
DossierTable part_of(const DossierTable& told, std::size_t from, std::size_t to) {
    const auto cut = [&](const std::vector<std::string>& cells) {
        std::vector<std::string> out = {cells.front()};
        for (std::size_t at = from; at < std::min(to, cells.size()); ++at) {
            out.push_back(cells[at]);
        }
        return out;
    };
    DossierTable out{.caption = told.caption, .columns = cut(told.columns), .rows = {}};
    for (const auto& row : told.rows) {
        out.rows.push_back(cut(row));
    }
    return out;
}

void add_cards(TerminalPage& page, const Dossier& dossier) {
    for (const DossierCard& card : cards_in(dossier)) {
        page.paragraph(card.meaning, padded(card.name, 21) + padded(card.value, 10));
    }
    page.line();
}

void add_curve(TerminalPage& page, const Dossier& dossier) {
    std::vector<std::int64_t> values;
    for (const DossierDay& day : growth_of(dossier)) {
        values.push_back(static_cast<std::int64_t>(std::clamp(day.value, 0.0, 1e6) * 1e9));
    }
    if (values.size() < 2) {
        return;
    }
    const auto [low, high] = std::ranges::minmax(values);
    page.curve("equity",
               values,
               fmt::format("x {} to x {} of what it began with, in the end x {}",
                           ratio_text(static_cast<double>(low) / 1e9),
                           ratio_text(static_cast<double>(high) / 1e9),
                           ratio_text(static_cast<double>(values.back()) / 1e9)));
    page.paragraph(epochs_text(dossier) + ". The search saw explore alone.");
    page.line();
}

void add_members(TerminalPage& page, const Dossier& dossier) {
    for (const DossierMember& member : dossier.members) {
        page.title(member.name);
        for (const auto& [name, value] : facts_in(member)) {
            page.paragraph(value, padded("  " + name, name_width + 12) + " ");
        }
        page.line();
    }
}

// What the names of all bins end with: " bars" of "4 bars" and "5 bars to 12 bars".
std::string unit_of(const std::vector<std::string>& bins) {
    const std::string first = bins.empty() ? "" : bins.front();
    const std::string unit = first.substr(std::min(first.rfind(' '), first.size()));
    const bool is_shared =
        std::ranges::all_of(bins, [&](const std::string& bin) { return bin.ends_with(unit); });
    return is_shared ? unit : "";
}

std::string without(std::string text, const std::string& part, const std::string& instead) {
    for (auto at = part.empty() ? std::string::npos : text.find(part); at != std::string::npos;
         at = text.find(part, at + instead.size())) {
        text.replace(at, part.size(), instead);
    }
    return text;
}

// "5 bars to 12 bars" as "5..12": a terminal has room for six of these.
std::vector<std::string> narrow(const std::vector<std::string>& bins) {
    const std::string unit = unit_of(bins);
    std::vector<std::string> out;
    for (const std::string& bin : bins) {
        out.push_back(without(without(bin, unit, ""), " to ", ".."));
    }
    return out;
}

void add_plateau(TerminalPage& page, const Dossier& dossier) {
    if (!dossier.plateau) {
        return;
    }
    const DossierPlateau& map = *dossier.plateau;
    page.paragraph("Mean Sharpe ratio a year on explore of all trials of " + map.family + ", by " +
                   map.across + unit_of(map.columns) + " (across) and " + map.up +
                   unit_of(map.rows) + " (up); " + chosen_mark +
                   "is where the first member stands:");
    DossierTable grid{.caption = "", .columns = {map.up}, .rows = {}};
    const std::vector<std::string> columns = narrow(map.columns);
    const std::vector<std::string> rows = narrow(map.rows);
    grid.columns.insert(grid.columns.end(), columns.begin(), columns.end());
    for (std::size_t row = map.rows.size(); row-- > 0;) {
        std::vector<std::string> cells = {rows[row]};
        for (std::size_t column = 0; column < map.columns.size(); ++column) {
            const DossierPlateau::Cell& cell = map.cells[row][column];
            const bool is_chosen = row == map.row && column == map.column;
            cells.push_back(cell.trials == 0 ? ""
                                             : (is_chosen ? chosen_mark : "") +
                                                   fmt::format("{:+.2f}", cell.mean_sharpe));
        }
        grid.rows.push_back(std::move(cells));
    }
    page.table(table_of(grid));
}

void add_neighbours(TerminalPage& page, const Dossier& dossier) {
    constexpr std::int64_t away = 2;  // ticks
    const DossierNeighbours& near = dossier.neighbours;
    if (near.rows.empty()) {
        return;
    }
    DossierTable grid{.caption = "Sharpe ratio a year on explore, one parameter moved by ticks",
                      .columns = {"parameter", "-2", "-1", "as it is", "+1", "+2"},
                      .rows = {}};
    for (const DossierNeighbours::Row& row : near.rows) {
        std::vector<std::string> cells = {row.parameter};
        for (std::int64_t ticks = -away; ticks <= away; ++ticks) {
            const auto found = row.sharpe.find(ticks);
            const bool is_there = found != row.sharpe.end();
            cells.push_back(ticks == 0 && near.own      ? fmt::format("{:+.2f}", *near.own)
                            : !is_there                 ? ""
                            : found->second.has_value() ? fmt::format("{:+.2f}", *found->second)
                                                        : "failed");
        }
        grid.rows.push_back(std::move(cells));
    }
    add(page, grid);
}

void add_figures(TerminalPage& page, const Dossier& dossier, FigureRole role) {
    Table table{.columns = {{.title = "figure"},
                            {.title = "value", .align = Align::right},
                            {.title = "demand"},
                            {.title = "unit"}},
                .rows = {}};
    for (const Figure& figure : dossier.document.verdict.figures) {
        if (figure.role == role) {
            table.add({printable(figure.name, words_max),
                       figure.value ? fmt::format("{:.4g}", *figure.value) : "undefined",
                       printable(figure.demand, words_max),
                       printable(figure.unit, words_max)});
        }
    }
    page.line(role == FigureRole::decides ? "What decided:" : "What explains:");
    page.table(table);
}

}  // namespace

std::vector<SummaryLine> dossier_summary(const Dossier& dossier, SummaryOptions options) {
    TerminalPage page(options, dossier.origin);
    const bool is_synthetic = dossier.origin == DataOrigin::synthetic;
    if (is_synthetic) {
        page.title(std::string(synthetic_stamp));
    }
    page.title("Dossier: " + dossier.document.strategy);
    page.line(origin_sentence(dossier));
    page.paragraph(dossier.document.verdict.sentence);
    page.line();
    add_cards(page, dossier);
    add_curve(page, dossier);
    const DossierTable epochs = epochs_in(dossier);
    add(page, part_of(epochs, 1, 5));
    add(page, part_of(epochs, 5, epochs.columns.size()));
    add(page, regimes_in(dossier));
    add_members(page, dossier);
    add(page, fates_in(dossier));
    add(page, arms_in(dossier));
    add_plateau(page, dossier);
    add_neighbours(page, dossier);
    add_figures(page, dossier, FigureRole::decides);
    add_figures(page, dossier, FigureRole::explains);
    page.line("An approval would hang on exactly this:");
    for (const auto& [name, value] : dossier.bound_to) {
        page.line("  " + padded(name, name_width + 2) + value);
    }
    if (is_synthetic) {
        page.title(std::string(synthetic_stamp));
    }
    return page.take();
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
