#pragma once

#include "core/result.hpp"
#include "document/json_value.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

// The members of one object, read strictly: each that is asked for must be there and of its kind,
// and one that nobody knows is refused, with what was probably meant.
//
// The first thing wrong is kept in `problem`, which all parts of one document share; from then on
// every answer is empty, so a reader asks for all it needs and looks once, at the end.  The value
// and the problem must outlive this.
class JsonFields {
public:
    // `pointer` is where the value stands in its document: "" for the document itself.
    JsonFields(const JsonValue& value,
               std::string pointer,
               std::initializer_list<std::string_view> known,
               std::optional<Error>& problem);

    [[nodiscard]] std::int64_t integer(std::string_view name);
    // A text of 1 to `bytes_max` bytes.
    [[nodiscard]] std::string text(std::string_view name, std::size_t bytes_max);
    // The same, and it may be empty.
    [[nodiscard]] std::string any_text(std::string_view name, std::size_t bytes_max);
    // A number or null.  A document may hold a whole number for 3.0.
    [[nodiscard]] std::optional<double> number_or_null(std::string_view name);
    [[nodiscard]] std::vector<double> numbers(std::string_view name);
    [[nodiscard]] bool truth(std::string_view name);
    // Texts of at most `bytes_max` bytes each.
    [[nodiscard]] std::vector<std::string> texts(std::string_view name, std::size_t bytes_max);
    // Empty where there is none.
    [[nodiscard]] const JsonArray& array(std::string_view name);
    [[nodiscard]] const JsonObject& object(std::string_view name);
    // Whatever it is; null where it is missing.
    [[nodiscard]] const JsonValue& value(std::string_view name);

    // "/parameters/fast"
    [[nodiscard]] std::string pointer(std::string_view name) const;
    // Says what is wrong with a member, beginning with where it stands: see value_at().
    void refuse(std::string what, std::string hint);

    [[nodiscard]] bool is_broken() const { return problem_.get().has_value(); }

private:
    void refuse_kind(std::string_view name, const JsonValue& value, std::string_view wanted);

    std::reference_wrapper<const JsonValue> object_;
    std::string pointer_;
    std::reference_wrapper<std::optional<Error>> problem_;
};

// "/parameters/fast = 2.5": a value where it stands, short enough for a sentence.
[[nodiscard]] std::string value_at(std::string_view pointer, const JsonValue& value);

}  // namespace tradelab
