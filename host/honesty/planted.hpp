#pragma once

#include "honesty/noise.hpp"
#include "lab/market.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

// Noise in which something can be known, because it was put there.
namespace tradelab {

enum class EdgeKind : std::uint8_t {
    momentum = 1,  // the drift follows two averages of closes that have crossed
    reversal,      // the drift pulls back what has stretched away from its mean
};

[[nodiscard]] std::string_view edge_kind_text(EdgeKind kind);

// The rule that the drift follows, which a bundled plugin can express: momentum with `entry` cross,
// mean reversion with `signal` zscore and no regime.
struct EdgeRule {
    EdgeKind kind = EdgeKind::momentum;
    std::size_t fast = 0;  // momentum: bars of the averages
    std::size_t slow = 0;  // reversal: bars of mean and deviation
    double entry = 0;      // reversal: deviations
};

// A rule with look-backs of four days to three weeks, drawn from the seed.
[[nodiscard]] EdgeRule random_rule(EdgeKind kind, std::uint64_t seed);

// A rule, and the gross annual Sharpe ratio of whoever follows it from the first bar on, holding
// one or minus one or nothing of a fixed sum.
struct PlantedEdge {
    EdgeRule rule;
    double sharpe = 0;
};

// What a market is made of.
struct MarketRecipe {
    NoiseFamily family = NoiseFamily::student;
    std::optional<PlantedEdge> edge = {};
    std::size_t bars = 0;  // of eight hours
    std::uint64_t seed = 0;
};

// Prices of one market: bars of eight hours of the perpetual of the synthetic venue.  No funding is
// paid: it would be one more cost, and whoever is short would have an edge that nobody planted.
struct Path {
    std::vector<double> open, high, low, close;
    // What the ideal rule held in each bar; empty without an edge.
    std::vector<double> held;
};

[[nodiscard]] Path path_of(const MarketRecipe& recipe, const NoiseBase& base);
[[nodiscard]] Result<Market> market_of(const Path& path);

}  // namespace tradelab
