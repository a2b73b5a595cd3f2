#include "cli/data_form.hpp"

#include "cli/json_form.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tradelab {

Result<std::filesystem::path> history_folder(const Session& session,
                                             const std::string& store,
                                             NamedStore named) {
    if (!store.empty()) {
        auto folder = session.layout.absolute(store);
        // The one that is there by default is begun by the first import, named or not.
        if (named == NamedStore::must_be_there && folder != session.layout.history &&
            !session.disk.exists(folder)) {
            return fail(
                ErrorCode::not_found,
                "there is no store '" + folder.native() + "' (--store)",
                "look for a slip of the pen; a new one begins as an empty folder: mkdir -p '" +
                    folder.native() + "'");
        }
        return folder;
    }
    if (!session.layout.history) {
        return fail(ErrorCode::not_found,
                    "there is no folder for market history: HOME is not set",
                    "name one: --store DIR");
    }
    return *session.layout.history;
}

Result<Series> series_in(const std::vector<std::string>& words) {
    const auto named = std::ranges::count_if(
        words, [](const std::string& word) { return word.find(':') != std::string::npos; });
    if (named > 1) {
        return fail(ErrorCode::invalid_argument,
                    std::to_string(named) + " series are named",
                    "name one at a time: tradelab data list shows all at once");
    }
    std::string text;
    for (const auto& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text.find(':') == std::string::npos ? Series::from_folder(text) : Series::parse(text);
}

std::string score_text(const std::optional<std::uint32_t>& score_e4) {
    return score_e4 ? fmt::format("{}.{:02}", *score_e4 / 100, *score_e4 % 100) : "unjudged";
}

std::string origin_text(DataOrigin origin) {
    return origin == DataOrigin::synthetic ? "SYNTHETIC" : "recorded";
}

std::string bytes_text(std::uint64_t bytes) {
    constexpr std::uint64_t kilo = 1'000;
    if (bytes < kilo) {
        return fmt::format("{} B", bytes);
    }
    const auto tenths = [bytes](std::uint64_t unit) { return bytes / (unit / 10); };
    const auto shown = [](std::uint64_t number, const char* unit) {
        return fmt::format("{}.{} {}", number / 10, number % 10, unit);
    };
    if (bytes < kilo * kilo) {
        return shown(tenths(kilo), "kB");
    }
    return bytes < kilo * kilo * kilo ? shown(tenths(kilo * kilo), "MB")
                                      : shown(tenths(kilo * kilo * kilo), "GB");
}

std::uint64_t missing_rows(const Series& series, const std::vector<Hole>& holes) {
    std::uint64_t missing = 0;
    for (const Hole& hole : holes) {
        missing += static_cast<std::uint64_t>((hole.to - hole.from) / series.interval()->length());
    }
    return missing;
}

JsonValue score_json(const std::optional<std::uint32_t>& score_e4) {
    return score_e4 ? JsonValue(*score_e4) : JsonValue();
}

JsonValue verdict_json(const std::optional<Verdict>& verdict) {
    if (!verdict) {
        return {};
    }
    JsonArray findings;
    for (const auto& finding : verdict->findings) {
        findings.emplace_back(JsonObject{{"code", finding.code},
                                         {"count", finding.count},
                                         {"first", moment_or_null(finding.first)},
                                         {"text", finding.text}});
    }
    return JsonObject{{"validator", verdict->validator.id + " " + verdict->validator.version},
                      {"score_e4", verdict->score_e4},
                      {"findings", std::move(findings)}};
}

JsonValue summary_json(const SealedSummary& summary) {
    const Provenance& from = summary.provenance;
    return JsonObject{{"series", summary.series.text()},
                      {"rows", summary.rows},
                      {"first", iso_text(summary.first)},
                      {"last", iso_text(summary.last)},
                      {"holes", summary.holes.size()},
                      {"price_places", summary.places.price.count()},
                      {"quantity_places", summary.places.quantity.count()},
                      {"source", from.source},
                      {"location", from.location},
                      {"fetched_at", moment_or_null(from.fetched_at)},
                      {"importer", from.importer.id + " " + from.importer.version},
                      {"raw_sha256", from.raw ? JsonValue(from.raw->sha256) : JsonValue()},
                      {"synthetic", from.synthetic.has_value()},
                      {"verdict", verdict_json(from.verdict)},
                      {"data_sha256", summary.data_sha256},
                      {"content_sha256", summary.content_sha256},
                      {"bytes", summary.file_bytes}};
}

JsonValue series_json(const CataloguedSeries& series) {
    return JsonObject{{"series", series.series.text()},
                      {"synthetic", series.origin == DataOrigin::synthetic},
                      {"first", iso_text(series.first)},
                      {"last", iso_text(series.last)},
                      {"rows", series.rows},
                      {"holes", series.holes.size()},
                      {"missing_rows", missing_rows(series.series, series.holes)},
                      {"score_e4", score_json(series.score_e4)},
                      {"files", series.files.size()},
                      {"bytes", series.bytes}};
}

}  // namespace tradelab
