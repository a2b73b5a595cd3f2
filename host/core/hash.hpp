#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace tradelab {

// The fingerprint of a run: two runs that decided the same have the same, on every machine.
//
// FNV-1a with 128 bits over the little-endian bytes of integers (offset basis and prime: Fowler,
// Noll, Vo, Eastlake, "The FNV Non-Cryptographic Hash Algorithm", RFC 9923).  It finds differences;
// it does not withstand an adversary.  What is signed or approved is hashed with SHA-256 in
// document/.
class DecisionHash {
public:
    template <std::integral T>
        requires(!std::same_as<T, bool>)
    constexpr void add(T value) {
        using Bits = std::make_unsigned_t<T>;
        auto bits = static_cast<std::uint64_t>(static_cast<Bits>(value));
        for (std::size_t i = 0; i < sizeof(T); ++i) {
            byte(static_cast<std::uint8_t>(bits & 0xffU));
            bits >>= 8U;
        }
    }

    // The bits as they are: -0.0 differs from 0.0, and a NaN equals itself.
    constexpr void add(double value) { add(std::bit_cast<std::uint64_t>(value)); }

    // The length goes first, so that "ab" + "c" differs from "a" + "bc".
    constexpr void add(std::string_view text) {
        add(std::uint64_t{text.size()});
        for (const char c : text) {
            byte(static_cast<std::uint8_t>(c));
        }
    }

    [[nodiscard]] constexpr std::uint64_t high() const {
        return static_cast<std::uint64_t>(state_ >> 64U);
    }
    [[nodiscard]] constexpr std::uint64_t low() const { return static_cast<std::uint64_t>(state_); }

    // 32 lower-case hexadecimal digits.
    [[nodiscard]] std::string text() const;

    friend constexpr bool operator==(const DecisionHash&, const DecisionHash&) = default;

private:
    __extension__ typedef unsigned __int128 State;

    static constexpr State joined(std::uint64_t high, std::uint64_t low) {
        return (State{high} << 64U) | low;
    }
    constexpr void byte(std::uint8_t value) {
        constexpr State prime = joined(0x0000000001000000, 0x000000000000013b);
        state_ = (state_ ^ value) * prime;
    }

    State state_ = joined(0x6c62272e07bb0142, 0x62b821756295c58d);
};

}  // namespace tradelab
