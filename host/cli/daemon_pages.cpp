#include "cli/daemon_pages.hpp"

#include "core/text.hpp"
#include "document/json_write.hpp"
#include "terminal/table.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace tradelab {

namespace {

using Lines = std::vector<std::string>;

constexpr std::size_t cell_max = 60;
constexpr std::size_t words_max = 400;

// A decimal without the zeros that say nothing.
std::string without_zeros(std::string text) {
    const std::size_t point = text.find('.');
    if (point != std::string::npos && text.find_first_not_of("-0123456789.") == std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        text.erase(text.find_last_not_of('.') + 1);
    }
    return text;
}

// What stands there, or "-" where nothing does.
std::string cell(const JsonValue& value) {
    if (value.is_null()) {
        return "-";
    }
    if (const bool* yes = value.boolean()) {
        return *yes ? "yes" : "";
    }
    const std::string* text = value.text();
    return text == nullptr ? line_json(value) : without_zeros(printable(*text, cell_max));
}

// "0.2531" as "25.31 %": the point moves two places.
std::string percent(const JsonValue& share) {
    const std::string* text = share.text();
    if (text == nullptr) {
        return "-";
    }
    const std::size_t point = std::min(text->find('.'), text->size());
    std::string digits = text->substr(0, point);
    std::string rest = point < text->size() ? text->substr(point + 1) : "";
    rest.resize(std::max<std::size_t>(rest.size(), 2), '0');
    digits += rest.substr(0, 2);
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
    const std::string small = rest.substr(2, 2);
    return without_zeros(digits + "." + (small.empty() ? "0" : small)) + " %";
}

struct Shown {
    std::string_view title;
    std::string_view member;
    Align align = Align::left;
};

void add_rows(Lines& lines,
              const JsonValue& rows,
              std::initializer_list<Shown> columns,
              Look look,
              std::string_view none) {
    Table table;
    for (const Shown& column : columns) {
        table.columns.push_back({.title = std::string(column.title), .align = column.align});
    }
    for (const JsonValue& row : rows.array() == nullptr ? JsonArray{} : *rows.array()) {
        std::vector<std::string> cells;
        for (const Shown& column : columns) {
            cells.push_back(cell(row[column.member]));
        }
        table.add(std::move(cells));
    }
    if (table.rows.empty()) {
        lines.emplace_back(none);
        return;
    }
    std::ranges::move(lines_of(table, look == Look::rich ? "─" : "-"), std::back_inserter(lines));
}

// A sum that adds up to the P&L as it stands there.
std::string split_of(const JsonValue& pnl) {
    std::string text = "realised " + cell(pnl["realised"]) + " + unrealised " +
                       cell(pnl["unrealised"]) + " - fees " + cell(pnl["fees"]) + " + funding " +
                       cell(pnl["funding"]) + " (+ is received)";
    // What the venue's insurance bore of a liquidation: hardly ever anything.
    const std::string insurance = cell(pnl["insurance"]);
    return insurance == "0" || insurance == "-" ? text : text + " + insurance " + insurance;
}

void add_strategies(Lines& lines, const JsonValue& answer, Look look) {
    add_rows(lines,
             answer["instances"],
             {{"#", "instance", Align::right},
              {"strategy", "name"},
              {"plugin", "plugin"},
              {"budget", "budget", Align::right},
              {"equity", "equity", Align::right},
              {"P&L", "pnl", Align::right},
              {"orders", "orders", Align::right},
              {"failed", "failed"},
              {"demoted", "demoted"},
              {"retired", "retired"}},
             look,
             "no strategy trades here");
}

std::string exposure_line(const JsonValue& answer) {
    const JsonValue& exposure = answer["exposure"];
    return "exposure    " + cell(exposure["gross"]) + " of " + cell(exposure["limit"]) + " " +
           cell(answer["asset"]) + " (" + percent(exposure["used"]) + ")";
}

std::string protection_line(const JsonValue& answer) {
    const JsonValue& protection = answer["protection"];
    return "protection  " +
           (protection["share"].is_null()
                ? "nothing is open"
                : percent(protection["share"]) + " of " + cell(protection["open"]) + " " +
                      cell(answer["asset"]) + " under a stop or hedge");
}

std::string feed_line(const JsonValue& feed) {
    if (feed["last_event"].is_null()) {
        return "feed        no data";
    }
    const std::string speed = feed["speed"].integer() == nullptr
                                  ? "as fast as it goes"
                                  : cell(feed["speed"]) + " x real time";
    const bool* ended = feed["ended"].boolean();
    return "feed        last event " + cell(feed["last_event"]) +
           (feed["age_seconds"].is_null() ? "" : ", " + cell(feed["age_seconds"]) + " s old") +
           ", " + speed + (ended != nullptr && *ended ? ", ENDED" : "");
}

std::string research_line(const JsonValue& research) {
    const JsonValue& campaign = research["campaign"];
    const bool is_cut = research["is_interrupted"] == JsonValue(true);
    return "research    " + cell(research["state"]) + ", " + cell(research["campaigns"]) +
           " campaigns ended" +
           (campaign.is_null()
                ? ""
                : std::string("; the newest ") + (is_cut ? "interrupted while " : "") +
                      cell(campaign["phase"]) + ", " + cell(campaign["tried"]) + " of " +
                      cell(campaign["budget"]) + " tried");
}

std::string day_line(const JsonValue& answer) {
    const JsonValue& drawdown = answer["drawdown"];
    return "today       " + cell(answer["pnl"]["day"]) + "; " + cell(drawdown["below"]) +
           (drawdown["share"].is_null() ? "" : " (" + percent(drawdown["share"]) + ")") +
           " below the high of " + cell(drawdown["high"]);
}

Lines status_page(const JsonValue& answer, Look look) {
    Lines lines = {
        "P&L         " + cell(answer["pnl"]["total"]) + "  =  " + split_of(answer["pnl"]),
        "            since the opening with " + cell(answer["opening"]),
        day_line(answer),
        exposure_line(answer),
        protection_line(answer),
        feed_line(answer["feed"]),
        research_line(answer["research"]),
        "orders      " + cell(answer["open_orders"]) + " open, " + cell(answer["orders_made"]) +
            " made, " + cell(answer["fills"]) + " fills, " + cell(answer["positions"]) +
            " positions",
        ""};
    add_strategies(lines, answer, look);
    if (const std::string* left = answer["left_behind"].text()) {
        lines.push_back("before      " + printable(*left, words_max));
    }
    const JsonArray* needs = answer["needs_a_person"].array();
    if (needs != nullptr && !needs->empty()) {
        lines.emplace_back("");
        lines.emplace_back("needs you now:");
        for (const JsonValue& need : *needs) {
            lines.push_back("  " +
                            (need.text() == nullptr ? "" : printable(*need.text(), words_max)));
        }
    }
    return lines;
}

Lines pnl_page(const JsonValue& answer, Look look) {
    Lines lines = {"opening     " + cell(answer["opening"]),
                   "P&L         " + cell(answer["pnl"]["total"]) + ", equity less opening",
                   "  it is     " + split_of(answer["pnl"]),
                   day_line(answer),
                   ""};
    add_strategies(lines, answer, look);
    return lines;
}

Lines risk_page(const JsonValue& answer, Look look) {
    Lines lines = {exposure_line(answer),
                   "leverage    " + percent(answer["leverage"]) + " of equity",
                   protection_line(answer),
                   "free        spot " + cell(answer["free"]["spot"]) + ", futures " +
                       cell(answer["free"]["futures"]),
                   ""};
    Table limits{.columns = {{.title = "limit"}, {.title = "at most", .align = Align::right}},
                 .rows = {}};
    for (const auto& [name, value] :
         answer["limits"].object() == nullptr ? JsonObject{} : *answer["limits"].object()) {
        limits.add({printable(name, cell_max), cell(value)});
    }
    std::ranges::move(lines_of(limits, look == Look::rich ? "─" : "-"), std::back_inserter(lines));
    lines.emplace_back("");
    add_rows(lines,
             answer["refusals"],
             {{"refused by", "reason"}, {"orders", "count", Align::right}},
             look,
             "no order was refused");
    return lines;
}

void add_orders(Lines& lines, const JsonValue& rows, Look look, std::string_view none) {
    add_rows(lines,
             rows,
             {{"decided", "decided_at"},
              {"strategy", "instance"},
              {"instrument", "instrument"},
              {"side", "side"},
              {"quantity", "quantity", Align::right},
              {"limit", "limit", Align::right},
              {"for", "purpose"},
              {"state", "state"},
              {"filled", "filled", Align::right},
              {"refused by", "refused_by"}},
             look,
             none);
}

Lines orders_page(const JsonValue& answer, Look look) {
    Lines lines = {"open:"};
    add_orders(lines, answer["open"], look, "  none");
    lines.insert(lines.end(), {"", "newest of " + cell(answer["made"]) + ":"});
    add_orders(lines, answer["orders"], look, "  none");
    return lines;
}

Lines rows_page(const JsonValue& answer, Look look) {
    Lines lines;
    if (answer.find("positions") != nullptr) {
        add_rows(lines,
                 answer["positions"],
                 {{"strategy", "instance"},
                  {"instrument", "instrument"},
                  {"quantity", "quantity", Align::right},
                  {"average", "average", Align::right},
                  {"mark", "mark", Align::right},
                  {"stop", "stop", Align::right},
                  {"unrealised", "unrealised", Align::right},
                  {"realised", "realised", Align::right},
                  {"fees", "fees", Align::right},
                  {"funding, + is received", "funding", Align::right}},
                 look,
                 "nothing is held");
    } else if (answer.find("settlements") != nullptr) {
        add_rows(lines,
                 answer["settlements"],
                 {{"at", "at"},
                  {"strategy", "instance"},
                  {"instrument", "instrument"},
                  {"rate", "rate", Align::right},
                  {"mark", "mark", Align::right},
                  {"position", "position", Align::right},
                  {"received", "received", Align::right}},
                 look,
                 "no funding was settled");
    } else {
        add_rows(lines,
                 answer["fills"],
                 {{"at", "at"},
                  {"strategy", "instance"},
                  {"instrument", "instrument"},
                  {"side", "side"},
                  {"quantity", "quantity", Align::right},
                  {"price", "price", Align::right},
                  {"cause", "cause"},
                  {"fee", "fee", Align::right},
                  {"realised", "realised", Align::right}},
                 look,
                 "nothing was filled");
    }
    return lines;
}

// What the tables do not have in them yet, or cannot have.
void add_state_of_the_store(Lines& lines, const JsonValue& answer) {
    const std::int64_t* behind = answer["records_behind"].integer();
    if (behind != nullptr && *behind > 0) {
        lines.push_back("(" + std::to_string(*behind) + " newer records are not in yet)");
    }
    const JsonArray* problems = answer["problems"].array();
    for (const JsonValue& problem : problems == nullptr ? JsonArray{} : *problems) {
        lines.push_back("INCOMPLETE: " + cell(problem));
    }
}

Lines events_page(const JsonValue& answer, Look look) {
    Lines lines;
    add_rows(lines,
             answer["events"],
             {{"at", "at"},
              {"event", "event"},
              {"strategy", "instance"},
              {"instrument", "instrument"},
              {"side", "side"},
              {"quantity", "quantity", Align::right},
              {"price", "price", Align::right},
              {"amount", "amount", Align::right},
              {"what", "what"},
              {"by", "by"}},
             look,
             "nothing has happened");
    add_state_of_the_store(lines, answer);
    return lines;
}

Lines audit_page(const JsonValue& answer, Look look) {
    Lines lines;
    add_rows(lines,
             answer["audit"],
             {{"at", "at"},
              {"by", "by"},
              {"did", "act"},
              {"to", "subject"},
              {"why", "why"},
              {"feed time", "feed_time"}},
             look,
             "nobody has done anything");
    add_state_of_the_store(lines, answer);
    return lines;
}

}  // namespace

