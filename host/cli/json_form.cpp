#include "cli/json_form.hpp"

#include <string_view>

namespace tradelab {

namespace {

constexpr std::string_view error_schema = "tradelab.error/1";

std::string text_at(const JsonValue& object, std::string_view name) {
    const JsonValue* value = object.find(name);
    const std::string* text = value == nullptr ? nullptr : value->text();
    return text == nullptr ? "" : *text;
}

}  // namespace

JsonValue error_json(const Error& error) {
    return JsonObject{{"code", error_code_text(error.code)},
                      {"message", error.context},
                      {"hint", error.hint},
                      {"file", text_unless_empty(error.file)},
                      {"line", error.line > 0 ? JsonValue(error.line) : JsonValue()}};
}

JsonValue error_document(const Error& error) {
    return JsonObject{{"schema", error_schema}, {"error", error_json(error)}};
}

std::optional<Error> error_in(const JsonValue& document) {
    const JsonValue* json = document.find("error");
    if (json == nullptr || text_at(document, "schema") != error_schema) {
        return std::nullopt;
    }
    Error error{.context = text_at(*json, "message"),
                .hint = text_at(*json, "hint"),
                .file = text_at(*json, "file")};
    for (int at = 0; at < error_code_count; ++at) {
        if (error_code_text(static_cast<ErrorCode>(at)) == text_at(*json, "code")) {
            error.code = static_cast<ErrorCode>(at);
        }
    }
    const JsonValue* line = json->find("line");
    if (line != nullptr && line->integer() != nullptr) {
        error.line = static_cast<int>(*line->integer());
    }
    return error;
}

JsonValue text_or_null(const std::optional<std::string>& text) {
    return text ? JsonValue(*text) : JsonValue();
}

JsonValue moment_or_null(std::optional<UnixNanos> moment) {
    return moment ? JsonValue(iso_text(*moment)) : JsonValue();
}

JsonValue text_unless_empty(const std::string& text) {
    return text.empty() ? JsonValue() : JsonValue(text);
}

}  // namespace tradelab
