#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// What the gate is told.  All returns are net, simple, one for each day of UTC, on the equity that
// was allotted; all series of one epoch have the same days in the same order.
namespace tradelab {

inline constexpr double gate_days_per_year = 365;

// What a piece of evidence is.  A trading rule's is the trade, a carry's the settled funding
// interval: it holds one position for months and is paid every eight hours.
enum class EvidenceClass : std::uint8_t { trading, carry };

// What was done in one epoch.
struct Activity {
    std::uint32_t trades = 0;  // round trips that ended in it
    // Of them, those that lost after costs.  Absent where nobody counted: then it is not demanded,
    // and the verdict shows it as undefined.
    std::optional<std::uint32_t> losing_trades = {};
    std::uint32_t active_weeks = 0;       // distinct weeks in which something was held
    std::uint32_t funding_intervals = 0;  // settled while a position was held
    // What the legs of a pair leave over: root of the mean over time of (spot + perpetual)^2 over
    // that of (|spot| + |perpetual|)^2, in the asset.  Absent where nothing is hedged.
    std::optional<double> hedge_error = {};
};

// One epoch of one rule.
struct EpochEvidence {
    std::vector<double> returns = {};
    std::vector<double> at_double_cost = {};  // fees, spread and slippage twice
    std::vector<double> one_bar_late = {};    // every order a bar later
    Activity activity = {};
};

struct Finalist {
    std::string id = {};  // SHA-256 of the canonical parameter file
    EvidenceClass evidence_class = EvidenceClass::trading;
    EpochEvidence explore = {};
    EpochEvidence walk_forward = {};
    // Of holding what it trades all the time with the same capital, on walk-forward.  May be empty.
    std::vector<double> hold = {};
};

// The figures that decide, or with them those that explain and rank, which take longer than all of
// the rest: studies that judge thousands of labs look at outcomes alone.
enum class GateFigures : std::uint8_t { deciding, all };

struct GateInput {
    std::vector<Finalist> finalists = {};
    GateFigures figures = GateFigures::all;

    // The same of all markets of the search.  May be empty.
    std::vector<double> hold_walk_forward = {};

    // Of the search that led here: everything ever tried, and how many different things that was.
    std::uint64_t trials = 0;
    std::uint64_t clusters = 0;
    // Returns on explore of one rule a cluster, for the probability of overfitting.  May be empty.
    std::vector<std::vector<double>> cluster_returns = {};
};

// What is in the vault for one finalist: exists only after it was opened.
struct VaultEvidence {
    EpochEvidence vault = {};
    std::vector<double> hold = {};
};

}  // namespace tradelab
