#pragma once

#include "synthetic/philox.hpp"

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
        : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32U)},
          counter_{0,
                   static_cast<std::uint32_t>(purpose),
                   static_cast<std::uint32_t>(place),
                   static_cast<std::uint32_t>(place >> 32U)} {}

    [[nodiscard]] std::uint64_t bits() {
        if (left_ == 0) {
            const auto mixed = Philox::mix(counter_, key_);
            pair_[1] = (std::uint64_t{mixed[0]} << 32U) | mixed[1];
            pair_[0] = (std::uint64_t{mixed[2]} << 32U) | mixed[3];
            counter_[0] += 1;
            left_ = 2;
        }
        return pair_[--left_];
    }

    // Strictly between 0 and 1: 2^52 equal steps, each at its middle.
    [[nodiscard]] double uniform() { return (static_cast<double>(bits() >> 12U) + 0.5) * 0x1p-52; }

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
    Philox::Key key_;
    Philox::Counter counter_;
    std::array<std::uint64_t, 2> pair_ = {};
    std::size_t left_ = 0;
};

}  // namespace tradelab
