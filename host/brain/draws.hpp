#pragma once

#include <tradelab/math.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace tradelab::brain {

// The random numbers of one place: what stands at another place (another arm, another trial) never
// moves them.  SplitMix64 of Steele, Lea, Flood, "Fast splittable pseudorandom number generators",
// OOPSLA 2014.  Not for secrets.
class Draws {
public:
    Draws(std::uint64_t seed, std::string_view purpose, std::initializer_list<std::uint64_t> place)
        : state_(mix(seed)) {
        for (const char letter : purpose) {
            state_ = mix(state_ + static_cast<unsigned char>(letter) + 1);
        }
        for (const std::uint64_t coordinate : place) {
            state_ = mix(state_ + golden + coordinate);
        }
    }

    [[nodiscard]] std::uint64_t bits() {
        state_ += golden;
        return mix(state_);
    }

    // Strictly between 0 and 1: 2^52 equal steps, each at its middle.
    [[nodiscard]] double uniform() { return (static_cast<double>(bits() >> 12U) + 0.5) * 0x1p-52; }

    [[nodiscard]] double normal() { return math::normal_quantile(uniform()); }

    // 0 .. bound - 1.  The bias of the multiplication is bound / 2^64: nothing for a search.
    [[nodiscard]] std::size_t below(std::size_t bound) {
        __extension__ using Wide = unsigned __int128;
        return static_cast<std::size_t>((Wide{bits()} * bound) >> 64U);
    }

private:
    static constexpr std::uint64_t golden = 0x9E3779B97F4A7C15U;

    static constexpr std::uint64_t mix(std::uint64_t x) {
        x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9U;
        x = (x ^ (x >> 27U)) * 0x94D049BB133111EBU;
        return x ^ (x >> 31U);
    }

    std::uint64_t state_;
};

}  // namespace tradelab::brain
