#include "report/html.hpp"

#include "core/text.hpp"

#include <limits>

namespace tradelab {

namespace {

std::string class_of(CellKind kind) {
    switch (kind) {
        case CellKind::number:
            return " class=\"n\"";
        case CellKind::code:
            return " class=\"c\"";
        case CellKind::time:
        case CellKind::limit:
            return " class=\"t\"";
        case CellKind::name:
            return " class=\"k\"";
        case CellKind::prose:
            return " class=\"p\"";
        case CellKind::text:
            break;
    }
    return "";
}

std::string row_of(const std::vector<std::string>& cells,
                   const std::vector<HtmlColumn>& columns,
                   std::string_view first) {
    std::string out = "<tr>";
    for (std::size_t at = 0; at < cells.size(); ++at) {
        const std::string_view element = at == 0 ? first : "td";
        out += "<" + std::string(element) + (at == 0 && first == "th" ? " scope=\"row\"" : "") +
               class_of(columns[at].kind) + ">" + escaped(cells[at]) + "</" + std::string(element) +
               ">";
    }
    return out + "</tr>\n";
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : printable(text, std::numeric_limits<std::size_t>::max())) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string caption_of(const std::string& caption, DataOrigin origin) {
    std::string out = "<caption>" + escaped(caption);
    if (origin == DataOrigin::synthetic) {
        out += " <span class=\"syn\">synthetic data</span>";
    }
    return out + "</caption>\n";
}

std::string html_of(const HtmlTable& table, DataOrigin origin) {
    if (table.rows.empty()) {
        return "";
    }
    std::string out = "<div class=\"wide\"><table>\n" + caption_of(table.caption, origin);
    out += "<thead><tr>";
    for (const HtmlColumn& column : table.columns) {
        out += "<th scope=\"col\"" + class_of(column.kind) + ">" + escaped(column.title) + "</th>";
    }
    out += "</tr></thead>\n<tbody>\n";
    for (const auto& row : table.rows) {
        out += row_of(row, table.columns, "th");
    }
    out += "</tbody>\n";
    if (!table.foot.empty()) {
        out += "<tfoot>" + row_of(table.foot, table.columns, "th") + "</tfoot>\n";
    }
    return out + "</table></div>\n";
}

std::string html_of(const std::string& caption,
                    const std::vector<HtmlFact>& facts,
                    DataOrigin origin) {
    if (facts.empty()) {
        return "";
    }
    std::string out = "<div class=\"wide\"><table class=\"facts\">\n";
    out += caption_of(caption, origin) + "<tbody>\n";
    for (const HtmlFact& fact : facts) {
        out += "<tr><th scope=\"row\">" + escaped(fact.name) + "</th><td" + class_of(fact.kind) +
               ">" + escaped(fact.value) + "</td></tr>\n";
    }
    return out + "</tbody></table></div>\n";
}

std::string html_list(const std::vector<std::string>& sentences) {
    if (sentences.empty()) {
        return "";
    }
    std::string out = "<ul>\n";
    for (const std::string& sentence : sentences) {
        out += "<li>" + escaped(sentence) + "</li>\n";
    }
    return out + "</ul>\n";
}

}  // namespace tradelab
