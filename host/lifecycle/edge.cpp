#include "lifecycle/edge.hpp"

#include "document/json_fields.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"
#include "document/sha256.hpp"
#include "lifecycle/lifecycle.hpp"

#include <utility>

namespace tradelab {
namespace {

constexpr std::string_view human = "user ";
constexpr std::size_t words_bytes_max = 1'000;
constexpr std::size_t limits_bytes_max = 4'096;

Failure wrong(std::string what, std::string hint) {
    return fail(ErrorCode::invalid_argument, std::move(what), std::move(hint));
}

LifeStage read_stage(JsonFields& fields, std::string_view name) {
    const std::string text = fields.text(name, words_bytes_max);
    const auto stage = stage_of(text);
    if (!stage && !fields.is_broken()) {
        fields.refuse(std::string(name) + " = '" + text + "'", "it is no stage");
    }
    return stage.value_or(LifeStage::retired);
}

std::optional<UnixNanos> read_time(JsonFields& fields, std::string_view name) {
    if (fields.value(name).is_null()) {
        return std::nullopt;
    }
    const std::string text = fields.text(name, words_bytes_max);
    const auto at = parse_iso(text);
    if (!at && !fields.is_broken()) {
        fields.refuse(std::string(name) + " = '" + text + "'", "a time in UTC is expected");
    }
    return at ? std::optional(*at) : std::nullopt;
}

VerdictBasis read_basis(JsonFields& fields) {
    const std::string text = fields.text("basis", words_bytes_max);
    if (text != "recorded" && text != "synthetic" && !fields.is_broken()) {
        fields.refuse("basis = '" + text + "'", "recorded or synthetic");
    }
    return text == "recorded" ? VerdictBasis::recorded : VerdictBasis::synthetic;
}

StageEdge read(const JsonValue& value, std::optional<Error>& problem) {
    JsonFields fields(value,
                      "",
                      {"strategy",
                       "name",
                       "basis",
                       "from",
                       "to",
                       "by",
                       "evidence",
                       "why",
                       "binding",
                       "limits",
                       "expires_at",
                       "footing"},
                      problem);
    StageEdge edge;
    edge.strategy = fields.text("strategy", words_bytes_max);
    edge.name = fields.text("name", words_bytes_max);
    edge.basis = read_basis(fields);
    edge.from = read_stage(fields, "from");
    edge.to = read_stage(fields, "to");
    edge.by = fields.text("by", words_bytes_max);
    edge.evidence = fields.text("evidence", words_bytes_max);
    edge.why = fields.text("why", words_bytes_max);
    if (!fields.is_broken() && !fields.value("binding").is_null()) {
        edge.binding = parse_binding(fields.value("binding"), fields.pointer("binding"), problem);
        edge.limits = fields.text("limits", limits_bytes_max);
    }
    edge.expires_at = fields.is_broken() ? std::nullopt : read_time(fields, "expires_at");
    // Not as a field, which would have to be there.
    if (const JsonValue* footing = fields.is_broken() ? nullptr : value.find("footing")) {
        edge.footing = parse_footing(*footing, fields.pointer("footing"), problem);
    }
    return edge;
}

Status check_words(std::string_view name, const std::string& words) {
    if (words.empty() || words.size() > words_bytes_max) {
        return wrong("a step of a strategy says nothing as its " + std::string(name),
                     "say it, in at most 1,000 bytes");
    }
    return {};
}

}  // namespace

std::string encode(const StageEdge& edge) {
    JsonObject out{
        {"strategy", edge.strategy},
        {"name", edge.name},
        {"basis", edge.basis == VerdictBasis::recorded ? "recorded" : "synthetic"},
        {"from", stage_text(edge.from)},
        {"to", stage_text(edge.to)},
        {"by", edge.by},
        {"evidence", edge.evidence},
        {"why", edge.why},
        {"binding", edge.binding ? json_of(*edge.binding) : JsonValue()},
        {"limits", edge.binding ? JsonValue(edge.limits) : JsonValue()},
        {"expires_at", edge.expires_at ? JsonValue(iso_text(*edge.expires_at)) : JsonValue()}};
    if (edge.footing) {
        out.push_back({"footing", json_of(*edge.footing)});
    }
    return canonical_json(out).value();
}

Result<StageEdge> decode_edge(std::string_view bytes) {
    const auto value = parse_json(bytes, {.bytes_max = record_payload_bytes_max});
    if (!value) {
        return fail(value.error());
    }
    std::optional<Error> problem;
    StageEdge edge = read(*value, problem);
    if (problem) {
        return fail(std::move(*problem));
    }
    if (auto checked = check(edge); !checked) {
        return fail(std::move(checked).error());
    }
    if (encode(edge) != bytes) {
        return fail(ErrorCode::malformed, "not in its one spelling");
    }
    return edge;
}

Status check(const StageEdge& edge) {
    if (auto checked = check_sha256_hex("strategy", edge.strategy); !checked) {
        return checked;
    }
    for (const auto& [name, words] : {std::pair("name", &edge.name),
                                      std::pair("author", &edge.by),
                                      std::pair("evidence", &edge.evidence),
                                      std::pair("reason", &edge.why)}) {
        if (auto checked = check_words(name, *words); !checked) {
            return checked;
        }
    }
    if (!may_follow(edge.from, edge.to)) {
        return wrong("from " + std::string(stage_text(edge.from)) + " to " +
                         std::string(stage_text(edge.to)) + " is no step of a strategy",
                     "one stage at a time; see ARCHITECTURE.md, \"A strategy's life\"");
    }
    const bool is_carried = edge.from == edge.to && (edge.to == LifeStage::awaiting_approval ||
                                                     edge.to == LifeStage::approved);
    if (is_carried != (edge.by == carry_over_author)) {
        return wrong("a step of " + std::string(edge.by) + " from " +
                         std::string(stage_text(edge.from)) + " to " +
                         std::string(stage_text(edge.to)),
                     "a strategy stays where it is by a replay of its evidence alone");
    }
    if (edge.to == LifeStage::approved && !is_carried && !edge.by.starts_with(human)) {
        return fail(ErrorCode::refused,
                    edge.by + " approved " + edge.name,
                    "a human approves, and nobody else: tradelab approve");
    }
    const bool is_approval = edge.to == LifeStage::approved;
    const bool is_bound = is_approval || is_carried || edge.to == LifeStage::vaulted;
    if (is_bound != edge.binding.has_value() || is_bound == edge.limits.empty() ||
        is_approval != edge.expires_at.has_value()) {
        return wrong(
            "what was vaulted or approved is bound to what was tested, an approval until "
            "it expires, and nothing else is",
            "name binding and limits, and the end of an approval");
    }
    if (edge.basis == VerdictBasis::synthetic &&
        (edge.to == LifeStage::canary || edge.to == LifeStage::scaled)) {
        return fail(ErrorCode::refused,
                    edge.name + " was proven on a synthetic market",
                    "evidence from data that never was does not reach live trading");
    }
    if (edge.footing && edge.to != LifeStage::selected) {
        return wrong("what a strategy stands on is a part of another step",
                     "name it where it is selected, before the gate looks");
    }
    const Status stands = edge.footing ? check(*edge.footing) : Status();
    return stands && edge.binding ? check(*edge.binding) : stands;
}

}  // namespace tradelab
