#include "control/request.hpp"

#include "core/nearest.hpp"
#include "document/json_fields.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace tradelab {

namespace {

constexpr std::string_view schema = "tradelab.request/1";

// What a verb is told besides its name.
enum class Takes : std::uint8_t { nothing, rows, reason, past, decision, approval };

struct VerbRow {
    ControlVerb verb;
    std::string_view text;
    Role needed;
    Takes takes;
    bool is_urgent;
};

constexpr std::array verbs = {
    VerbRow{ControlVerb::status, "status", Role::view, Takes::nothing, false},
    VerbRow{ControlVerb::pnl, "pnl", Role::view, Takes::nothing, false},
    VerbRow{ControlVerb::positions, "positions", Role::view, Takes::nothing, false},
    VerbRow{ControlVerb::orders, "orders", Role::view, Takes::rows, false},
    VerbRow{ControlVerb::fills, "fills", Role::view, Takes::rows, false},
    VerbRow{ControlVerb::funding, "funding", Role::view, Takes::rows, false},
    VerbRow{ControlVerb::risk, "risk", Role::view, Takes::nothing, false},
    VerbRow{ControlVerb::events, "events", Role::view, Takes::past, false},
    VerbRow{ControlVerb::audit, "audit", Role::view, Takes::past, false},
    VerbRow{ControlVerb::doctor, "doctor", Role::view, Takes::nothing, false},
    VerbRow{ControlVerb::research, "research", Role::view, Takes::nothing, false},
    VerbRow{ControlVerb::pause, "pause", Role::operate, Takes::reason, true},
    VerbRow{ControlVerb::resume, "resume", Role::operate, Takes::reason, false},
    VerbRow{ControlVerb::stop, "stop", Role::operate, Takes::reason, true},
    VerbRow{ControlVerb::panic, "panic", Role::operate, Takes::reason, true},
    VerbRow{ControlVerb::research_start, "research_start", Role::operate, Takes::reason, false},
    VerbRow{ControlVerb::research_stop, "research_stop", Role::operate, Takes::reason, false},
    VerbRow{ControlVerb::approve, "approve", Role::approve, Takes::approval, false},
    VerbRow{ControlVerb::reject, "reject", Role::approve, Takes::decision, false},
    VerbRow{ControlVerb::retire_strategy, "retire_strategy", Role::approve, Takes::decision, false},
};

// The rows stand in the order of the enumeration.
const VerbRow& row_of(ControlVerb verb) {
    return verbs.at(static_cast<std::size_t>(verb));
}

const VerbRow* row_of(std::string_view text) {
    const auto at = std::ranges::find(verbs, text, &VerbRow::text);
    return at == verbs.end() ? nullptr : &*at;
}

Failure unknown_verb(const std::string& text) {
    std::vector<std::string> known;
    for (const VerbRow& row : verbs) {
        known.emplace_back(row.text);
    }
    const auto meant = nearest(text, known);
    return fail(ErrorCode::unsupported,
                "/verb = \"" + text + "\" is none of this daemon's",
                meant ? "did you mean \"" + *meant + "\"?" : "see: tradelab help");
}

struct Bounds {
    std::int64_t least;
    std::int64_t most;
};

std::uint32_t whole(JsonFields& fields, std::string_view name, Bounds bounds) {
    const std::int64_t value = fields.integer(name);
    if (!fields.is_broken() && (value < bounds.least || value > bounds.most)) {
        fields.refuse(
            fields.pointer(name) + " = " + std::to_string(value),
            "must be from " + std::to_string(bounds.least) + " to " + std::to_string(bounds.most));
    }
    return fields.is_broken() ? 0 : static_cast<std::uint32_t>(value);
}

std::string_view name_of(Takes takes) {
    constexpr std::array<std::string_view, 6> names = {"", "last", "reason", "", "", ""};
    return names.at(static_cast<std::size_t>(takes));
}

constexpr std::size_t moment_bytes_max = 40;

void read_past(const JsonValue& document, ControlRequest& request, std::optional<Error>& problem) {
    JsonFields fields(document, "", {"schema", "verb", "last", "since", "after"}, problem);
    if (document.find("last") != nullptr) {
        request.last = whole(fields, "last", {.least = 1, .most = rows_max});
    }
    if (document.find("after") != nullptr) {
        const std::int64_t after = fields.integer("after");
        if (after < 0 && !fields.is_broken()) {
            fields.refuse("/after = " + std::to_string(after), "it is a number in the journal");
        }
        request.after = static_cast<std::uint64_t>(std::max<std::int64_t>(after, 0));
    }
    if (document.find("since") != nullptr) {
        const auto since = parse_iso(fields.text("since", moment_bytes_max));
        if (!since && !fields.is_broken()) {
            fields.refuse("/since: " + since.error().context, since.error().hint);
        }
        request.since = since ? std::optional(*since) : std::nullopt;
    }
}

// What a human decided about a strategy: all of it must be said.
void read_decision(const JsonValue& document,
                   const VerbRow& row,
                   ControlRequest& request,
                   std::optional<Error>& problem) {
    const bool is_approval = row.takes == Takes::approval;
    JsonFields fields =
        is_approval
            ? JsonFields(document, "", {"schema", "verb", "strategy", "reason", "days"}, problem)
            : JsonFields(document, "", {"schema", "verb", "strategy", "reason"}, problem);
    request.strategy = fields.text("strategy", reason_bytes_max);
    request.reason = fields.text("reason", decision_bytes_max);
    if (is_approval) {
        request.days = whole(fields, "days", {.least = 1, .most = approval_days_max});
    }
}

void read_operand(const JsonValue& document,
                  const VerbRow& row,
                  ControlRequest& request,
                  std::optional<Error>& problem) {
    if (row.takes == Takes::past) {
        return read_past(document, request, problem);
    }
    if (row.takes == Takes::decision || row.takes == Takes::approval) {
        return read_decision(document, row, request, problem);
    }
    const std::string_view operand = name_of(row.takes);
    JsonFields fields = operand.empty()
                            ? JsonFields(document, "", {"schema", "verb"}, problem)
                            : JsonFields(document, "", {"schema", "verb", operand}, problem);
    const bool is_there = document.find(operand) != nullptr;
    if (row.takes == Takes::rows && is_there) {
        request.last = whole(fields, operand, {.least = 1, .most = rows_max});
    } else if (row.takes == Takes::reason && is_there) {
        request.reason = fields.text(operand, reason_bytes_max);
    }
}

}  // namespace