std::string event_line(const JsonValue& event) {
    std::string line;
    for (const char* name : {"at",
                             "event",
                             "instance",
                             "instrument",
                             "side",
                             "quantity",
                             "price",
                             "amount",
                             "what",
                             "by"}) {
        if (!event[name].is_null()) {
            line += (line.empty() ? "" : "  ") + cell(event[name]);
        }
    }
    return line;
}

std::string mode_bar(const JsonValue& answer, Look look) {
    const std::string* data = answer["data"].text();
    const std::string origin = data == nullptr        ? "no data"
                               : *data == "synthetic" ? "SYNTHETIC data"
                                                      : "REAL data";
    const std::string state = cell(answer["state"]);
    return std::string(look == Look::rich ? "● " : "") + "PAPER  " + origin + "  " +
           (state == "running" ? state : "NO ENTRIES (" + state + ")") + "  equity " +
           cell(answer["equity"]) + " " + cell(answer["asset"]) +
           (answer["now"].is_null() ? "" : "  at " + cell(answer["now"]));
}

std::vector<std::string> page_of(const JsonValue& answer, Look look) {
    using Page = Lines (*)(const JsonValue&, Look);
    static constexpr std::array<std::pair<std::string_view, Page>, 9> pages = {
        {{"tradelab.status/2", status_page},
         {"tradelab.pnl/2", pnl_page},
         {"tradelab.risk/1", risk_page},
         {"tradelab.events/1", events_page},
         {"tradelab.audit/1", audit_page},
         {"tradelab.orders/1", orders_page},
         {"tradelab.positions/2", rows_page},
         {"tradelab.fills/1", rows_page},
         {"tradelab.funding/2", rows_page}}};
    const std::string* schema = answer["schema"].text();
    for (const auto& [name, page] : pages) {
        if (schema != nullptr && *schema == name) {
            return page(answer, look);
        }
    }
    // Shown as another version's, a sign may be the other way round.
    return {"the daemon answers as another version does: restart it, or look at --json"};
}

}  // namespace tradelab
