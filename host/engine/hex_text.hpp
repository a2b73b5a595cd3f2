#pragma once

#include <cstdint>
#include <string>

namespace tradelab {

// 16 hexadecimal digits.
[[nodiscard]] inline std::string hex_text(std::uint64_t word) {
    std::string text(16, '0');
    for (std::size_t at = text.size(); at-- > 0; word >>= 4U) {
        text[at] = "0123456789abcdef"[word & 15U];
    }
    return text;
}

}  // namespace tradelab
