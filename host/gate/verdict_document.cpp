#include "gate/verdict_document.hpp"

#include "document/json_fields.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "document/sha256.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace tradelab {

namespace {

constexpr std::string_view schema = "tradelab.verdict/1";
constexpr std::string_view extension = ".json";
constexpr std::size_t bytes_max = std::size_t{1} << 20;
constexpr std::size_t text_bytes_max = 4096;

constexpr std::array outcomes = {
    GateOutcome::pass, GateOutcome::fail, GateOutcome::not_enough_data};
constexpr std::array reasons = {GateReason::proven,
                                GateReason::undefined,
                                GateReason::minimum_evidence,
                                GateReason::loses,
                                GateReason::costs,
                                GateReason::correction,
                                GateReason::holding,
                                GateReason::vault,
                                GateReason::looked_at};

JsonValue number_or_null(std::optional<double> value) {
    return value ? JsonValue::real(*value) : JsonValue();
}

JsonObject json_of(const Figure& figure) {
    return {{"name", figure.name},
            {"value", number_or_null(figure.value)},
            {"unit", figure.unit},
            {"role", figure.role == FigureRole::decides ? "decides" : "explains"},
            {"demand", figure.demand},
            {"demanded", number_or_null(figure.demanded)},
            {"formula", figure.formula},
            {"source", figure.source}};
}

std::string text_in(JsonFields& fields, std::string_view name) {
    return fields.any_text(name, text_bytes_max);
}

template <class Enum, std::size_t count>
Enum word_in(JsonFields& fields,
             std::string_view name,
             const std::array<Enum, count>& all,
             std::string_view (*text_of)(Enum)) {
    const std::string text = text_in(fields, name);
    const auto found = std::ranges::find(all, text, text_of);
    if (found == all.end()) {
        if (!fields.is_broken()) {
            fields.refuse(std::string(name) + " = '" + text + "'", "no verdict says so");
        }
        return all.front();
    }
    return *found;
}

std::uint32_t count_in(JsonFields& fields, std::string_view name) {
    const std::int64_t value = fields.integer(name);
    if (!std::in_range<std::uint32_t>(value) && !fields.is_broken()) {
        fields.refuse(std::string(name) + " = " + std::to_string(value), "it is a count");
    }
    return std::in_range<std::uint32_t>(value) ? static_cast<std::uint32_t>(value) : 0U;
}

Figure figure_in(const JsonValue& value, std::string pointer, std::optional<Error>& problem) {
    JsonFields fields(value,
                      std::move(pointer),
                      {"name", "value", "unit", "role", "demand", "demanded", "formula", "source"},
                      problem);
    const std::string role = text_in(fields, "role");
    if (role != "decides" && role != "explains" && !fields.is_broken()) {
        fields.refuse("role = '" + role + "'", "decides or explains");
    }
    return {.name = text_in(fields, "name"),
            .value = fields.number_or_null("value"),
            .unit = text_in(fields, "unit"),
            .role = role == "decides" ? FigureRole::decides : FigureRole::explains,
            .demand = text_in(fields, "demand"),
            .demanded = fields.number_or_null("demanded"),
            .formula = text_in(fields, "formula"),
            .source = text_in(fields, "source")};
}

std::optional<MoreData> more_in(JsonFields& parent, std::optional<Error>& problem) {
    const JsonValue& value = parent.value("more_data");
    if (value.is_null()) {
        return std::nullopt;
    }
    JsonFields fields(value, parent.pointer("more_data"), {"days", "trades"}, problem);
    return MoreData{.days = count_in(fields, "days"), .trades = count_in(fields, "trades")};
}

std::optional<PromisedSharpe> promise_in(JsonFields& parent, std::optional<Error>& problem) {
    const JsonValue& value = parent.value("promised_sharpe");
    if (value.is_null()) {
        return std::nullopt;
    }
    JsonFields fields(value, parent.pointer("promised_sharpe"), {"median", "low", "high"}, problem);
    return PromisedSharpe{.median = fields.number_or_null("median").value_or(0),
                          .low = fields.number_or_null("low").value_or(0),
                          .high = fields.number_or_null("high").value_or(0)};
}

UnixNanos time_in(JsonFields& fields, std::string_view name) {
    const std::string text = text_in(fields, name);
    const auto at = parse_iso(text);
    if (!at && !fields.is_broken()) {
        fields.refuse(std::string(name) + " = '" + text + "'", "a time in UTC is expected");
    }
    return at.value_or(UnixNanos{});
}

VerdictDocument document_in(const JsonValue& value, std::optional<Error>& problem) {
    JsonFields fields(value,
                      "",
                      {"schema",
                       "campaign",
                       "strategy",
                       "basis",
                       "judged_at",
                       "test",
                       "binding",
                       "epochs",
                       "rules",
                       "outcome",
                       "reason",
                       "candidate",
                       "sentence",
                       "more_data",
                       "promised_sharpe",
                       "figures"},
                      problem);
    if (text_in(fields, "schema") != schema && !fields.is_broken()) {
        fields.refuse("schema is not " + std::string(schema), "read it with a newer program");
    }
    const std::string basis = text_in(fields, "basis");
    if (basis != "recorded" && basis != "synthetic" && !fields.is_broken()) {
        fields.refuse("basis = '" + basis + "'", "recorded or synthetic");
    }
    VerdictDocument document{
        .campaign = text_in(fields, "campaign"),
        .strategy = text_in(fields, "strategy"),
        .basis = basis == "recorded" ? VerdictBasis::recorded : VerdictBasis::synthetic,
        .judged_at = time_in(fields, "judged_at"),
        .test = count_in(fields, "test"),
        .binding = text_in(fields, "binding"),
        .epochs = text_in(fields, "epochs"),
        .rules = text_in(fields, "rules")};
    GateVerdict& verdict = document.verdict;
    verdict.outcome = word_in(fields, "outcome", outcomes, outcome_text);
    verdict.reason = word_in(fields, "reason", reasons, reason_text);
    verdict.candidate = text_in(fields, "candidate");
    verdict.sentence = text_in(fields, "sentence");
    verdict.more = more_in(fields, problem);
    verdict.promised = promise_in(fields, problem);
    std::size_t place = 0;
    for (const JsonValue& figure : fields.array("figures")) {
        verdict.figures.push_back(figure_in(figure, pointer_to("/figures", place), problem));
        ++place;
    }
    return document;
}

std::string bytes_of(const VerdictDocument& document) {
    return pretty_json(json_of(document)) + '\n';
}

}  // namespace

