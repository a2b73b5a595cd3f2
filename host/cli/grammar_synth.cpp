#include "cli/grammar_synth.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace tradelab {

namespace {

// Ranges are those of check_settings, which answers with the range.
void add_shape(CLI::App& synth, SyntheticSettings& s) {
    synth.add_option("--price", s.first_price, "first price in USDT (30000)")->type_name("X");
    synth.add_option("--volatility", s.annual_volatility, "a year's, while calm (0.6)")
        ->type_name("X");
    synth.add_option("--nu", s.student_nu, "degrees of freedom of the shocks (5)")->type_name("N");
    synth.add_option("--regime-days", s.regime_days, "mean length of a regime (12)")
        ->type_name("X");
    synth.add_option("--trend", s.trend_annual, "log drift of up and down; 0: noise (0.25)")
        ->type_name("X");
    synth.add_option("--edge-sharpe", s.edge_sharpe, "planted edge, annual Sharpe ratio (0)")
        ->type_name("X");
    synth.add_option("--edge-hours", s.edge_lookback_hours, "the past that it follows (24)")
        ->type_name("N");
    synth.add_option("--edge-days", s.edge_days, "after so many days it is gone (it stays)")
        ->type_name("N");
    synth.add_option("--basis", s.basis_mean_bps, "mean of perpetual over spot, bps (1)")
        ->type_name("X");
    synth.add_option("--outages", s.outages_per_year, "holes in spot a year (0)")->type_name("X");
}

}  // namespace

void add_synth_options(CLI::App& synth, SynthesiseData& typed) {
    synth.add_option("--seed", typed.settings.seed, "which market (1)")
        ->type_name("N")
        ->check(CLI::Range(std::uint64_t{0}, std::uint64_t{INT64_MAX}));
    synth.add_option("--days", typed.settings.days, "how long (365)")->type_name("N");
    synth.add_option("--from", typed.start, "its first midnight UTC (2020-01-01)")
        ->type_name("DATE");
    synth.add_option("--interval", typed.intervals, "1m, 5m, 15m, 30m, 1h, several with ',' (1h)")
        ->delimiter(',')
        ->allow_extra_args(false)
        ->type_name("LENGTHS");
    synth.add_option("--symbol", typed.settings.symbol, "what it trades against USDT (SYN)")
        ->type_name("NAME");
    add_shape(synth, typed.settings);
    synth.footer("tradelab data list\ntradelab data show SERIES");
}

}  // namespace tradelab
