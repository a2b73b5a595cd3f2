#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tradelab {

class JsonValue;
struct JsonMember;

using JsonArray = std::vector<JsonValue>;
using JsonObject = std::vector<JsonMember>;  // in the order written; names are unique

// A number with a point or an exponent, as its text.  No double stands between: 0.1 stays 0.1.
struct JsonDecimal {
    std::string text;

    friend bool operator==(const JsonDecimal&, const JsonDecimal&) = default;
};

// One value of a JSON document.  Never changes; whole numbers are exact.
//
// Documents are written down as nested lists:
//     JsonObject{{"schema", "tradelab.version/1"}, {"abi", nullptr}, {"bars", 400}}
class JsonValue {
public:
    JsonValue();  // null
    JsonValue(std::nullptr_t);
    template <std::same_as<bool> Bool>
    JsonValue(Bool value);
    // A number beyond int64 is a programmer's error.
    template <std::integral Integer>
        requires(!std::same_as<Integer, bool>)
    JsonValue(Integer value);
    JsonValue(const char* text);
    JsonValue(std::string_view text);
    JsonValue(std::string text);
    JsonValue(JsonDecimal number);
    JsonValue(JsonArray array);
    JsonValue(JsonObject object);
    JsonValue(const std::vector<std::string>& texts);

    JsonValue(const JsonValue& other);
    JsonValue& operator=(const JsonValue& other);
    JsonValue(JsonValue&& other) noexcept;
    JsonValue& operator=(JsonValue&& other) noexcept;
    ~JsonValue();

    // The shortest text that reads back as this double; null where it is no number.
    [[nodiscard]] static JsonValue real(double value);

    // Nothing where the value is of another kind.  The pointers live as long as the value.
    [[nodiscard]] bool is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
    [[nodiscard]] const bool* boolean() const { return std::get_if<bool>(&value_); }
    [[nodiscard]] const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
    [[nodiscard]] const JsonDecimal* decimal() const { return std::get_if<JsonDecimal>(&value_); }
    [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&value_); }
    [[nodiscard]] const JsonArray* array() const { return std::get_if<JsonArray>(&value_); }
    [[nodiscard]] const JsonObject* object() const { return std::get_if<JsonObject>(&value_); }

    // The member of that name, or nothing; nothing of what is no object.
    [[nodiscard]] const JsonValue* find(std::string_view name) const;
    // The same where absence and null mean the same.
    [[nodiscard]] const JsonValue& operator[](std::string_view name) const;

    // "a text", "a number with a point": for messages.
    [[nodiscard]] std::string_view kind_text() const;

    friend bool operator==(const JsonValue& left, const JsonValue& right);

private:
    [[noreturn]] static void refuse_range();

    std::
        variant<std::nullptr_t, bool, std::int64_t, JsonDecimal, std::string, JsonArray, JsonObject>
            value_;
};

struct JsonMember {
    std::string name;
    JsonValue value;

    friend bool operator==(const JsonMember&, const JsonMember&) = default;
};

// Here, and in the .cpp, because a member must be a whole type before anything is done with lists
// of it.
template <std::same_as<bool> Bool>
JsonValue::JsonValue(Bool value) : value_(value) {}

template <std::integral Integer>
    requires(!std::same_as<Integer, bool>)
JsonValue::JsonValue(Integer value) : value_(static_cast<std::int64_t>(value)) {
    if (!std::in_range<std::int64_t>(value)) {
        refuse_range();
    }
}

}  // namespace tradelab
