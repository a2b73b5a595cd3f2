#include "cli/json_form.hpp"

namespace tradelab {

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
