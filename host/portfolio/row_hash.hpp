#pragma once

#include <cstdint>

namespace tradelab {

// The fingerprint of a stream of 64-bit words, a few nanoseconds a word: a ledger writes a dozen
// per fill, and DecisionHash goes byte by byte.  FNV's step with 128 bits (RFC 9923) taken a word
// at a time, then folded, because multiplying alone never carries a high bit down.  Finds
// differences; does not withstand an adversary.
class RowHash {
public:
    constexpr void add(std::uint64_t word) {
        constexpr State prime = (State{0x0000000001000000} << 64U) | State{0x000000000000013b};
        state_ = (state_ ^ word) * prime;
        state_ ^= state_ >> 59U;
    }
    constexpr void add(std::int64_t word) { add(static_cast<std::uint64_t>(word)); }

    [[nodiscard]] constexpr std::uint64_t high() const {
        return static_cast<std::uint64_t>(state_ >> 64U);
    }
    [[nodiscard]] constexpr std::uint64_t low() const { return static_cast<std::uint64_t>(state_); }

    friend constexpr bool operator==(const RowHash&, const RowHash&) = default;

private:
    __extension__ typedef unsigned __int128 State;

    State state_ = (State{0x6c62272e07bb0142} << 64U) | State{0x62b821756295c58d};
};

}  // namespace tradelab
