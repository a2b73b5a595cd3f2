#include "honesty/spectrum.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

namespace tradelab {
namespace {

std::vector<double> sample(std::size_t count) {
    std::vector<double> values(count);
    for (std::size_t at = 0; at < count; ++at) {
        const auto t = static_cast<double>(at);
        values[at] = std::sin(0.7 * t) + 0.1 * t + (at % 3 == 0 ? 2 : 0);
    }
    return values;
}

TEST(Spectrum, TheFastTransformIsTheSumThatItStandsFor) {
    const auto values = sample(32);
    std::vector<std::complex<double>> fast(values.begin(), values.end());

    transform(fast);

    for (std::size_t k = 0; k < values.size(); ++k) {
        std::complex<double> slow = 0;
        for (std::size_t t = 0; t < values.size(); ++t) {
            const double angle = -2 * std::numbers::pi * static_cast<double>(k * t) / 32.0;
            slow += values[t] * std::complex(std::cos(angle), std::sin(angle));
        }
        EXPECT_NEAR(std::abs(fast[k] - slow), 0, 1e-10) << k;
    }
}

TEST(Spectrum, OtherPhasesKeepMeanAndSizes) {
    const auto values = sample(64);
    std::vector<double> angles(31);
    for (std::size_t at = 0; at < angles.size(); ++at) {
        angles[at] = static_cast<double>(at * at);
    }

    const auto other = with_phases(values, angles);

    std::vector<std::complex<double>> before(values.begin(), values.end());
    std::vector<std::complex<double>> after(other.begin(), other.end());
    transform(before);
    transform(after);
    EXPECT_GT(std::abs(other[5] - values[5]), 1e-3);
    for (std::size_t k = 0; k < before.size(); ++k) {
        EXPECT_NEAR(std::abs(before[k]), std::abs(after[k]), 1e-9) << k;
    }
}

}  // namespace
}  // namespace tradelab
