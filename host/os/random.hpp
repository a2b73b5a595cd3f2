#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tradelab {

// Where randomness comes from.  What a result depends on is drawn from a SeededRandom whose seed is
// recorded with the result; SystemRandom is for secrets and for choosing such a seed.
class Random {
public:
    virtual ~Random() = default;
    Random(const Random&) = delete;
    Random& operator=(const Random&) = delete;
    Random(Random&&) = delete;
    Random& operator=(Random&&) = delete;

    virtual void fill(std::span<std::byte> out) = 0;
    [[nodiscard]] virtual std::uint64_t next() = 0;

    // Uniform over [0, bound), without the bias of a plain modulo.  `bound` must not be 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound);

    // Uniform over [least, most], both included.  `least` must not exceed `most`.
    [[nodiscard]] std::int64_t between(std::int64_t least, std::int64_t most);

protected:
    Random() = default;
};

// The kernel's generator (getrandom).  Any thread.  Blocks only before the kernel is seeded at
// boot; a kernel that cannot answer at all ends the process, for there is no safe substitute.
class SystemRandom final : public Random {
public:
    void fill(std::span<std::byte> out) override;
    [[nodiscard]] std::uint64_t next() override;
};

// The same seed gives the same numbers on every machine, for ever: xoshiro256** 1.0 seeded by
// splitmix64 (Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47,
// 2021).  Not for secrets.  One thread.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed);

    // Each number gives eight bytes, the lowest first; what is left of the last one is discarded.
    void fill(std::span<std::byte> out) override;
    [[nodiscard]] std::uint64_t next() override;

private:
    std::array<std::uint64_t, 4> state_{};
};

}  // namespace tradelab
