#include "plugin/text.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

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

// Levenshtein's distance in one row of memory.
std::size_t distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < right.size(); ++j) {
            const std::size_t replaced = diagonal + (left[i] == right[j] ? 0U : 1U);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
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

std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> candidates) {
    // Comparing is quadratic in length, and nobody means a name by a word twice as long.
    constexpr std::size_t word_length_max = 64;
    if (word.size() > word_length_max || candidates.empty()) {
        return std::nullopt;
    }

    const auto away = [word](std::string_view candidate) { return distance(word, candidate); };
    const std::string_view best = *std::ranges::min_element(candidates, {}, away);
    const std::size_t allowed = std::max<std::size_t>(1, std::max(word.size(), best.size()) / 3);
    return away(best) <= allowed ? std::optional(best) : std::nullopt;
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
