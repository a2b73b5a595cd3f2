#pragma once

#include <array>
#include <cstdint>

namespace tradelab {

// Philox4x32-10 of J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as
// easy as 1, 2, 3", SC 2011: a bijection of 128-bit counters, so a number is found by its place and
// not by how many were drawn before it.
struct Philox {
    using Counter = std::array<std::uint32_t, 4>;
    using Key = std::array<std::uint32_t, 2>;

    [[nodiscard]] static constexpr Counter mix(Counter c, Key key) {
        // Multipliers and Weyl constants are those of the paper (the golden ratio, sqrt(3) - 1).
        for (int round = 0; round < 10; ++round) {
            const std::uint64_t first = std::uint64_t{0xD2511F53U} * c[0];
            const std::uint64_t second = std::uint64_t{0xCD9E8D57U} * c[2];
            c = {
                high(second) ^ c[1] ^ key[0], low(second), high(first) ^ c[3] ^ key[1], low(first)};
            key = {key[0] + 0x9E3779B9U, key[1] + 0xBB67AE85U};
        }
        return c;
    }

private:
    static constexpr std::uint32_t high(std::uint64_t x) {
        return static_cast<std::uint32_t>(x >> 32U);
    }
    static constexpr std::uint32_t low(std::uint64_t x) { return static_cast<std::uint32_t>(x); }
};

}  // namespace tradelab
