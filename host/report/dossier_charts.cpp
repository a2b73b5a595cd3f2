#include "report/dossier_charts.hpp"

#include "report/dossier_facts.hpp"
#include "report/figures.hpp"
#include "report/html.hpp"
#include "report/page.hpp"
#include "report/plot.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tradelab {
namespace {

std::vector<PlotPoint> points_of(const std::vector<DossierDay>& days,
                                 const TimeAxis& time,
                                 const Axis& axis) {
    std::vector<PlotPoint> out;
    for (const DossierDay& day : days) {
        out.push_back({.x = time.place(day.at), .y = axis.place(day.value)});
    }
    return out;
}

// Where an epoch begins, but for the first.
void draw_borders(Plot& plot, const Dossier& dossier, const TimeAxis& time) {
    for (std::size_t at = 1; at < dossier.epochs.size(); ++at) {
        plot.upright_at(time.place(end_of_day(dossier.epochs[at].first_day - 1)), Ink::mark);
    }
}

std::string cell_of(const DossierPlateau::Cell& cell, bool is_chosen) {
    if (cell.trials == 0) {
        return "<td></td>";
    }
    const std::string text = fmt::format("{:+.2f}", cell.mean_sharpe);
    return fmt::format("<td class=\"{}\">{}{}<small> of {}</small></td>",
                       heat_of(cell.mean_sharpe / 10),
                       is_chosen ? "&#9679; " : "",
                       text,
                       cell.trials);
}

std::string neighbour_cell(std::optional<double> sharpe, const char* mark) {
    if (!sharpe) {
        return "<td>failed</td>";
    }
    return fmt::format("<td class=\"{}\">{}{:+.2f}</td>", heat_of(*sharpe / 10), mark, *sharpe);
}

}  // namespace

std::string epochs_chart(const Dossier& dossier) {
    const std::vector<DossierDay> days = growth_of(dossier);
    if (days.size() < 2) {
        return "";
    }
    const auto [low, high] = std::ranges::minmax_element(days, {}, &DossierDay::value);
    const Axis axis = Axis::make(low->value, high->value, Scale::linear);
    const TimeAxis time(days.front().at, days.back().at);
    Plot plot({.id = "growth",
               .title = "Growth of the capital",
               .unit = "1 is what it began with",
               .description = "Net of all costs: " + epochs_text(dossier) + ", in the end " +
                              ratio_text(days.back().value),
               .height = PlotHeight::tall,
               .across = time.ticks(),
               .up = axis.ticks(AxisUnit::plain),
               .legend = {{Ink::strategy, "after all costs"}, {Ink::mark, "the next epoch begins"}},
               .note = "The search saw explore alone. " + epochs_text(dossier) + "."});
    plot.across_at(axis.place(1), Ink::faint);
    draw_borders(plot, dossier, time);
    plot.line(points_of(days, time, axis), Ink::strategy);
    return plot.html(dossier.origin);
}

std::string fall_chart(const Dossier& dossier) {
    std::vector<DossierDay> days = growth_of(dossier);
    if (days.size() < 2) {
        return "";
    }
    double peak = 0;
    double deepest = 0;
    for (DossierDay& day : days) {
        peak = std::max(peak, day.value);
        day.value = day.value / peak - 1;
        deepest = std::min(deepest, day.value);
    }
    const Axis axis = Axis::make(deepest, 0, Scale::linear);
    const TimeAxis time(days.front().at, days.back().at);
    Plot plot({.id = "fall",
               .title = "Below its peak",
               .unit = "share of the peak",
               .description = "The deepest fall was " + percent_text(-deepest) + ".",
               .height = PlotHeight::low,
               .across = time.ticks(),
               .up = axis.ticks(AxisUnit::percent)});
    plot.area(points_of(days, time, axis), axis.place(0), Ink::loss);
    draw_borders(plot, dossier, time);
    return plot.html(dossier.origin);
}

std::string plateau_map(const Dossier& dossier) {
    if (!dossier.plateau) {
        return "";
    }
    const DossierPlateau& map = *dossier.plateau;
    std::string out =
        "<div class=\"wide\"><table class=\"heat\">\n" +
        caption_of("Mean Sharpe ratio a year on explore of all trials of " + map.family + ", by " +
                       map.across + " (across) and " + map.up + " (up)",
                   dossier.origin) +
        "<thead><tr><th scope=\"col\">" + escaped(map.up) + "</th>";
    for (const std::string& column : map.columns) {
        out += "<th scope=\"col\">" + escaped(column) + "</th>";
    }
    out += "</tr></thead>\n<tbody>\n";
    for (std::size_t row = map.rows.size(); row-- > 0;) {
        out += "<tr><th scope=\"row\">" + escaped(map.rows[row]) + "</th>";
        for (std::size_t column = 0; column < map.columns.size(); ++column) {
            out += cell_of(map.cells[row][column], row == map.row && column == map.column);
        }
        out += "</tr>\n";
    }
    return out +
           "</tbody></table></div>\n<p class=\"note\">An edge that is one is a plateau: the cells "
           "around the dot, where the first member stands, earn too. Small numbers count "
           "trials.</p>\n";
}

std::string neighbours_map(const Dossier& dossier) {
    const DossierNeighbours& near = dossier.neighbours;
    if (near.rows.empty()) {
        return "";
    }
    constexpr std::int64_t away = 2;  // ticks
    std::string out = "<div class=\"wide\"><table class=\"heat\">\n" +
                      caption_of(
                          "Sharpe ratio a year on explore with one parameter moved by so "
                          "many ticks and all others left",
                          dossier.origin) +
                      "<thead><tr><th scope=\"col\">parameter</th>";
    for (std::int64_t ticks = -away; ticks <= away; ++ticks) {
        out += fmt::format("<th scope=\"col\">{}</th>",
                           ticks == 0 ? "as it is" : fmt::format("{:+}", ticks));
    }
    out += "</tr></thead>\n<tbody>\n";
    for (const DossierNeighbours::Row& row : near.rows) {
        out += "<tr><th scope=\"row\">" + escaped(row.parameter) + "</th>";
        for (std::int64_t ticks = -away; ticks <= away; ++ticks) {
            const auto found = row.sharpe.find(ticks);
            out += ticks == 0 && near.own      ? neighbour_cell(*near.own, "&#9679; ")
                   : found == row.sharpe.end() ? "<td></td>"
                                               : neighbour_cell(found->second, "");
        }
        out += "</tr>\n";
    }
    return out +
           "</tbody></table></div>\n<p class=\"note\">The dot is the first member. Run after it "
           "was chosen, to see whether it stands on a plateau or on a needle; nothing was chosen "
           "from "
           "these. An empty cell is not allowed, one that failed could not be run; a row of one "
           "number moves nothing.</p>\n";
}

}  // namespace tradelab
