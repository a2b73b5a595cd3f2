#include "document/json_fields.hpp"

#include "core/nearest.hpp"
#include "core/text.hpp"
#include "document/json_parse.hpp"
#include "document/json_write.hpp"

#include <algorithm>
#include <charconv>

namespace tradelab {
namespace {

constexpr std::size_t value_length_max = 60;

const JsonValue absent;
const JsonArray no_elements;
const JsonObject no_members;

std::optional<double> number_in(const JsonValue& value) {
    if (const auto* whole = value.integer()) {
        return static_cast<double>(*whole);
    }
    if (const auto* decimal = value.decimal()) {
        double number = 0;
        const char* end = decimal->text.data() + decimal->text.size();
        const auto read = std::from_chars(decimal->text.data(), end, number);
        if (read.ec == std::errc{} && read.ptr == end) {
            return number;
        }
    }
    return std::nullopt;
}

}  // namespace

std::string value_at(std::string_view pointer, const JsonValue& value) {
    const std::string where = pointer.empty() ? "the document" : printable(pointer, 200);
    if (value.array() != nullptr || value.object() != nullptr) {
        return where + " is " + std::string(value.kind_text());
    }
    return where + " = " + printable(line_json(value), value_length_max);
}

JsonFields::JsonFields(const JsonValue& value,
                       std::string pointer,
                       std::initializer_list<std::string_view> known,
                       std::optional<Error>& problem)
    : object_(value), pointer_(std::move(pointer)), problem_(problem) {
    if (value.object() == nullptr) {
        refuse_kind("", value, "an object");
        return;
    }
    for (const JsonMember& member : *value.object()) {
        if (std::ranges::find(known, member.name) == known.end()) {
            const auto meant = nearest(member.name, std::vector<std::string_view>(known));
            refuse("unknown key " + printable(this->pointer(member.name), 200),
                   meant ? "did you mean " + in_quotes(*meant) + "?"
                         : "known here are " +
                               listed(std::vector<std::string>(known.begin(), known.end())));
            return;
        }
    }
}

std::string JsonFields::pointer(std::string_view name) const {
    return name.empty() ? pointer_ : pointer_to(pointer_, name);
}

void JsonFields::refuse(std::string what, std::string hint) {
    if (!is_broken()) {
        problem_.get() = Error{
            .code = ErrorCode::malformed, .context = std::move(what), .hint = std::move(hint)};
    }
}

void JsonFields::refuse_kind(std::string_view name,
                             const JsonValue& value,
                             std::string_view wanted) {
    refuse(value_at(pointer(name), value),
           "it must be " + std::string(wanted) + ", and is " + std::string(value.kind_text()));
}

const JsonValue& JsonFields::value(std::string_view name) {
    const JsonValue* found = object_.get().find(name);
    if (found == nullptr) {
        refuse(printable(pointer(name), 200) + " is missing", "every key is mandatory");
        return absent;
    }
    return *found;
}

std::int64_t JsonFields::integer(std::string_view name) {
    const JsonValue& found = value(name);
    if (found.integer() == nullptr) {
        refuse_kind(name, found, "a whole number");
        return 0;
    }
    return *found.integer();
}

std::string JsonFields::text(std::string_view name, std::size_t bytes_max) {
    const JsonValue& found = value(name);
    if (found.text() == nullptr) {
        refuse_kind(name, found, "a text");
        return {};
    }
    if (found.text()->empty() || found.text()->size() > bytes_max) {
        refuse(printable(pointer(name), 200) + " has " + std::to_string(found.text()->size()) +
                   " bytes",
               "write 1 to " + std::to_string(bytes_max));
    }
    return *found.text();
}

std::string JsonFields::any_text(std::string_view name, std::size_t bytes_max) {
    const JsonValue& found = value(name);
    const std::string* text = found.text();
    if (text == nullptr || text->size() > bytes_max) {
        refuse(value_at(pointer(name), found),
               "it must be a text of at most " + std::to_string(bytes_max) + " bytes");
        return {};
    }
    return *text;
}

std::optional<double> JsonFields::number_or_null(std::string_view name) {
    const JsonValue& found = value(name);
    const auto number = number_in(found);
    if (!number && !found.is_null()) {
        refuse_kind(name, found, "a number or null");
    }
    return number;
}

std::vector<double> JsonFields::numbers(std::string_view name) {
    std::vector<double> out;
    const JsonArray& elements = array(name);
    for (std::size_t at = 0; at < elements.size(); ++at) {
        const auto number = number_in(elements[at]);
        if (!number) {
            refuse(value_at(pointer_to(pointer(name), at), elements[at]), "it must be a number");
            return {};
        }
        out.push_back(*number);
    }
    return out;
}

bool JsonFields::truth(std::string_view name) {
    const JsonValue& found = value(name);
    if (found.boolean() == nullptr) {
        refuse_kind(name, found, "true or false");
        return false;
    }
    return *found.boolean();
}

std::vector<std::string> JsonFields::texts(std::string_view name, std::size_t bytes_max) {
    std::vector<std::string> out;
    const JsonArray& elements = array(name);
    for (std::size_t at = 0; at < elements.size(); ++at) {
        const std::string* text = elements[at].text();
        if (text == nullptr || text->size() > bytes_max) {
            refuse(value_at(pointer_to(pointer(name), at), elements[at]),
                   "it must be a text of at most " + std::to_string(bytes_max) + " bytes");
            return {};
        }
        out.push_back(*text);
    }
    return out;
}

const JsonArray& JsonFields::array(std::string_view name) {
    const JsonValue& found = value(name);
    if (found.array() == nullptr) {
        refuse_kind(name, found, "a list");
        return no_elements;
    }
    return *found.array();
}

const JsonObject& JsonFields::object(std::string_view name) {
    const JsonValue& found = value(name);
    if (found.object() == nullptr) {
        refuse_kind(name, found, "an object");
        return no_members;
    }
    return *found.object();
}

}  // namespace tradelab
