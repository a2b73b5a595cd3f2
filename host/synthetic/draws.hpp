#pragma once

#include "core/counter_draws.hpp"

#include <tradelab/math.hpp>

#include <cmath>
#include <cstdint>

namespace tradelab {

// What a random number is for.  Each purpose has numbers of its own: changing how many one of them
// needs leaves the others as they were.  The numbers are part of the generator's version.
enum class Purpose : std::uint32_t { regime = 1, shock, basis, spot_minute, perp_minute, outage };

// The random numbers of one purpose at one place (an hour, a minute), in their order.
class Draws {
public:
    Draws(std::uint64_t seed, Purpose purpose, std::uint64_t place)
        : draws_({.seed = seed, .purpose = static_cast<std::uint32_t>(purpose), .place = place}) {}

    [[nodiscard]] std::uint64_t bits() { return draws_.bits(); }

    // Strictly between 0 and 1.
    [[nodiscard]] double uniform() { return draws_.uniform(); }

    [[nodiscard]] double normal() { return math::normal_quantile(uniform()); }

    // Student's t with `nu` degrees of freedom, scaled to variance 1: a normal over the root of a
    // mean of nu squared ones, times sqrt((nu - 2) / nu).
    [[nodiscard]] double student(int nu) {
        const double above = normal();
        double squares = 0;
        for (int i = 0; i < nu; ++i) {
            const double one = normal();
            squares += one * one;
        }
        return above * std::sqrt((nu - 2) / squares);
    }

private:
    CounterDraws draws_;
};

}  // namespace tradelab
