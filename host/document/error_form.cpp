#include "document/error_form.hpp"

#include <string>
#include <string_view>

namespace tradelab {

namespace {

constexpr std::string_view error_schema = "tradelab.error/1";

std::string text_at(const JsonValue& object, std::string_view name) {
    const std::string* text = object[name].text();
    return text == nullptr ? "" : *text;
}

}  // namespace

JsonValue error_json(const Error& error) {
    return JsonObject{{"code", error_code_text(error.code)},
                      {"message", error.context},
                      {"hint", error.hint},
                      {"file", error.file.empty() ? JsonValue() : JsonValue(error.file)},
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

}  // namespace tradelab
