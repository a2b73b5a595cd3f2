#pragma once

#include "core/id.hpp"
#include "core/money.hpp"
#include "core/time.hpp"
#include "engine/replay.hpp"
#include "engine/run_record.hpp"
#include "integrity/evidence.hpp"
#include "journal/trial.hpp"
#include "lab/pair_score.hpp"
#include "lab/round_trip.hpp"
#include "portfolio/margin.hpp"
#include "portfolio/portfolio.hpp"
#include "statistics/performance.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// Everything that a backtest found, ready to be shown: reports only draw it.
namespace tradelab {

// One data series that the run read.
struct DataUsed {
    std::string series;  // "binance.usdm:BTC-USDT-PERP bars 1h"
    std::vector<std::string> content_sha256;
    std::string source;
    std::uint64_t rows = 0;
    UnixNanos first;
    UnixNanos last;
    std::optional<std::uint32_t> score_e4;  // of the validator; nothing: never judged
    std::uint64_t holes = 0;
    bool is_synthetic = false;
};

struct NamedValue {
    std::string name;
    std::string value;
};

// One parameter file of the run.
struct InstanceUsed {
    InstanceId instance;
    std::string name;
    std::string file_sha256;     // identity of the parameter file
    std::string file_text = {};  // which this is, in canonical form
    std::string plugin;          // id
    std::string plugin_version;
    std::string plugin_sha256;           // of the library
    std::vector<NamedValue> parameters;  // as people read them: "entry" "2.5 atr"
    std::vector<NamedValue> roles;       // "perp" "binance.usdm:BTC-USDT-PERP"
    std::vector<std::string> reasons;    // reason codes by number
    std::string timeframe;               // "1h"
    std::string rationale;
    std::string origin;
};

// How records name an instrument, and where it puts its decimal points.
struct InstrumentUsed {
    InstrumentId id;
    std::string name;  // "binance.usdm:BTC-USDT-PERP"
    Places places;
};

// How a run was asked for, as far as the manifest does not say it otherwise.
struct RunTerms {
    std::optional<UnixNanos> from = {};
    std::optional<UnixNanos> to = {};
    std::uint32_t latency_bars = 0;
    std::optional<BarInterval> finer = {};
    AtEnd at_end = AtEnd::value;
    std::optional<Rate> spot_share = {};
    MarginTerms margin = {};
};

// What identifies a result, and what it needs to be done again.
struct RunManifest {
    std::vector<InstanceUsed> instances;
    std::vector<DataUsed> data;
    std::vector<PairScore> pairs = {};  // what these say of each other
    // Perpetuals that were settled and liquidated on last prices, for want of marks.
    std::vector<std::string> without_marks = {};
    std::vector<std::string> venue_sources = {};  // where what the venue file says comes from
    std::vector<InstrumentUsed> instruments;
    UnixNanos from;
    UnixNanos to;
    std::string engine;      // version
    std::string fill_model;  // "pessimistic/1"
    std::uint32_t cost_stress_permille = 1000;
    std::vector<NamedValue> settings;  // all else that was asked for: "latency_bars" "0"
    RunTerms terms;                    // the same for programs
    std::string risk;                  // SHA-256 of the limits, or "none"
    std::string risk_text;             // the canonical limits; empty: none
    std::string venue_sha256;          // of what is said of its instruments
    std::uint64_t seed = 0;
    Cash capital;             // spot and futures together
    std::string asset;        // "USDT"
    std::string result_hash;  // 64 hexadecimal digits
    bool is_synthetic = false;
    std::uint32_t score_min_e4 = evidence_score_min_e4;  // that evidence needs
    bool may_be_promoted = false;
    std::string why_not;  // a sentence, where it may not
};

// Sums over one stretch of time: a year, or a regime.
struct PeriodRow {
    std::string name;  // "2021", "calm, rising"
    std::uint64_t bars = 0;
    Cash pnl = {};  // change of equity
    Cash gross = {};
    Cash fees = {};
    Cash slippage = {};
    Cash funding = {};  // positive is paid
    std::uint64_t trades = 0;
    Performance performance;
    std::optional<double> time_in_position;  // share of bars, 0..1
};

// What the venue asked of a perpetual in one year, whether it was held or not; the year of a
// settlement as that of a bar that closes then.
struct FundingRates {
    std::int32_t year = 1970;
    InstrumentId instrument;
    std::uint64_t settlements = 0;
    Rate sum = {};
};

// A bar of the price chart, of the first instrument, already thinned for drawing.
struct ChartBar {
    UnixNanos ts;
    double open, high, low, close;
};

struct CurvePoint {
    UnixNanos ts;
    double equity;        // in the settlement asset
    double buy_and_hold;  // of the first instrument, the same capital
    double exposure;      // gross exposure / equity
};

struct BacktestResult {
    RunManifest manifest;
    Performance performance;
    Statement statement;            // of the account at the end
    std::vector<RoundTrip> trades;  // by leg; `trade` says which belong together
    RunRecord record;
    std::vector<PeriodRow> years;
    std::vector<PeriodRow> months;
    std::vector<PeriodRow> regimes;
    std::vector<FundingRates> funding_rates;  // by year, then instrument
    std::vector<CurvePoint> curve;            // thinned to what can be drawn, at most 2,000
    std::vector<ChartBar> chart;              // at most 2,000
    std::string chart_instrument;
    std::vector<std::pair<std::string, std::uint64_t>> refusals;  // reason, how often
    std::vector<std::string> assumptions;                         // sentences
    std::vector<std::string> warnings;                            // sentences
    // Look-ahead and recursion checks: name, verdict; or why they were not run.
    std::vector<NamedValue> checks;
    TrialChecks checks_outcome = TrialChecks::not_run;
    std::uint64_t wall_ns = 0;  // how long it took; never part of a hash
};

}  // namespace tradelab
