#include "cli/child.hpp"
#include "cli/commands.hpp"
#include "cli/target.hpp"
#include "core/decimal.hpp"
#include "core/text.hpp"
#include "document/json_write.hpp"
#include "terminal/sparkline.hpp"

#include <fmt/format.h>

#include <chrono>
#include <optional>
#include <vector>

namespace tradelab {

namespace {

// Half a screen of rows before the hole in the middle, half after.
constexpr std::size_t rows_shown = 20;
constexpr std::size_t sparkline_width = 72;
constexpr std::size_t text_length_max = 60;
constexpr std::size_t log_length_max = 400;

constexpr std::string_view stamp = "SYNTHETIC: a made-up market; nothing seen here is evidence";

std::string text_at(const JsonValue& json, std::string_view key) {
    const std::string* text = json[key].text();
    return text == nullptr ? "" : printable(*text, text_length_max);
}

std::int64_t number_at(const JsonValue& json, std::string_view key) {
    const std::int64_t* number = json[key].integer();
    return number == nullptr ? 0 : *number;
}

const JsonArray& list_at(const JsonValue& json, std::string_view key) {
    static const JsonArray nothing;
    const JsonArray* list = json[key].array();
    return list == nullptr ? nothing : *list;
}

std::optional<std::int64_t> mantissa_of(const std::string& text, int places) {
    const auto mantissa = parse_mantissa(text, DecimalPlaces(places));
    return mantissa ? std::optional(*mantissa) : std::nullopt;
}

std::string target_text(const JsonValue& intent) {
    const std::int64_t target_e9 = mantissa_of(text_at(intent, "target"), 9).value_or(0);
    if (target_e9 == 0) {
        return "go flat";
    }
    return fmt::format(
        "{} {} %",
        target_e9 > 0 ? "long" : "short",
        short_decimal_text(target_e9 > 0 ? target_e9 : -target_e9, DecimalPlaces(7)));
}

std::string what_text(const JsonValue& intent) {
    const std::string type = text_at(intent, "type");
    if (type == "target") {
        return target_text(intent);
    }
    if (type == "order") {
        const std::string limit = text_at(intent, "limit");
        return text_at(intent, "side") + " " + text_at(intent, "quantity") +
               (limit.empty() ? " at market" : " at " + limit);
    }
    if (type == "timer") {
        const std::string at = text_at(intent, "at");
        return at.empty() ? "no timer" : "wake at " + at;
    }
    if (type == "note") {
        return "note " + line_json(intent["note"]);
    }
    return type == "cancel_all" ? "cancel all orders" : type;
}

SeriesMark mark_of(const JsonValue& intent) {
    const std::string type = text_at(intent, "type");
    if (type == "target") {
        const std::int64_t target = mantissa_of(text_at(intent, "target"), 9).value_or(0);
        return target > 0   ? SeriesMark::long_side
               : target < 0 ? SeriesMark::short_side
                            : SeriesMark::flat;
    }
    if (type == "order") {
        return text_at(intent, "side") == "buy" ? SeriesMark::long_side : SeriesMark::short_side;
    }
    return SeriesMark::none;
}

void show_intents(Output& output, const JsonArray& intents, Rows rows, bool several_roles) {
    Table table{.columns = {{.title = "time (UTC)"},
                            {.title = "close", .align = Align::right},
                            {.title = "wants"},
                            {.title = "stop", .align = Align::right},
                            {.title = "take", .align = Align::right},
                            {.title = "because"}},
                .rows = {}};
    if (several_roles) {
        table.columns.insert(table.columns.begin() + 1, {.title = "role"});
    }
    const bool cut = rows == Rows::some && intents.size() > rows_shown;
    for (std::size_t at = 0; at < intents.size(); ++at) {
        if (cut && at == rows_shown / 2) {
            std::vector<std::string> hole(table.columns.size());
            hole[0] = fmt::format("... {} more ...", intents.size() - rows_shown);
            table.add(std::move(hole));
            at = intents.size() - rows_shown / 2;
        }
        const JsonValue& intent = intents[at];
        std::vector<std::string> row = {text_at(intent, "time"),
                                        text_at(intent, "close"),
                                        what_text(intent),
                                        text_at(intent, "stop"),
                                        text_at(intent, "take"),
                                        text_at(intent, "reason")};
        if (several_roles) {
            row.insert(row.begin() + 1, text_at(intent, "role"));
        }
        table.add(std::move(row));
    }
    output.table(table);
    if (cut) {
        output.line("(--all-rows shows the whole table)");
    }
}

void show_series(Output& output, const JsonValue& role, const JsonArray& intents) {
    std::vector<std::int64_t> closes;
    for (const JsonValue& close : list_at(role, "closes")) {
        const std::string* text = close.text();
        closes.push_back(text == nullptr ? 0 : mantissa_of(*text, 2).value_or(0));
    }
    std::vector<SeriesMark> marks(closes.size(), SeriesMark::none);
    for (const JsonValue& intent : intents) {
        const std::int64_t* bar = intent["bar"].integer();
        const bool of_role = intent["role"] == role["name"] && bar != nullptr && *bar >= 0;
        const SeriesMark mark = mark_of(intent);
        if (mark != SeriesMark::none && of_role && static_cast<std::size_t>(*bar) < marks.size()) {
            marks[static_cast<std::size_t>(*bar)] = mark;
        }
    }
    const Look look = output.look();
    const Sparkline drawn = sparkline(closes, marks, sparkline_width, look);
    output.line(text_at(role, "instrument"));
    output.line("  " + drawn.values);
    output.line("  " + drawn.marks);
    output.line(look == Look::rich ? "  ▲ long  ▼ short  ○ flat" : "  ^ long  v short  o flat");
}

void show_log(Output& output, const JsonArray& lines, Rows rows) {
    const bool cut = rows == Rows::some && lines.size() > rows_shown;
    for (std::size_t at = 0; at < (cut ? rows_shown : lines.size()); ++at) {
        const std::string* text = lines[at]["text"].text();
        output.line("it said (" + text_at(lines[at], "level") +
                    "): " + (text == nullptr ? "" : printable(*text, log_length_max)));
    }
    if (cut) {
        output.line(
            fmt::format("... {} more lines; --all-rows shows them", lines.size() - rows_shown));
    }
    if (!lines.empty()) {
        output.line();
    }
}

void show(Output& output, const JsonValue& json, Rows rows) {
    const JsonArray& intents = list_at(json, "intents");
    const JsonArray& roles = list_at(json, "roles");
    output.line(std::string(stamp));
    output.line();
    output.title(fmt::format("{} {} on {} bars, seed {}",
                             text_at(json["plugin"], "id"),
                             text_at(json["plugin"], "version"),
                             number_at(json, "bars"),
                             number_at(json, "seed")));
    output.line();
    show_intents(output, intents, rows, roles.size() > 1);
    if (intents.empty()) {
        output.line("It wanted nothing.  Its warm-up may be longer than the market: try --bars.");
    }
    output.line();
    show_log(output, list_at(json, "log"), rows);
    for (const auto& role : roles) {
        show_series(output, role, intents);
    }
    output.line();
    output.line(fmt::format(
        "{} intents, decision hash {}", intents.size(), text_at(json, "decision_hash")));
    output.line(std::string(stamp));
}

}  // namespace

Answer run(Session& session, const RunPlugin& request) {
    const auto package = find_target(session, request.target);
    if (!package) {
        return fail(package.error());
    }
    constexpr std::chrono::seconds patience(60);
    session.output.progress(fmt::format("running {} on {} bars, for {} s at most",
                                        package->manifest.id,
                                        request.bars,
                                        patience.count()));
    const auto said = ask_child(session,
                                {.words = {"run-child",
                                           package->folder.string(),
                                           fmt::format("--bars={}", request.bars),
                                           fmt::format("--seed={}", request.seed),
                                           fmt::format("--batch={}", request.batch)},
                                 .about = package->manifest.id,
                                 .target = name_in_command(*package),
                                 .patience = patience});
    session.output.end_progress();
    if (!said) {
        return fail(said.error());
    }
    const JsonValue& document = said->document;
    if (text_at(document, "schema") != "tradelab.run/1") {
        return fail(ErrorCode::malformed,
                    package->manifest.id + " gave an answer that is no run",
                    "a plugin has no business with descriptor 3; find out with: tradelab plugin "
                    "validate " +
                        name_in_command(*package));
    }
    session.output.document(document);
    if (!session.output.wants_json()) {
        show(session.output, document, request.rows);
    }
    return ExitCode::ok;
}

}  // namespace tradelab
