#pragma once

#include <cstdint>

namespace tradelab {

// The fingerprint of a stream of 64-bit words, a few nanoseconds a word: a ledger writes a dozen
// per fill, and DecisionHash goes byte by byte.  FNV's step with 128 bits (RFC 9923) taken a word
// at a time, then folded, because multiplying alone never carries a high bit down.  Finds
// differences; does not withstand an adversary.
class RowHash {
public:
    // In halves, because compilers keep 128 bits in memory where two registers are enough: the
    // prime is 2^88 + 0x13b.
    constexpr void add(std::uint64_t word) {
        constexpr std::uint64_t prime_low = 0x13b;
        const std::uint64_t mixed = low_ ^ word;
        const Wide product = Wide{mixed} * prime_low;
        const std::uint64_t high =
            static_cast<std::uint64_t>(product >> 64U) + high_ * prime_low + (mixed << 24U);
        const auto low = static_cast<std::uint64_t>(product);
        low_ = low ^ ((low >> 59U) | (high << 5U));
        high_ = high ^ (high >> 59U);
    }
    constexpr void add(std::int64_t word) { add(static_cast<std::uint64_t>(word)); }

    [[nodiscard]] constexpr std::uint64_t high() const { return high_; }
    [[nodiscard]] constexpr std::uint64_t low() const { return low_; }

    friend constexpr bool operator==(const RowHash&, const RowHash&) = default;

private:
    __extension__ typedef unsigned __int128 Wide;

    std::uint64_t high_ = 0x6c62272e07bb0142;
    std::uint64_t low_ = 0x62b821756295c58d;
};

}  // namespace tradelab
