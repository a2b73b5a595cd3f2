#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "history/provenance.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace tradelab {

// A market to be made up.  The defaults resemble BTC of 2020 to 2025.
//
// Without trend and edge the spot price is a martingale to the second order of an hour's return: it
// expects nothing, whatever was before.
struct SyntheticSettings {
    std::uint64_t seed = 1;
    std::string symbol = "SYN";  // the base asset, A-Z and 0-9, 1 to 16; the quote is USDT
    UnixNanos start = UnixNanos(1'577'836'800'000'000'000);  // 2020-01-01; a midnight, 1970 to 2200
    std::int64_t days = 365;                                 // 1 to 7,300

    double first_price = 30'000;     // USDT, 1 to 1,000,000
    double annual_volatility = 0.6;  // of log returns, in calm regimes; 0.01 to 3

    // GARCH(1,1) by the hour with standardised Student t shocks (Bollerslev, "A conditionally
    // heteroskedastic time series model for speculative prices and rates of return", 1987):
    //     h[t+1] = (1 - alpha - beta) + (alpha z[t]^2 + beta) h[t],  sigma^2 proportional to h.
    double garch_alpha = 0.05;  // 0 to 0.5
    double garch_beta = 0.93;   // 0 to 0.999; alpha + beta below 1
    int student_nu = 5;         // degrees of freedom, 3 to 100: fewer, fatter

    // Volatility over the day: proportional to 1 + amplitude * sin(2 pi (hour - 9) / 24), so the
    // peak is at 15 h UTC.  Volume swings alike.
    double season_amplitude = 0.35;  // 0 to 0.9

    // Regimes: calm or wild, and up, flat or down, each lasting an exponential time.
    double regime_days = 12;     // mean length, 0.5 to 3,650
    double wild_share = 0.3;     // of regimes, 0 to 1
    double wild_factor = 2;      // their volatility, in multiples of the calm one; 1 to 10
    double trend_annual = 0.25;  // log drift of up, its negative of down; 0 to 5.  0 for pure noise

    // Perpetual over spot: an Ornstein-Uhlenbeck process by the hour around the mean, which moves
    // with the trend by one deviation; bounded at 20 deviations from 0.
    double basis_mean_bps = 1;         // -100 to 100
    double basis_deviation_bps = 6;    // 0 to 100
    double basis_half_life_hours = 8;  // 1 to 10,000

    // Planted edge.  In every hour the log return gets the drift
    //     s * sigma * edge_sharpe / sqrt(8760),
    // s the sign of the log return over the `edge_lookback_hours` before, sigma the hour's
    // volatility.  The ideal follower holds s / sigma in every hour; before costs his annual Sharpe
    // ratio is the stated one.  Who holds s alone, or sees it late, gets less.  0: none.
    double edge_sharpe = 0;                 // -20 to 20; negative plants reversal
    std::int64_t edge_lookback_hours = 24;  // 1 to 1,000
    // After so many days, 1 to 7,300, it is gone for good; nothing: it stays.
    std::optional<std::int64_t> edge_days = {};

    double hourly_volume =
        1'000;  // base asset, mean of spot; the perpetual's is ten times; 1 to 1e6
    double outages_per_year = 0;  // of spot, 1 to 12 whole hours each; 0 to 100
};

// Names the first setting that is out of its range, with the range.
[[nodiscard]] Status check_settings(const SyntheticSettings& settings);

// "symbol=SYN start=2020-01-01T00:00:00Z days=365 ...": all but the seed, in a fixed order, numbers
// in the shortest form that reads back the same.
[[nodiscard]] std::string settings_text(const SyntheticSettings& settings);

// The stamp and the provenance that every series of such a market is sealed with.  The verdict is
// the caller's to add.
[[nodiscard]] Provenance synthetic_provenance(const SyntheticSettings& settings);

}  // namespace tradelab
