#pragma once

#include "core/money.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/run_record.hpp"
#include "journal/trial.hpp"
#include "lab/backtest_run.hpp"
#include "lab/candidate.hpp"
#include "lab/market.hpp"
#include "lab/round_trip.hpp"
#include "lab/venue_book.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// Net simple returns, one for each day (UTC) from `first_day` on, counted from the epoch.  A bar
// that closes at midnight belongs to the day that ends there.  A day without a bar has 0.
struct DailyReturns {
    std::int64_t first_day = 0;
    std::vector<double> values;

    friend bool operator==(const DailyReturns&, const DailyReturns&) = default;
};

// What a strategy did, in figures that do not depend on whether it paid.
struct Conduct {
    std::uint64_t trades = 0;         // round trips that ended
    std::uint64_t losing_trades = 0;  // of these, after costs
    std::uint64_t weeks_traded = 0;   // in which something was held
    std::uint64_t settlements = 0;    // of funding, while something was held
    std::optional<double> median_holding_bars;
    double turnover_per_year = 0;            // worth of fills / capital
    std::optional<double> long_share;        // of round trips
    std::optional<double> time_in_position;  // share of bars, 0..1
    std::optional<double> win_rate;          // of round trips
    // What the legs of a pair left over of both: see hedge_error().  Nothing where there is no
    // pair.
    std::optional<double> hedge_error;

    friend bool operator==(const Conduct&, const Conduct&) = default;
};

// What it cost; positive is paid.
struct CostBreakDown {
    Cash gross = {};  // realised by round trips, before costs
    Cash fees = {};
    Cash slippage = {};
    Cash funding = {};
    Cash net = {};  // change of equity

    friend bool operator==(const CostBreakDown&, const CostBreakDown&) = default;
};

// One trial: what a search and a gate look at.
struct TrialRun {
    std::string result_hash;
    std::string decision_hash;
    DailyReturns returns;
    Conduct conduct;
    CostBreakDown costs;

    friend bool operator==(const TrialRun&, const TrialRun&) = default;
};

// A stretch of a market that is judged.  Bars before `from` warm strategies up.
struct Stretch {
    UnixNanos from;
    UnixNanos to;
};

struct TrialSetting {
    const Market& market;
    const VenueBook& venues;
    const Candidate& candidate;
    const BacktestOptions& options;
    Stretch stretch;
};

// One strategy on a market in memory: the kernel, venue, gate and costs of `tradelab backtest`, and
// the same hash as `tradelab backtest --from --to`.
//
// Any thread, many at a time: nothing is shared but what does not change.  `options.from` and `.to`
// are not read.
[[nodiscard]] Result<TrialRun> run_trial(const Market& market,
                                         const VenueBook& venues,
                                         const Candidate& candidate,
                                         const BacktestOptions& options,
                                         Stretch stretch);

// The same, with what it did to the last fill: for whoever explains it.
struct TracedTrial {
    TrialRun run;
    RunRecord record;  // its warm-up is cut off
    std::vector<RoundTrip> trips;
};
[[nodiscard]] Result<TracedTrial> run_traced_trial(const TrialSetting& setting);

// The same on a market out of the store, with what the ledger keeps of it.
struct KeptTrial {
    TrialRun run;
    Trial entry;
};
[[nodiscard]] Result<KeptTrial> run_kept_trial(const TrialSetting& setting, TrialProposal proposal);

// The days of a curve that began with `opening` at `from` and is judged until `to`.
[[nodiscard]] DailyReturns daily_returns(const EquityCurve& curve, Cash opening, Stretch stretch);

}  // namespace tradelab
