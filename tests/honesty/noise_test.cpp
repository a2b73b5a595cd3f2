#include "honesty/noise.hpp"

#include "statistics/moments.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace tradelab {
namespace {

constexpr NoiseFamily families[] = {NoiseFamily::student,
                                    NoiseFamily::garch,
                                    NoiseFamily::sign_blocks,
                                    NoiseFamily::phase_volatility};

std::vector<double> moves_of(NoiseFamily family, std::uint64_t seed, std::size_t bars) {
    const NoiseBase base = made_up_base();
    Noise noise(family, base, seed, bars);
    std::vector<double> out;
    for (std::size_t at = 0; at < bars; ++at) {
        out.push_back(noise.next(0).move);
    }
    return out;
}

double autocorrelation(const std::vector<double>& values, std::size_t lag) {
    const double mean = *mean_of(values);
    double product = 0;
    double squares = 0;
    for (std::size_t at = 0; at < values.size(); ++at) {
        squares += (values[at] - mean) * (values[at] - mean);
        product += at >= lag ? (values[at] - mean) * (values[at - lag] - mean) : 0;
    }
    return product / squares;
}

TEST(Noise, IsTheSameForTheSameSeedAndAnotherForAnother) {
    for (const NoiseFamily family : families) {
        EXPECT_EQ(moves_of(family, 3, 200), moves_of(family, 3, 200));
        EXPECT_NE(moves_of(family, 3, 200), moves_of(family, 4, 200));
    }
}

// Over 20,000 bars a mean or an autocorrelation of nothing has an error of 0.007 deviations; fat
// tails and volatility that clusters make that up to three times as much.
TEST(Noise, ExpectsNothingFromWhatWasBefore) {
    for (const NoiseFamily family : families) {
        const auto moves = moves_of(family, 11, 20'000);
        const double deviation = *deviation_of(moves);

        EXPECT_LT(std::abs(*mean_of(moves)) / deviation, 0.03) << noise_family_text(family);
        for (const std::size_t lag : {std::size_t{3}, std::size_t{10}, std::size_t{60}}) {
            EXPECT_LT(std::abs(autocorrelation(moves, lag)), 0.06)
                << noise_family_text(family) << " lag " << lag;
        }
    }
}

TEST(Noise, KeepsWhatItsFamilyPromises) {
    const auto sizes = [](std::vector<double> moves) {
        for (double& one : moves) {
            one = std::abs(one);
        }
        return moves;
    };

    EXPECT_GT(*raw_kurtosis_of(moves_of(NoiseFamily::student, 1, 20'000)), 4);
    EXPECT_GT(autocorrelation(sizes(moves_of(NoiseFamily::garch, 1, 20'000)), 5), 0.1);
    EXPECT_GT(autocorrelation(sizes(moves_of(NoiseFamily::sign_blocks, 1, 8'000)), 5), 0.1);
    EXPECT_GT(autocorrelation(sizes(moves_of(NoiseFamily::phase_volatility, 1, 8'000)), 5), 0.03);
    EXPECT_LT(autocorrelation(sizes(moves_of(NoiseFamily::student, 1, 20'000)), 5), 0.05);
}

TEST(Noise, ABarReachesFromItsLowToItsHigh) {
    const NoiseBase base = made_up_base();
    for (const NoiseFamily family : families) {
        Noise noise(family, base, 2, 1000);
        for (int bar = 0; bar < 1000; ++bar) {
            const Shock shock = noise.next(0.001);
            ASSERT_GE(shock.peak, std::max(0.0, shock.move));
            ASSERT_LE(shock.floor, std::min(0.0, shock.move));
            ASSERT_GT(shock.floor, -1);
        }
    }
}

}  // namespace
}  // namespace tradelab
