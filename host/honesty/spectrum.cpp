#include "honesty/spectrum.hpp"

#include "core/check.hpp"

#include <tradelab/math.hpp>

#include <bit>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace tradelab {
namespace {

// Spelled out: the library's product looks for infinities first.
std::complex<double> product(std::complex<double> a, std::complex<double> b) {
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

void reverse_bits(std::span<std::complex<double>> values) {
    const std::size_t count = values.size();
    for (std::size_t at = 1, other = 0; at < count; ++at) {
        std::size_t bit = count >> 1U;
        for (; (other & bit) != 0; bit >>= 1U) {
            other ^= bit;
        }
        other ^= bit;
        if (at < other) {
            std::swap(values[at], values[other]);
        }
    }
}

}  // namespace

void transform(std::span<std::complex<double>> values) {
    const std::size_t count = values.size();
    TL_CHECK(std::has_single_bit(count));
    reverse_bits(values);
    std::vector<std::complex<double>> turns(count / 2);
    for (std::size_t at = 0; at < turns.size(); ++at) {
        const double angle =
            -2 * std::numbers::pi * static_cast<double>(at) / static_cast<double>(count);
        turns[at] = {math::cos(angle), math::sin(angle)};
    }
    for (std::size_t width = 2; width <= count; width *= 2) {
        const std::size_t half = width / 2;
        const std::size_t stride = count / width;
        for (std::size_t first = 0; first < count; first += width) {
            for (std::size_t at = 0; at < half; ++at) {
                const auto turned = product(turns[at * stride], values[first + half + at]);
                const auto kept = values[first + at];
                values[first + at] = kept + turned;
                values[first + half + at] = kept - turned;
            }
        }
    }
}

std::vector<double> with_phases(std::span<const double> values, std::span<const double> angles) {
    const std::size_t count = values.size();
    TL_CHECK(std::has_single_bit(count) && count >= 4 && angles.size() == count / 2 - 1);
    std::vector<std::complex<double>> spectrum(values.begin(), values.end());
    transform(spectrum);
    // A real series has a spectrum that is its own mirror image; the mean and the fastest frequency
    // have no phase to draw.
    for (std::size_t at = 1; at < count / 2; ++at) {
        const double size = std::sqrt(spectrum[at].real() * spectrum[at].real() +
                                      spectrum[at].imag() * spectrum[at].imag());
        const double angle = angles[at - 1];
        spectrum[at] = {size * math::cos(angle), size * math::sin(angle)};
        spectrum[count - at] = std::conj(spectrum[at]);
    }
    // The inverse by the transform itself: conjugate before and after.
    for (auto& one : spectrum) {
        one = std::conj(one);
    }
    transform(spectrum);
    std::vector<double> out(count);
    for (std::size_t at = 0; at < count; ++at) {
        out[at] = spectrum[at].real() / static_cast<double>(count);
    }
    return out;
}

}  // namespace tradelab
