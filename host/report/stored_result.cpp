#include "report/stored_result.hpp"

#include "core/decimal.hpp"
#include "document/json_fields.hpp"
#include "document/json_parse.hpp"
#include "document/sha256.hpp"
#include "report/manifest_proof.hpp"
#include "report/result_json.hpp"

#include <charconv>
#include <optional>
#include <utility>

namespace tradelab {

namespace {

// A manifest names files and parameters; metrics have a row for each month.  Either is far below.
constexpr std::size_t document_bytes_max = std::size_t{4} << 20;
constexpr std::size_t text_max = 4'096;
// Orders of years of minutes.
constexpr std::size_t file_bytes_max = std::size_t{4} << 30;

std::string text_of(const JsonValue& value) {
    if (const auto* text = value.text()) {
        return *text;
    }
    if (const auto* integer = value.integer()) {
        return std::to_string(*integer);
    }
    if (const auto* decimal = value.decimal()) {
        return decimal->text;
    }
    if (const auto* truth = value.boolean()) {
        return *truth ? "yes" : "no";
    }
    return "";
}

void flatten(const JsonValue& value, const std::string& path, std::vector<NamedValue>& out) {
    const std::string before = path.empty() ? "" : path + "/";
    if (const auto* object = value.object()) {
        for (const JsonMember& member : *object) {
            flatten(member.value, before + member.name, out);
        }
    } else if (const auto* array = value.array()) {
        for (std::size_t at = 0; at < array->size(); ++at) {
            flatten((*array)[at], before + std::to_string(at), out);
        }
    } else {
        out.push_back({path, text_of(value)});
    }
}

std::optional<double> number_of(const std::string& text) {
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool is_whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    return is_whole && !text.empty() ? std::optional(value) : std::nullopt;
}

Metric metric_of(const JsonValue& value, const std::string& place, std::optional<Error>& problem) {
    JsonFields fields(
        value, place, {"key", "label", "unit", "better", "meaning", "value"}, problem);
    Metric metric{.key = fields.text("key", text_max),
                  .label = fields.text("label", text_max),
                  .meaning = fields.text("meaning", text_max)};
    const auto unit = metric_unit_of(fields.text("unit", text_max));
    const auto better = better_of(fields.text("better", text_max));
    const JsonValue& figure = fields.value("value");
    if (fields.is_broken()) {
        return metric;
    }
    if (!unit || !better) {
        fields.refuse(value_at(place, value) + " has a unit or a direction that is not known",
                      "it was written by a newer version: use that one");
        return metric;
    }
    metric.unit = *unit;
    metric.better = *better;
    if (figure.is_null()) {
        return metric;
    }
    metric.value = number_of(text_of(figure));
    if (metric.unit == MetricUnit::cash) {
        const auto cash = parse_cash(text_of(figure));
        metric.cash = cash ? std::optional(*cash) : std::nullopt;
    }
    if (!metric.value || (metric.unit == MetricUnit::cash && !metric.cash)) {
        fields.refuse(value_at(fields.pointer("value"), figure) + " is no number",
                      "write the result anew: tradelab backtest");
    }
    return metric;
}

// What proves files is no fact of the run.
bool is_proof(const NamedValue& fact) {
    return fact.name.starts_with("files/") || fact.name == manifest_proof;
}

Result<StoredResult> stored_from(const JsonValue& manifest,
                                 const JsonValue& metrics,
                                 std::string name) {
    StoredResult stored;
    stored.name = std::move(name);
    flatten(manifest, "", stored.facts);
    std::erase_if(stored.facts, is_proof);
    for (const NamedValue& fact : stored.facts) {
        if (fact.name == "result_hash") {
            stored.result_hash = fact.value;
        } else if (fact.name == "asset") {
            stored.asset = fact.value;
        } else if (fact.name == "from") {
            stored.from = fact.value;
        } else if (fact.name == "to") {
            stored.to = fact.value;
        } else if (fact.name == "is_synthetic") {
            stored.is_synthetic = fact.value == "yes";
        }
    }
    const JsonValue* rows = metrics.find("metrics");
    if (stored.result_hash.empty() || rows == nullptr || rows->array() == nullptr) {
        return fail(ErrorCode::malformed,
                    "no result: the manifest has no result_hash, or there are no metrics",
                    "write it anew: tradelab backtest");
    }
    std::optional<Error> problem;
    for (std::size_t at = 0; at < rows->array()->size(); ++at) {
        stored.metrics.push_back(
            metric_of((*rows->array())[at], pointer_to("/metrics", at), problem));
    }
    if (problem) {
        return fail(std::move(*problem));
    }
    return stored;
}

Failure fail_changed(const Disk::Path& path) {
    return fail({.code = ErrorCode::hash_mismatch,
                 .context = "it is not what was written: its SHA-256 is another than the manifest "
                            "has",
                 .hint = "somebody has changed it: run tradelab backtest into another folder",
                 .file = path.string()});
}

// True where everything is what was written, false where nothing says what was.
Result<bool> prove(const Disk& disk, const Disk::Path& folder, const JsonValue& manifest) {
    const JsonValue* files = manifest.find("files");
    const JsonValue* own = manifest.find(manifest_proof);
    if (files == nullptr && own == nullptr) {
        return false;
    }
    const auto text = disk.read_file(folder / "manifest.json",
                                     {.size_max = document_bytes_max, .links = Links::refuse});
    if (!text) {
        return fail(text.error());
    }
    if (files == nullptr || files->object() == nullptr || own == nullptr ||
        own->text() == nullptr || *own->text() != proof_of_manifest(*text)) {
        return fail_changed(folder / "manifest.json");
    }
    for (const JsonMember& file : *files->object()) {
        const Disk::Path path = folder / Disk::Path(file.name).filename();
        const auto bytes =
            disk.read_file(path, {.size_max = file_bytes_max, .links = Links::refuse});
        if (!bytes) {
            return fail(bytes.error(), "a file of the result");
        }
        if (file.value.text() == nullptr || *file.value.text() != sha256_hex(*bytes)) {
            return fail_changed(path);
        }
    }
    return true;
}

Result<JsonValue> read_document(const Disk& disk, const Disk::Path& path, std::string_view schema) {
    const auto text =
        disk.read_file(path, {.size_max = document_bytes_max, .links = Links::refuse});
    if (!text) {
        return fail(text.error());
    }
    auto document = parse_json(*text, {.bytes_max = document_bytes_max});
    if (!document) {
        Error error = document.error();
        error.file = path.string();
        return fail(std::move(error));
    }
    const JsonValue* said = document->find("schema");
    if (said == nullptr || said->text() == nullptr || *said->text() != schema) {
        return fail({.code = ErrorCode::unsupported,
                     .context = "it is no " + std::string(schema),
                     .hint = "name a folder that tradelab backtest wrote",
                     .file = path.string()});
    }
    return document;
}

}  // namespace

Result<StoredResult> read_stored_result(const Disk& disk, const Disk::Path& folder) {
    const auto manifest = read_document(disk, folder / "manifest.json", "tradelab.manifest/1");
    if (!manifest) {
        return fail(manifest.error());
    }
    const auto metrics = read_document(disk, folder / "metrics.json", "tradelab.metrics/1");
    if (!metrics) {
        return fail(metrics.error());
    }
    const auto proven = prove(disk, folder, *manifest);
    if (!proven) {
        return fail(proven.error());
    }
    auto stored = stored_from(*manifest, *metrics, folder.filename().string());
    if (stored) {
        stored->is_proven = *proven;
    }
    if (!stored && stored.error().file.empty()) {
        stored.error().file = (folder / "metrics.json").string();
    }
    return stored;
}

Result<StoredResult> stored_of(const BacktestResult& result, std::string name) {
    return stored_from(manifest_json(result.manifest), metrics_json(result), std::move(name));
}

}  // namespace tradelab
