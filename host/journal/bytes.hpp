#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace tradelab::detail {

// Integers as bytes, least significant first, on every machine.
template <std::integral T>
void put(std::string& out, T value) {
    const auto bits = static_cast<std::uint64_t>(value);  // a negative one as two's complement
    for (std::size_t i = 0; i < sizeof(T); ++i) {
        out += static_cast<char>(static_cast<unsigned char>((bits >> (8 * i)) & 0xffU));
    }
}

// The caller has seen that the bytes are there.
template <std::integral T>
[[nodiscard]] T take(std::string_view bytes, std::size_t at) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof(T); ++i) {
        bits |= std::uint64_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
    }
    return static_cast<T>(bits);
}

}  // namespace tradelab::detail
