#include "core/shell_word.hpp"

#include <algorithm>

namespace tradelab {
namespace {

constexpr std::string_view plain =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./=:,@%+-";

bool is_control(char byte) {
    return (byte >= 0 && byte < ' ') || byte == '\x7f';
}

// $'...', which spells what a terminal would obey.
std::string spelled(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "$'";
    for (const char byte : text) {
        if (is_control(byte)) {
            out += "\\x";
            out += digits[static_cast<unsigned char>(byte) / 16];
            out += digits[static_cast<unsigned char>(byte) % 16];
        } else {
            out += byte == '\'' || byte == '\\' ? "\\" : "";
            out += byte;
        }
    }
    return out + "'";
}

}  // namespace

std::string shell_word(std::string_view text) {
    if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos) {
        return std::string(text);
    }
    if (std::ranges::any_of(text, is_control)) {
        return spelled(text);
    }
    std::string out = "'";
    for (const char byte : text) {
        out += byte == '\'' ? std::string("'\\''") : std::string(1, byte);
    }
    return out + "'";
}

}  // namespace tradelab
