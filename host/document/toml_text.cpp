#include "document/toml_text.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

namespace tradelab {

namespace {

constexpr std::size_t line_length_max = 1'024;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

std::optional<std::size_t> first_long_line(std::string_view text) {
    std::size_t start = 0;
    while (start < text.size()) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        if (end - start > line_length_max) {
            return start;
        }
        start = end + 1;
    }
    return std::nullopt;
}

// Where the string that opens at `start` ends: behind its closing quote, or at the end of its line,
// where the parser will say that it is not closed.
std::size_t end_of_string(std::string_view text, std::size_t start) {
    const char quote = text[start];
    std::size_t at = start + 1;
    while (at < text.size() && text[at] != '\n' && text[at] != quote) {
        const bool escapes =
            quote == '"' && text[at] == '\\' && at + 1 < text.size() && text[at + 1] != '\n';
        at += escapes ? 2 : 1;
    }
    return at < text.size() && text[at] == quote ? at + 1 : at;
}

struct Stray {
    std::size_t at;
    std::string_view what;
    std::string_view remedy;
};

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
}

// Whether a token may begin behind `c`.  Brackets leave it as it was: `["a"]` opens a string, the
// quote in `1["a"` is a part of a word that the parser reads on through.
bool starts_token(char c, bool before) {
    const bool is_space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',';
    return is_space || (before && (c == '[' || c == '{'));
}

// Strings, comments and the rest: all of TOML's grammar that is needed to know which is which.
std::optional<Stray> first_stray(std::string_view text) {
    std::size_t at = text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0;
    bool fresh = true;
    while (at < text.size()) {
        const char c = text[at];
        const std::string_view ahead = text.substr(at, 3);
        if (ahead == R"(""")" || ahead == "'''") {
            return Stray{at, "a multi-line string", "write it on one line"};
        }
        std::size_t end = at + 1;
        bool may_hold_text = false;
        if (c == '"' || c == '\'') {
            end = end_of_string(text, at);
            may_hold_text = fresh;
        } else if (c == '#') {
            end = std::min(text.find('\n', at), text.size());
            may_hold_text = true;
        }
        if (!may_hold_text && !is_ascii(text.substr(at, end - at))) {
            return Stray{at,
                         "a character outside ASCII that is in no string",
                         "put it in quotation marks, with a space before them"};
        }
        fresh = starts_token(c, fresh);
        at = end;
    }
    return std::nullopt;
}

}  // namespace

Status check_toml_text(std::string_view text, const std::filesystem::path& file) {
    const auto refuse = [&](std::size_t at, std::string context, std::string hint) {
        const auto before = text.substr(0, at);
        return fail({.code = ErrorCode::malformed,
                     .context = std::move(context),
                     .hint = std::move(hint),
                     .file = file.string(),
                     .line = 1 + static_cast<int>(std::ranges::count(before, '\n'))});
    };
    if (const auto at = first_invalid_utf8(text)) {
        return refuse(*at, "not UTF-8 at byte " + std::to_string(*at), "save the file as UTF-8");
    }
    if (const auto at = first_long_line(text)) {
        return refuse(*at,
                      "a line of more than " + std::to_string(line_length_max) + " bytes",
                      "break it: TOML arrays may span lines");
    }
    if (const auto stray = first_stray(text)) {
        return refuse(stray->at, std::string(stray->what), std::string(stray->remedy));
    }
    return {};
}

}  // namespace tradelab
