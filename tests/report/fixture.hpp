#pragma once

#include "lab/backtest_result.hpp"

#include <cstdint>

namespace tradelab {

// A backtest that never ran, made of a seeded walk whose books balance: fills add up to trades,
// trades and funding to the statement, and the curve ends at its equity.
struct FixtureOptions {
    std::uint64_t seed = 1;
    std::uint32_t bars = 43'800;  // five years of hours
    std::uint32_t trades = 200;
    // Mean profit of a trade in parts of 10,000 of its value, before costs.
    std::int64_t edge_e4 = 45;
    std::int64_t capital = 1'000'000'000'000;  // 1e-8: 10,000
};

[[nodiscard]] BacktestResult fixture_result(const FixtureOptions& options = {});

// Of no bars, no trades, no names: the least that a report must draw.
[[nodiscard]] BacktestResult empty_result();

// The same equity every hour, as often as told.
[[nodiscard]] BacktestResult flat_result(std::uint32_t bars);

// Equity falls below nothing half-way.
[[nodiscard]] BacktestResult ruined_result();

// Every name and sentence tries to break out of its place.
[[nodiscard]] BacktestResult hostile_result();

}  // namespace tradelab
