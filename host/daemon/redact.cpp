#include "daemon/redact.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace tradelab {

namespace {

constexpr std::array<std::string_view, 8> secret_words = {
    "secret", "token", "password", "passphrase", "signature", "api_key", "apikey", "authorization"};
constexpr std::string_view blank = "[redacted]";
constexpr std::size_t text_bytes_max = 512;

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    return out;
}

bool names_a_secret(std::string_view name) {
    const std::string said = lower(name);
    return std::ranges::any_of(
        secret_words, [&](std::string_view word) { return said.find(word) != std::string::npos; });
}

// "token=abc&x=1" and "Token: abc": from behind the sign to where the value ends.
void blank_values(std::string& text, std::string_view word) {
    for (std::size_t at = lower(text).find(word); at != std::string::npos;
         at = lower(text).find(word, at)) {
        at += word.size();
        const std::size_t sign = text.find_first_not_of(" \"'", at);
        if (sign == std::string::npos || (text[sign] != '=' && text[sign] != ':')) {
            continue;
        }
        const std::size_t begin = text.find_first_not_of(" \"'", sign + 1);
        if (begin == std::string::npos) {
            return;
        }
        // "Authorization: Bearer abc" has its secret in the second word.
        const bool is_header = word == "authorization";
        const std::size_t end =
            std::min(text.find_first_of(is_header ? "\r\n\"'" : " &,;\r\n\"'", begin), text.size());
        text.replace(begin, end - begin, blank);
        at = begin + blank.size();
    }
}

}  // namespace

std::string redacted_text(std::string_view text) {
    std::string out(text);
    for (const std::string_view word : secret_words) {
        blank_values(out, word);
    }
    if (out.size() > text_bytes_max) {
        out = out.substr(0, text_bytes_max) + "...";
    }
    return out;
}

JsonValue redacted(const JsonValue& value) {
    if (const auto* text = value.text()) {
        return redacted_text(*text);
    }
    if (const auto* array = value.array()) {
        JsonArray out;
        for (const JsonValue& element : *array) {
            out.push_back(redacted(element));
        }
        return out;
    }
    if (const auto* object = value.object()) {
        JsonObject out;
        for (const auto& [name, member] : *object) {
            out.push_back({name, names_a_secret(name) ? JsonValue(blank) : redacted(member)});
        }
        return out;
    }
    return value;
}

}  // namespace tradelab