std::string_view control_verb_text(ControlVerb verb) {
    return row_of(verb).text;
}

Role role_needed(ControlVerb verb) {
    return row_of(verb).needed;
}

bool takes_risk_away(ControlVerb verb) {
    return row_of(verb).is_urgent;
}

Result<ControlRequest> parse_request(std::string_view line) {
    const auto document = parse_json(line, {.bytes_max = request_bytes_max, .depth_max = 2});
    if (!document) {
        return fail(document.error(), "a request");
    }
    const JsonValue& said = (*document)["schema"];
    if (said.text() == nullptr || *said.text() != schema) {
        return fail(ErrorCode::malformed,
                    "a request is no object with \"schema\": \"" + std::string(schema) + "\"",
                    "ask with the `tradelab` that came with this daemon");
    }
    const std::string* verb = (*document)["verb"].text();
    const VerbRow* row = verb == nullptr ? nullptr : row_of(*verb);
    if (row == nullptr) {
        return unknown_verb(verb == nullptr ? "" : verb->substr(0, 40));
    }
    ControlRequest request{.verb = row->verb};
    std::optional<Error> problem;
    read_operand(*document, *row, request, problem);
    if (problem) {
        return fail(*std::move(problem));
    }
    return request;
}

std::string request_line(const ControlRequest& request) {
    const VerbRow& row = row_of(request.verb);
    JsonObject object{{"schema", schema}, {"verb", row.text}};
    if (row.takes == Takes::rows || row.takes == Takes::past) {
        object.push_back({"last", request.last});
    } else if (row.takes == Takes::reason && !request.reason.empty()) {
        object.push_back({"reason", request.reason});
    } else if (row.takes == Takes::decision || row.takes == Takes::approval) {
        object.push_back({"strategy", request.strategy});
        object.push_back({"reason", request.reason});
        if (row.takes == Takes::approval) {
            object.push_back({"days", request.days});
        }
    }
    if (row.takes == Takes::past && request.since) {
        object.push_back({"since", iso_text(*request.since)});
    }
    if (row.takes == Takes::past && request.after) {
        object.push_back({"after", *request.after});
    }
    return line_json(object);
}

}  // namespace tradelab
