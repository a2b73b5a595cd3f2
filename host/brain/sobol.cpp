#include "brain/sobol.hpp"

#include "brain/draws.hpp"
#include "core/check.hpp"

#include <bit>

namespace tradelab::brain {
namespace {

// m_1, m_2 .. of Joe and Kuo, for dimensions 2 to 21 in the order of their polynomials.
constexpr std::size_t listed_max = 7;
constexpr std::array<std::array<std::uint32_t, listed_max>, 20> first_numbers = {{
    {1},
    {1, 3},
    {1, 3, 1},
    {1, 1, 1},
    {1, 1, 3, 3},
    {1, 3, 5, 13},
    {1, 1, 5, 5, 17},
    {1, 1, 5, 5, 5},
    {1, 1, 7, 11, 19},
    {1, 1, 5, 1, 1},
    {1, 1, 1, 3, 11},
    {1, 3, 5, 5, 31},
    {1, 3, 3, 9, 7, 49},
    {1, 1, 1, 15, 21, 21},
    {1, 3, 1, 13, 27, 49},
    {1, 1, 1, 15, 7, 5},
    {1, 3, 1, 15, 13, 25},
    {1, 1, 5, 5, 19, 61},
    {1, 3, 7, 11, 23, 15, 103},
    {1, 3, 7, 13, 13, 15, 69},
}};

unsigned degree_of(std::uint32_t polynomial) {
    return 31U - static_cast<unsigned>(std::countl_zero(polynomial));
}

// x^exponent modulo the polynomial.
std::uint32_t power_of_x(std::uint32_t exponent, std::uint32_t polynomial) {
    const unsigned degree = degree_of(polynomial);
    const auto times = [&](std::uint32_t left, std::uint32_t right) {
        std::uint32_t product = 0;
        for (; right != 0; right >>= 1U) {
            product ^= (right & 1U) != 0 ? left : 0;
            left <<= 1U;
            left ^= ((left >> degree) & 1U) != 0 ? polynomial : 0;
        }
        return product;
    };
    std::uint32_t result = 1;
    std::uint32_t square = times(1, 2);
    for (; exponent != 0; exponent >>= 1U) {
        result = (exponent & 1U) != 0 ? times(result, square) : result;
        square = times(square, square);
    }
    return result;
}

std::uint32_t next_primitive(std::uint32_t polynomial) {
    do {
        ++polynomial;
    } while (!is_primitive(polynomial));
    return polynomial;
}

std::uint32_t first_number(std::size_t dimension, unsigned i, Draws& draws) {
    if (dimension - 1 < first_numbers.size()) {
        return first_numbers[dimension - 1][i];
    }
    // Any odd number below 2^(i+1).
    return (static_cast<std::uint32_t>(draws.below(std::size_t{1} << i)) << 1U) | 1U;
}

}  // namespace

bool is_primitive(std::uint32_t polynomial) {
    if (polynomial < 3 || (polynomial & 1U) == 0) {
        return false;
    }
    const unsigned degree = degree_of(polynomial);
    const std::uint32_t order = (std::uint32_t{1} << degree) - 1;
    if (power_of_x(order, polynomial) != 1) {
        return false;
    }
    // The order of x is no proper part of 2^degree - 1: no prime of it may be left out.
    std::uint32_t rest = order;
    for (std::uint32_t prime = 2; prime <= rest; ++prime) {
        if (rest % prime != 0) {
            continue;
        }
        while (rest % prime == 0) {
            rest /= prime;
        }
        if (order != prime && power_of_x(order / prime, polynomial) == 1) {
            return false;
        }
    }
    return true;
}

Sobol::Sobol(std::size_t dimensions, std::uint64_t seed) : directions_(dimensions), seed_(seed) {
    TL_CHECK(dimensions <= dimensions_max);
    Draws beyond(0, "sobol", {});
    std::uint32_t polynomial = 2;
    for (std::size_t dimension = 0; dimension < dimensions; ++dimension) {
        Directions& v = directions_[dimension];
        if (dimension == 0) {
            for (unsigned i = 0; i < bits; ++i) {
                v[i] = std::uint32_t{1} << (bits - 1 - i);
            }
            continue;
        }
        polynomial = next_primitive(polynomial);
        const unsigned degree = degree_of(polynomial);
        for (unsigned i = 0; i < bits; ++i) {
            if (i < degree) {
                v[i] = first_number(dimension, i, beyond) << (bits - 1 - i);
                continue;
            }
            v[i] = v[i - degree] ^ (v[i - degree] >> degree);
            for (unsigned k = 1; k < degree; ++k) {
                v[i] ^= ((polynomial >> (degree - k)) & 1U) != 0 ? v[i - k] : 0;
            }
        }
    }
}

std::vector<double> Sobol::point(std::uint32_t place) const {
    const std::uint32_t gray = place ^ (place >> 1U);
    std::vector<double> point;
    for (std::size_t dimension = 0; dimension < directions_.size(); ++dimension) {
        std::uint32_t x = 0;
        for (unsigned i = 0; i < bits; ++i) {
            x ^= ((gray >> i) & 1U) != 0 ? directions_[dimension][i] : 0;
        }
        std::uint32_t scrambled = 0;
        for (unsigned i = 0; i < bits; ++i) {
            const std::uint32_t above = i == 0 ? 0 : x >> (bits - i);
            const std::uint64_t flip = Draws(seed_, "owen", {dimension, i, above}).bits() & 1U;
            scrambled = (scrambled << 1U) |
                        (((x >> (bits - 1 - i)) & 1U) ^ static_cast<std::uint32_t>(flip));
        }
        point.push_back((scrambled + 0.5) * 0x1p-32);
    }
    return point;
}

}  // namespace tradelab::brain
