#include "core/hash.hpp"

namespace tradelab {
namespace {

void append_hex(std::string& text, std::uint64_t value) {
    constexpr std::string_view digits = "0123456789abcdef";
    for (unsigned shift = 64; shift > 0; shift -= 4) {
        text += digits[(value >> (shift - 4)) & 0xfU];
    }
}

}  // namespace

std::string DecisionHash::text() const {
    std::string text;
    append_hex(text, high());
    append_hex(text, low());
    return text;
}

}  // namespace tradelab
