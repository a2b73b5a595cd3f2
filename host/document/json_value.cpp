#include "document/json_value.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace tradelab {

JsonValue::JsonValue() : value_(nullptr) {}
JsonValue::JsonValue(std::nullptr_t) : value_(nullptr) {}
JsonValue::JsonValue(const char* text) : value_(std::string(text)) {}
JsonValue::JsonValue(std::string_view text) : value_(std::string(text)) {}
JsonValue::JsonValue(std::string text) : value_(std::move(text)) {}
JsonValue::JsonValue(JsonDecimal number) : value_(std::move(number)) {}
JsonValue::JsonValue(JsonArray array) : value_(std::move(array)) {}
JsonValue::JsonValue(JsonObject object) : value_(std::move(object)) {}

JsonValue::JsonValue(const JsonValue& other) = default;
JsonValue& JsonValue::operator=(const JsonValue& other) = default;
JsonValue::JsonValue(JsonValue&& other) noexcept = default;
JsonValue& JsonValue::operator=(JsonValue&& other) noexcept = default;
JsonValue::~JsonValue() = default;

bool operator==(const JsonValue& left, const JsonValue& right) {
    return left.value_ == right.value_;
}

JsonValue::JsonValue(const std::vector<std::string>& texts)
    : value_(JsonArray(texts.begin(), texts.end())) {}

JsonValue JsonValue::real(double value) {
    if (!std::isfinite(value)) {
        return nullptr;
    }
    std::array<char, 32> text{};  // the longest double takes 24 characters
    const auto end = std::to_chars(text.begin(), text.end(), value);
    TL_CHECK(end.ec == std::errc());
    return JsonDecimal{std::string(text.begin(), end.ptr)};
}

const JsonValue* JsonValue::find(std::string_view name) const {
    const JsonObject* members = object();
    if (members == nullptr) {
        return nullptr;
    }
    const auto found = std::ranges::find(*members, name, &JsonMember::name);
    return found == members->end() ? nullptr : &found->value;
}

const JsonValue& JsonValue::operator[](std::string_view name) const {
    static const JsonValue absent;
    const JsonValue* found = find(name);
    return found == nullptr ? absent : *found;
}

std::string_view JsonValue::kind_text() const {
    constexpr std::array<std::string_view, 7> kinds = {"null",
                                                       "true or false",
                                                       "a whole number",
                                                       "a number with a point",
                                                       "a text",
                                                       "a list",
                                                       "an object"};
    return kinds.at(value_.index());
}

void JsonValue::refuse_range() {
    TL_CHECK_MSG(false, "a number beyond int64 has no exact place in a document");
    std::abort();
}

}  // namespace tradelab
