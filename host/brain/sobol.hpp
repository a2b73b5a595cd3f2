#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tradelab::brain {

// Points that leave no gaps: the sequence of I. M. Sobol', "On the distribution of points in a cube
// and the approximate evaluation of integrals", USSR Comp. Math. 7 (1967), in the order of P.
// Bratley and B. L. Fox, Algorithm 659, ACM TOMS 14 (1988).
//
// The primitive polynomials are found, not listed.  The numbers that begin the recurrence are those
// of S. Joe and F. Y. Kuo, "Constructing Sobol sequences with better two-dimensional projections",
// SIAM J. Sci. Comput. 30 (2008), for the first 21 dimensions, and arbitrary odd ones beyond.
//
// Each coordinate is scrambled as A. B. Owen, "Randomly permuted (t,m,s)-nets", MCQMC 1995: every
// bit is flipped or not by a random bit that hangs on the bits above it.  Any number of points from
// the front keeps its evenness, and another seed gives another set of them.
class Sobol {
public:
    static constexpr std::size_t dimensions_max = 64;  // limits::params_max

    Sobol(std::size_t dimensions, std::uint64_t seed);

    // The point of that place, each coordinate strictly between 0 and 1.
    [[nodiscard]] std::vector<double> point(std::uint32_t place) const;

private:
    static constexpr unsigned bits = 32;
    using Directions = std::array<std::uint32_t, bits>;

    std::vector<Directions> directions_;
    std::uint64_t seed_;
};

// The coefficients of a primitive polynomial over GF(2) as bits: x^3 + x + 1 is 0b1011.
[[nodiscard]] bool is_primitive(std::uint32_t polynomial);

}  // namespace tradelab::brain
