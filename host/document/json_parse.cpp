#include "document/json_parse.hpp"

#include "core/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

using Sax = nlohmann::json_sax<nlohmann::json>;

constexpr std::size_t message_length_max = 200;

std::string place_of(std::string_view text, std::size_t offset) {
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const auto lines = std::ranges::count(before, '\n');
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    return "line " + std::to_string(lines + 1) + ", column " +
           std::to_string(before.size() - line_start + 1);
}

int line_at(std::string_view text, std::size_t offset) {
    return static_cast<int>(
               std::ranges::count(text.substr(0, std::min(offset, text.size())), '\n')) +
           1;
}

// "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while ..."
// "[json.exception.out_of_range.406] number overflow parsing '1e999'"
std::string reason_in(std::string_view what) {
    for (const std::string_view end_of_prefix : {"] ", ": "}) {
        const auto end = what.find(end_of_prefix);
        const bool is_prefix = what.starts_with('[') || what.starts_with("parse error at");
        if (is_prefix && end != std::string_view::npos) {
            what.remove_prefix(end + end_of_prefix.size());
        }
    }
    return printable(what, message_length_max);
}

// Builds the value from what the parser meets.  An answer of false ends the parse.
class Builder final : public Sax {
public:
    Builder(std::string_view text, JsonLimits limits) : text_(text), limits_(limits) {}

    [[nodiscard]] Result<JsonValue> result() && {
        if (problem_) {
            return fail(std::move(*problem_));
        }
        return std::move(root_);
    }

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override {
        return std::in_range<std::int64_t>(value) ? put(value) : too_large(std::to_string(value));
    }
    bool number_float(number_float_t, const string_t& written) override {
        std::string digits = written;
        // The lexer writes the decimal point of the process's locale.
        std::ranges::replace_if(
            digits,
            [](char c) {
                return std::string_view("0123456789+-eE").find(c) == std::string_view::npos;
            },
            '.');
        if (digits.find_first_of(".eE") == std::string::npos) {
            return too_large(digits);
        }
        return put(JsonDecimal{std::move(digits)});
    }
    bool string(string_t& value) override { return put(std::move(value)); }
    bool binary(binary_t&) override { return refuse("binary data is no JSON", ""); }

    bool start_object(std::size_t) override { return open({.is_object = true}); }
    bool key(string_t& name) override {
        Frame& frame = open_.back();
        if (!frame.names.insert(name).second) {
            return refuse(pointer_to(here(), name) + " is written twice", "keep one of the two");
        }
        frame.name = std::move(name);
        return true;
    }
    bool end_object() override {
        Frame done = std::move(open_.back());
        open_.pop_back();
        return put(std::move(done.members));
    }
    bool start_array(std::size_t) override { return open({.is_object = false}); }
    bool end_array() override {
        Frame done = std::move(open_.back());
        open_.pop_back();
        return put(std::move(done.elements));
    }
    bool parse_error(std::size_t position,
                     const std::string&,
                     const nlohmann::detail::exception& thrown) override {
        // The position counts the byte that could not be.
        const std::size_t offset = position == 0 ? 0 : position - 1;
        problem_ = Error{.code = ErrorCode::malformed,
                         .context = place_of(text_, offset) + ": " + reason_in(thrown.what()),
                         .hint =
                             "write strict JSON: names in double quotes, no comments, no comma "
                             "at the end",
                         .line = line_at(text_, offset)};
        return false;
    }

private:
    // A list or object that has begun and not ended.
    struct Frame {
        bool is_object = false;
        JsonObject members = {};
        JsonArray elements = {};
        std::set<std::string> names = {};
        std::string name = {};  // of the member that comes next
    };

    bool refuse(std::string what, std::string hint) {
        problem_ = Error{
            .code = ErrorCode::malformed, .context = std::move(what), .hint = std::move(hint)};
        return false;
    }
    bool too_large(const std::string& number) {
        return refuse(
            place() + " = " + printable(number, 40) + " does not fit a whole number of 64 bits",
            "it must lie within -9223372036854775808..9223372036854775807");
    }
    bool open(Frame frame) {
        if (open_.size() >= limits_.depth_max) {
            return refuse(place() + " lies deeper than " + std::to_string(limits_.depth_max) +
                              " lists and objects in one another",
                          "flatten the document");
        }
        open_.push_back(std::move(frame));
        return true;
    }
    bool put(JsonValue value) {
        if (open_.empty()) {
            root_ = std::move(value);
        } else if (open_.back().is_object) {
            open_.back().members.push_back({open_.back().name, std::move(value)});
        } else {
            open_.back().elements.push_back(std::move(value));
        }
        return true;
    }
    // The pointer of the innermost open list or object.
    [[nodiscard]] std::string here() const {
        std::string pointer;
        for (std::size_t at = 0; at + 1 < open_.size(); ++at) {
            pointer = step(pointer, open_[at]);
        }
        return pointer;
    }
    // The pointer of the value that comes next.
    [[nodiscard]] std::string place() const {
        return open_.empty() ? "the document" : step(here(), open_.back());
    }
    static std::string step(const std::string& pointer, const Frame& frame) {
        return frame.is_object ? pointer_to(pointer, frame.name)
                               : pointer_to(pointer, frame.elements.size());
    }

    std::string_view text_;
    JsonLimits limits_;
    JsonValue root_;
    std::vector<Frame> open_;
    std::optional<Error> problem_;
};

}  // namespace

std::string pointer_to(std::string_view parent, std::string_view name) {
    std::string pointer = std::string(parent) + "/";
    for (const char c : name) {
        c == '~' ? pointer += "~0" : c == '/' ? pointer += "~1" : pointer += c;
    }
    return pointer;
}

std::string pointer_to(std::string_view parent, std::size_t place) {
    return std::string(parent) + "/" + std::to_string(place);
}

Result<JsonValue> parse_json(std::string_view text, JsonLimits limits) {
    if (text.size() > limits.bytes_max) {
        return fail(ErrorCode::too_large,
                    "the document has " + std::to_string(text.size()) + " bytes",
                    "at most " + std::to_string(limits.bytes_max) + " are read");
    }
    if (text.starts_with("\xef\xbb\xbf")) {
        return fail({.code = ErrorCode::malformed,
                     .context = "line 1, column 1: the document begins with a byte order mark",
                     .hint = "save it as UTF-8 without one",
                     .line = 1});
    }
    // The parser takes a zero byte for the end and would not see what lies behind it.
    if (const auto zero = text.find('\0'); zero != std::string_view::npos) {
        return fail({.code = ErrorCode::malformed,
                     .context = place_of(text, zero) + ": a zero byte",
                     .hint = "this is no text file",
                     .line = line_at(text, zero)});
    }
    Builder builder(text, limits);
    // The answer repeats what the builder knows.
    (void)nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
    return std::move(builder).result();
}

}  // namespace tradelab
