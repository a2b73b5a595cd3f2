#include "document/json_write.hpp"

#include "core/text.hpp"
#include "document/json_parse.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <vector>

namespace tradelab {
namespace {

// Valid UTF-8, with U+FFFD for each byte that is none.
std::string repaired(std::string_view text) {
    std::string out;
    while (const auto bad = first_invalid_utf8(text)) {
        out += text.substr(0, *bad);
        out += "\xef\xbf\xbd";
        text.remove_prefix(*bad + 1);
    }
    return out += text;
}

void write_text(std::string& out, std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    constexpr std::string_view letters = "btnvfr";  // of \b = 8 to \r = 13
    out += '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte >= 8 && byte <= 13 && byte != 11) {
            out += '\\';
            out += letters[byte - 8U];
        } else if (byte < 0x20) {
            out += "\\u00";
            out += digits[byte >> 4U];
            out += digits[byte & 0x0fU];
        } else {
            out += c;
        }
    }
    out += '"';
}

// What has one spelling in every layout.
void write_scalar(std::string& out, const JsonValue& value) {
    if (const bool* truth = value.boolean()) {
        out += *truth ? "true" : "false";
    } else if (const std::int64_t* number = value.integer()) {
        out += std::to_string(*number);
    } else if (const JsonDecimal* decimal = value.decimal()) {
        out += decimal->text;
    } else if (const std::string* text = value.text()) {
        write_text(out, repaired(*text));
    } else {
        out += "null";
    }
}

// How lists and objects are laid out.
struct Layout {
    std::size_t indent = 0;  // 0: all on one line
};

class Writer {
public:
    explicit Writer(Layout layout) : layout_(layout) {}

    void write(const JsonValue& value, std::size_t depth) {
        if (const JsonArray* array = value.array()) {
            enclose("[]", array->size(), depth, [&](std::size_t at) {
                write((*array)[at], depth + 1);
            });
        } else if (const JsonObject* object = value.object()) {
            enclose("{}", object->size(), depth, [&](std::size_t at) {
                write_text(out_, repaired((*object)[at].name));
                out_ += layout_.indent == 0 ? ":" : ": ";
                write((*object)[at].value, depth + 1);
            });
        } else {
            write_scalar(out_, value);
        }
    }
    [[nodiscard]] std::string take() && { return std::move(out_); }

private:
    template <class WriteOne>
    void enclose(std::string_view brackets, std::size_t count, std::size_t depth, WriteOne one) {
        out_ += brackets[0];
        for (std::size_t at = 0; at < count; ++at) {
            out_ += at == 0 ? "" : ",";
            new_line(depth + 1);
            one(at);
        }
        if (count != 0) {
            new_line(depth);
        }
        out_ += brackets[1];
    }
    void new_line(std::size_t depth) {
        if (layout_.indent != 0) {
            out_ += '\n';
            out_.append(depth * layout_.indent, ' ');
        }
    }

    Layout layout_;
    std::string out_;
};

Status write_canonical(std::string& out, const JsonValue& value, const std::string& pointer) {
    if (value.decimal() != nullptr) {
        return fail(ErrorCode::invalid_argument,
                    pointer + " = " + value.decimal()->text + " has no canonical form",
                    "whole numbers only");
    }
    if (const JsonArray* array = value.array()) {
        out += '[';
        for (std::size_t at = 0; at < array->size(); ++at) {
            out += at == 0 ? "" : ",";
            if (auto done = write_canonical(out, (*array)[at], pointer_to(pointer, at)); !done) {
                return done;
            }
        }
        out += ']';
        return {};
    }
    const JsonObject* object = value.object();
    if (object == nullptr) {
        write_scalar(out, value);
        return {};
    }
    std::vector<const JsonMember*> sorted;
    for (const JsonMember& member : *object) {
        sorted.push_back(&member);
    }
    std::ranges::sort(sorted, {}, &JsonMember::name);
    out += '{';
    for (const JsonMember* member : sorted) {
        out += member == sorted.front() ? "" : ",";
        write_text(out, member->name);
        out += ':';
        if (auto done = write_canonical(out, member->value, pointer_to(pointer, member->name));
            !done) {
            return done;
        }
    }
    out += '}';
    return {};
}

}  // namespace

Result<std::string> canonical_json(const JsonValue& value) {
    std::string out;
    if (auto written = write_canonical(out, value, ""); !written) {
        return fail(std::move(written.error()));
    }
    return out;
}

std::string pretty_json(const JsonValue& value) {
    Writer writer({.indent = 2});
    writer.write(value, 0);
    return std::move(writer).take();
}

std::string line_json(const JsonValue& value) {
    Writer writer({.indent = 0});
    writer.write(value, 0);
    return std::move(writer).take();
}

}  // namespace tradelab
