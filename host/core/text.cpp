#include "core/text.hpp"

#include <algorithm>

namespace tradelab {

namespace {

constexpr std::size_t quote_length_max = 120;

struct Lead {
    std::size_t length;   // of the whole sequence; 0 where the byte begins none
    unsigned char least;  // bounds of the second byte: they refuse overlong forms, surrogates and
    unsigned char most;   // what lies above U+10FFFF (the table of RFC 3629, section 4)
};

Lead lead(unsigned char byte) {
    if (byte < 0x80) {
        return {1, 0, 0};
    }
    if (byte < 0xc2) {
        return {0, 0, 0};
    }
    if (byte < 0xe0) {
        return {2, 0x80, 0xbf};
    }
    if (byte == 0xe0) {
        return {3, 0xa0, 0xbf};
    }
    if (byte == 0xed) {
        return {3, 0x80, 0x9f};
    }
    if (byte < 0xf0) {
        return {3, 0x80, 0xbf};
    }
    if (byte == 0xf0) {
        return {4, 0x90, 0xbf};
    }
    if (byte < 0xf4) {
        return {4, 0x80, 0xbf};
    }
    if (byte == 0xf4) {
        return {4, 0x80, 0x8f};
    }
    return {0, 0, 0};
}

// The length of the character at the front, 0 where there is none.
std::size_t character_length(std::string_view text) {
    const auto at = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const Lead first = lead(at(0));
    if (first.length == 0 || first.length > text.size()) {
        return 0;
    }
    if (first.length > 1 && (at(1) < first.least || at(1) > first.most)) {
        return 0;
    }
    for (std::size_t i = 2; i < first.length; ++i) {
        if ((at(i) & 0xc0U) != 0x80U) {
            return 0;
        }
    }
    return first.length;
}

// C0, DEL, and the C1 controls U+0080 to U+009F, which terminals obey as well.
bool is_control(std::string_view character) {
    const auto byte = static_cast<unsigned char>(character[0]);
    const bool c1 =
        character.size() == 2 && byte == 0xc2U && static_cast<unsigned char>(character[1]) < 0xa0U;
    return byte < 0x20U || byte == 0x7fU || c1;
}

std::string escaped(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += "\\x";
        out += digits[byte >> 4U];
        out += digits[byte & 0x0fU];
    }
    return out;
}

}  // namespace

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = character_length(text.substr(at));
        if (length == 0) {
            return at;
        }
        at += length;
    }
    return std::nullopt;
}

std::string printable(std::string_view text, std::size_t length_max) {
    std::string out;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = character_length(text.substr(at));
        const std::string_view character = text.substr(at, std::max<std::size_t>(length, 1));
        const bool plain = length != 0 && !is_control(character);
        const std::string piece = plain ? std::string(character) : escaped(character);
        if (out.size() + piece.size() > length_max) {
            return out + "...";
        }
        out += piece;
        at += character.size();
    }
    return out;
}

std::string in_quotes(std::string_view text) {
    return "\"" + printable(text, quote_length_max) + "\"";
}

std::string listed(std::span<const std::string> names) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i != 0) {
            out += i + 1 == names.size() ? " and " : ", ";
        }
        out += names[i];
    }
    return out;
}

}  // namespace tradelab
