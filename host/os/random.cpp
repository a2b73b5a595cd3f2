#include "os/random.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <bit>
#include <cerrno>
#include <sys/random.h>

namespace tradelab {
namespace {

// splitmix64, as published by Vigna for seeding the xoshiro family: its output is equidistributed,
// so that seeds 0 and 1 do not give related states and the all-zero state cannot occur.
std::uint64_t splitmix64(std::uint64_t& state) {
    state += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
}

}  // namespace

std::uint64_t Random::below(std::uint64_t bound) {
    TL_CHECK(bound != 0);

    // 2^64 mod bound numbers at the bottom of the range would favour small results: draw again.
    const std::uint64_t surplus = (0 - bound) % bound;
    std::uint64_t drawn = next();
    while (drawn < surplus) {
        drawn = next();
    }
    return drawn % bound;
}

std::int64_t Random::between(std::int64_t least, std::int64_t most) {
    TL_CHECK(least <= most);

    // In unsigned arithmetic, where the whole range of int64 fits and wrapping is defined.
    const auto start = static_cast<std::uint64_t>(least);
    const std::uint64_t width = static_cast<std::uint64_t>(most) - start;
    const bool everything = width == UINT64_MAX;
    return static_cast<std::int64_t>(start + (everything ? next() : below(width + 1)));
}

void SystemRandom::fill(std::span<std::byte> out) {
    while (!out.empty()) {
        const ssize_t got = ::getrandom(out.data(), out.size(), 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        TL_CHECK(got > 0);
        out = out.subspan(static_cast<std::size_t>(got));
    }
}

std::uint64_t SystemRandom::next() {
    std::array<std::byte, sizeof(std::uint64_t)> bytes{};
    fill(bytes);
    return std::bit_cast<std::uint64_t>(bytes);
}

SeededRandom::SeededRandom(std::uint64_t seed) {
    std::ranges::generate(state_, [&seed] { return splitmix64(seed); });
}

void SeededRandom::fill(std::span<std::byte> out) {
    while (!out.empty()) {
        std::uint64_t word = next();
        const auto piece = out.first(std::min(out.size(), sizeof word));
        for (std::byte& byte : piece) {
            byte = static_cast<std::byte>(word & 0xffU);
            word >>= 8U;
        }
        out = out.subspan(piece.size());
    }
}

std::uint64_t SeededRandom::next() {
    auto& s = state_;
    const std::uint64_t result = std::rotl(s[1] * 5, 7) * 9;
    const std::uint64_t t = s[1] << 17U;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = std::rotl(s[3], 45);
    return result;
}

}  // namespace tradelab