JsonValue json_of(const VerdictDocument& document) {
    const GateVerdict& verdict = document.verdict;
    JsonArray figures;
    for (const Figure& figure : verdict.figures) {
        figures.push_back(json_of(figure));
    }
    JsonValue more;
    if (verdict.more) {
        more = JsonObject{{"days", verdict.more->days}, {"trades", verdict.more->trades}};
    }
    JsonValue promised;
    if (verdict.promised) {
        promised = JsonObject{{"median", JsonValue::real(verdict.promised->median)},
                              {"low", JsonValue::real(verdict.promised->low)},
                              {"high", JsonValue::real(verdict.promised->high)}};
    }
    return JsonObject{
        {"schema", schema},
        {"campaign", document.campaign},
        {"strategy", document.strategy},
        {"basis", document.basis == VerdictBasis::recorded ? "recorded" : "synthetic"},
        {"judged_at", iso_text(document.judged_at)},
        {"test", document.test},
        {"binding", document.binding},
        {"epochs", document.epochs},
        {"rules", document.rules},
        {"outcome", outcome_text(verdict.outcome)},
        {"reason", reason_text(verdict.reason)},
        {"candidate", verdict.candidate},
        {"sentence", verdict.sentence},
        {"more_data", std::move(more)},
        {"promised_sharpe", std::move(promised)},
        {"figures", std::move(figures)}};
}

Result<VerdictDocument> parse_verdict(std::string_view text) {
    const auto value = parse_json(text, {.bytes_max = bytes_max});
    if (!value) {
        return fail(value.error());
    }
    std::optional<Error> problem;
    auto document = document_in(*value, problem);
    if (problem) {
        return fail(std::move(*problem));
    }
    return document;
}

Disk::Path VerdictStore::path_of(std::string_view id) const {
    return folder_ / (std::string(id) + std::string(extension));
}

Result<std::string> VerdictStore::put(const VerdictDocument& document) {
    const std::string bytes = bytes_of(document);
    const std::string id = sha256_hex(bytes);
    if (auto made = disk_->make_directories(folder_); !made) {
        return fail(std::move(made.error()));
    }
    if (auto written = write_atomically(*disk_, path_of(id), bytes); !written) {
        return fail(std::move(written.error()));
    }
    return id;
}

Result<std::vector<std::string>> VerdictStore::ids(std::string_view beginning) const {
    std::vector<std::string> found;
    const auto names = disk_->list(folder_);
    if (!names) {
        const bool never_begun = names.error().code == ErrorCode::not_found;
        return never_begun ? Result<std::vector<std::string>>(found) : fail(names.error());
    }
    for (const std::string& name : *names) {
        if (name.ends_with(extension) && name.starts_with(beginning)) {
            found.push_back(name.substr(0, name.size() - extension.size()));
        }
    }
    return found;
}

Result<VerdictDocument> VerdictStore::find(std::string_view id) const {
    const auto known = ids(id);
    if (!known) {
        return fail(known.error());
    }
    if (known->size() != 1) {
        const std::string asked = "verdict '" + std::string(id) + "'";
        return known->empty()
                   ? fail(ErrorCode::not_found,
                          "there is no " + asked,
                          "tradelab gate list shows those that there are")
                   : fail(ErrorCode::invalid_argument,
                          asked + " is the beginning of " + std::to_string(known->size()),
                          "give more of its digits");
    }
    const Disk::Path path = path_of(known->front());
    const auto bytes = disk_->read_file(path, {.size_max = bytes_max, .links = Links::refuse});
    if (!bytes) {
        return fail(bytes.error());
    }
    if (sha256_hex(*bytes) != known->front()) {
        return fail(ErrorCode::hash_mismatch,
                    "'" + path.native() + "' is not what was stored under its name",
                    "restore it from a backup: a verdict is never changed");
    }
    auto document = parse_verdict(*bytes);
    if (!document) {
        Error error = std::move(document.error());
        error.file = path.native();
        return fail(std::move(error));
    }
    return document;
}

}  // namespace tradelab
