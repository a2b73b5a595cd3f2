#include "lifecycle/footing.hpp"

#include "document/json_fields.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "document/sha256.hpp"
#include "journal/kept_text.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t hash_bytes_max = 64;
constexpr std::size_t series_bytes_max = 200;

std::size_t parts_of(const TestedHistory& history) {
    std::size_t parts = 0;
    for (const FootingSeries& one : history) {
        parts += one.parts.size();
    }
    return parts;
}

bool is_part(const std::string& text) {
    return text.size() == part_digits &&
           text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

JsonArray rows_of(const TestedHistory& history) {
    JsonArray rows;
    for (const FootingSeries& one : history) {
        JsonArray parts;
        for (const std::string& part : one.parts) {
            parts.emplace_back(part);
        }
        rows.push_back(JsonObject{{"series", one.series}, {"parts", std::move(parts)}});
    }
    return rows;
}

TestedHistory parse_rows(const JsonArray& rows,
                         const std::string& pointer,
                         std::optional<Error>& problem) {
    TestedHistory out;
    for (std::size_t at = 0; at < rows.size(); ++at) {
        JsonFields row(rows[at], pointer + "/" + std::to_string(at), {"series", "parts"}, problem);
        out.push_back({.series = row.text("series", series_bytes_max),
                       .parts = row.texts("parts", hash_bytes_max)});
    }
    return out;
}

}  // namespace

TestedHistory as_kept(TestedHistory history) {
    if (parts_of(history) > history_parts_max) {
        for (FootingSeries& one : history) {
            one.parts.clear();
        }
    }
    return history;
}

Status check(const TestedHistory& history) {
    const bool are_parts = std::ranges::all_of(
        history, [](const FootingSeries& one) { return std::ranges::all_of(one.parts, is_part); });
    if (!are_parts || parts_of(history) > history_parts_max) {
        return fail(ErrorCode::invalid_argument,
                    "the history of a strategy has " + std::to_string(parts_of(history)) +
                        " parts, or one that is no hash",
                    "at most " + std::to_string(history_parts_max) + " are kept, each by " +
                        std::to_string(part_digits) + " digits");
    }
    return {};
}

std::string text_of(const TestedHistory& history) {
    return canonical_json(rows_of(history)).value();
}

Result<TestedHistory> parse_history(std::string_view text) {
    const auto value = parse_json(text, {.bytes_max = kept_text_bytes_max});
    if (!value) {
        return fail(value.error());
    }
    const JsonArray* rows = value->array();
    if (rows == nullptr) {
        return fail(ErrorCode::malformed, "a history is a list of series");
    }
    std::optional<Error> problem;
    TestedHistory history = parse_rows(*rows, "", problem);
    if (problem) {
        return fail(*std::move(problem));
    }
    if (auto checked = check(history); !checked) {
        return fail(std::move(checked).error());
    }
    if (text_of(history) != text) {
        return fail(ErrorCode::malformed, "not in its one spelling");
    }
    return history;
}

JsonValue json_of(const KeptFooting& footing) {
    return JsonObject{
        {"plugin", footing.plugin},
        {"venue", footing.venue},
        {"history",
         footing.inside ? JsonValue(rows_of(*footing.inside)) : JsonValue(footing.history)}};
}

KeptFooting parse_footing(const JsonValue& value,
                          std::string pointer,
                          std::optional<Error>& problem) {
    JsonFields fields(value, std::move(pointer), {"plugin", "venue", "history"}, problem);
    KeptFooting out{.plugin = fields.text("plugin", hash_bytes_max),
                    .venue = fields.text("venue", hash_bytes_max)};
    if (fields.is_broken() || fields.value("history").array() == nullptr) {
        out.history = fields.text("history", hash_bytes_max);
    } else {
        out.inside = parse_rows(fields.array("history"), fields.pointer("history"), problem);
    }
    return out;
}

Status check(const KeptFooting& footing) {
    Status checked = check_sha256_hex("plugin", footing.plugin);
    checked = checked ? check_sha256_hex("venue", footing.venue) : checked;
    if (!checked) {
        return checked;
    }
    return footing.inside ? check(*footing.inside) : check_sha256_hex("history", footing.history);
}

}  // namespace tradelab
