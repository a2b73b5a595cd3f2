#include "lab/regimes.hpp"
#include "lifecycle/decay_watch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace tradelab {
namespace {

constexpr std::size_t year = 365;

// Closes of a market whose volatility clusters and is always drawn the same way: GARCH(1, 1) with
// three per cent a day.
std::vector<double> steady_market(unsigned seed, std::size_t days) {
    std::mt19937 draw(seed);
    std::vector<double> closes = {100};
    double variance = 0.0009;
    while (closes.size() <= days) {
        double shock = -6;  // of twelve uniform draws: as good as normal
        for (int one = 0; one < 12; ++one) {
            shock += static_cast<double>(draw()) / 4'294'967'296.0;
        }
        const double change = std::max(-0.5, std::sqrt(variance) * shock);
        closes.push_back(closes.back() * (1 + change));
        variance = 0.000027 + 0.08 * change * change + 0.89 * variance;
    }
    return closes;
}

// The share of the days of the year after the evidence that is sat out.
double sat_out(std::size_t evidence_days, unsigned markets) {
    std::size_t out = 0;
    for (unsigned seed = 1; seed <= markets; ++seed) {
        const auto closes = steady_market(seed, evidence_days + year);
        const auto regimes = regimes_of(closes);
        std::vector<double> returns;
        for (std::size_t day = 0; day < evidence_days; ++day) {
            returns.push_back(0.002 + (day % 2 == 0 ? 0.01 : -0.01));
        }
        auto watch = DecayWatch::make({.returns = returns,
                                       .regimes = std::span(regimes).first(evidence_days),
                                       .promised_sharpe = 1})
                         .value();
        for (std::size_t day = evidence_days; day < evidence_days + year; ++day) {
            out += watch.add(0.002, regimes[day]) == DecayAlarm::regime ? 1U : 0U;
        }
    }
    return static_cast<double>(out) / static_cast<double>(year * markets);
}

TEST(RegimeSupport, HardlyADayIsSatOutOfAMarketThatStaysAsItWas) {
    constexpr unsigned markets = 20;
    SCOPED_TRACE("seeds 1 to " + std::to_string(markets));
    const double after_one = sat_out(year, markets);
    const double after_two = sat_out(2 * year, markets);
    RecordProperty("sat_out_after_one_year", std::to_string(after_one));
    RecordProperty("sat_out_after_two_years", std::to_string(after_two));

    EXPECT_LT(after_two, 0.02);
    EXPECT_LT(after_one, 0.2);
}

}  // namespace
}  // namespace tradelab
