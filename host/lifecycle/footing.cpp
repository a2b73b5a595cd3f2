#include "lifecycle/footing.hpp"

#include "document/json_fields.hpp"
#include "document/sha256.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t hash_bytes_max = 64;
constexpr std::size_t series_bytes_max = 200;

std::size_t parts_of(const Footing& footing) {
    std::size_t parts = 0;
    for (const FootingSeries& one : footing.history) {
        parts += one.parts.size();
    }
    return parts;
}

bool is_part(const std::string& text) {
    return text.size() == part_digits &&
           text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

JsonValue json_of(const Footing& footing) {
    JsonArray history;
    for (const FootingSeries& one : footing.history) {
        JsonArray parts;
        for (const std::string& part : one.parts) {
            parts.emplace_back(part);
        }
        history.push_back(JsonObject{{"series", one.series}, {"parts", std::move(parts)}});
    }
    return JsonObject{
        {"plugin", footing.plugin}, {"venue", footing.venue}, {"history", std::move(history)}};
}

Footing parse_footing(const JsonValue& value, std::string pointer, std::optional<Error>& problem) {
    JsonFields fields(value, std::move(pointer), {"plugin", "venue", "history"}, problem);
    Footing out{.plugin = fields.text("plugin", hash_bytes_max),
                .venue = fields.text("venue", hash_bytes_max)};
    const JsonArray& rows = fields.array("history");
    for (std::size_t at = 0; at < rows.size(); ++at) {
        JsonFields row(rows[at],
                       fields.pointer("history") + "/" + std::to_string(at),
                       {"series", "parts"},
                       problem);
        out.history.push_back({.series = row.text("series", series_bytes_max),
                               .parts = row.texts("parts", hash_bytes_max)});
    }
    return out;
}

Status check(const Footing& footing) {
    Status checked = check_sha256_hex("plugin", footing.plugin);
    checked = checked ? check_sha256_hex("venue", footing.venue) : checked;
    const bool are_parts = std::ranges::all_of(footing.history, [](const FootingSeries& one) {
        return std::ranges::all_of(one.parts, is_part);
    });
    if (checked && (!are_parts || parts_of(footing) > footing_parts_max)) {
        return fail(ErrorCode::invalid_argument,
                    "the history of a strategy has " + std::to_string(parts_of(footing)) +
                        " parts, or one that is no hash",
                    "at most " + std::to_string(footing_parts_max) + " are kept, each by " +
                        std::to_string(part_digits) + " digits");
    }
    return checked;
}

Footing as_kept(Footing footing) {
    if (parts_of(footing) > footing_parts_max) {
        for (FootingSeries& one : footing.history) {
            one.parts.clear();
        }
    }
    return footing;
}

}  // namespace tradelab
