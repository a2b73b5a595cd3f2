#include "cli/child.hpp"
#include "cli/commands.hpp"
#include "cli/json_form.hpp"
#include "cli/sparkline.hpp"
#include "cli/target.hpp"
#include "core/decimal.hpp"
#include "plugin/text.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <optional>
#include <vector>

namespace tradelab {

namespace {

using Json = nlohmann::ordered_json;

// Half a screen of rows before the hole in the middle, half after.
constexpr std::size_t rows_shown = 20;
constexpr std::size_t sparkline_width = 72;
constexpr std::size_t text_length_max = 60;

constexpr std::string_view stamp = "SYNTHETIC: a made-up market; nothing seen here is evidence";

std::string text_at(const Json& json, const char* key) {
    const auto found = json.find(key);
    const bool absent = found == json.end() || found->is_null();
    return absent ? "" : printable(found->get<std::string>(), text_length_max);
}

std::optional<std::int64_t> mantissa_of(const std::string& text, int places) {
    const auto mantissa = parse_mantissa(text, DecimalPlaces(places));
    return mantissa ? std::optional(*mantissa) : std::nullopt;
}

std::string target_text(const Json& intent) {
    const std::int64_t target_e9 = mantissa_of(text_at(intent, "target"), 9).value_or(0);
    if (target_e9 == 0) {
        return "go flat";
    }
    return fmt::format(
        "{} {} %",
        target_e9 > 0 ? "long" : "short",
        short_decimal_text(target_e9 > 0 ? target_e9 : -target_e9, DecimalPlaces(7)));
}

std::string what_text(const Json& intent) {
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
        return fmt::format("note {}", intent.at("note").get<double>());
    }
    return type == "cancel_all" ? "cancel all orders" : type;
}

Mark mark_of(const Json& intent) {
    const std::string type = text_at(intent, "type");
    if (type == "target") {
        const std::int64_t target = mantissa_of(text_at(intent, "target"), 9).value_or(0);
        return target > 0 ? Mark::long_side : target < 0 ? Mark::short_side : Mark::flat;
    }
    if (type == "order") {
        return text_at(intent, "side") == "buy" ? Mark::long_side : Mark::short_side;
    }
    return Mark::none;
}

void show_intents(Output& output, const Json& intents, Rows rows, bool several_roles) {
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
        const Json& intent = intents[at];
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

void show_series(Output& output, const Json& role, const Json& intents) {
    std::vector<std::int64_t> closes;
    for (const auto& close : role.at("closes")) {
        closes.push_back(mantissa_of(close.get<std::string>(), 2).value_or(0));
    }
    std::vector<Mark> marks(closes.size(), Mark::none);
    for (const auto& intent : intents) {
        const bool of_role = intent.at("role") == role.at("name") && !intent.at("bar").is_null();
        if (const Mark mark = mark_of(intent); of_role && mark != Mark::none) {
            marks.at(intent.at("bar").get<std::size_t>()) = mark;
        }
    }
    const Look look = output.look();
    const Sparkline drawn = sparkline(closes, marks, sparkline_width, look);
    output.line(text_at(role, "instrument"));
    output.line("  " + drawn.values);
    output.line("  " + drawn.marks);
    output.line(look == Look::rich ? "  ▲ long  ▼ short  ○ flat" : "  ^ long  v short  o flat");
}

void show(Output& output, const Json& json, Rows rows) {
    const Json& intents = json.at("intents");
    const Json& roles = json.at("roles");
    output.line(std::string(stamp));
    output.line();
    output.title(fmt::format("{} {} on {} bars, seed {}",
                             text_at(json.at("plugin"), "id"),
                             text_at(json.at("plugin"), "version"),
                             json.at("bars").get<std::uint32_t>(),
                             json.at("seed").get<std::uint64_t>()));
    output.line();
    show_intents(output, intents, rows, roles.size() > 1);
    if (intents.empty()) {
        output.line("It wanted nothing.  Its warm-up may be longer than the market: try --bars.");
    }
    output.line();
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
    const auto document = ask_child(session,
                                    {.words = {"run-child",
                                               package->folder.string(),
                                               fmt::format("--bars={}", request.bars),
                                               fmt::format("--seed={}", request.seed),
                                               fmt::format("--batch={}", request.batch)},
                                     .about = package->manifest.id,
                                     .patience = std::chrono::seconds(60)});
    if (!document) {
        return fail(document.error());
    }
    try {
        const auto json = Json::parse(*document);
        if (session.output.wants_json()) {
            session.output.document(dumped(json));
        } else {
            show(session.output, json, request.rows);
        }
    } catch (const std::exception&) {  // nlohmann's, and a place out of range
        return fail(ErrorCode::malformed,
                    package->manifest.id + " gave an answer that is no run",
                    "a plugin has no business with descriptor 3: tradelab plugin validate");
    }
    return ExitCode::ok;
}

}  // namespace tradelab
