#pragma once

#include "bench/market.hpp"
#include "bench/measure.hpp"
#include "engine/run_record.hpp"

#include <span>
#include <string>

// Our side of the comparison with other people's engines (tests/bench/peers).
namespace bench {

// open,high,low,close,volume: prices with two decimals, volume as an integer.  Throws
// std::runtime_error where the file cannot be written; so does write_trades.
void write_bars(const std::string& path, const Columns& columns);

// entry_bar,exit_bar,side,quantity_e3,entry_price_e2,exit_price_e2,fee_e8: integers, one line a
// round trip, its fee that of both fills.  A position still open at the end is no line.
void write_trades(const std::string& path, std::span<const tradelab::FillRecord> fills);

// Answers each line "run N" of standard input with one line of JSON: processor and wall time in
// seconds of N runs in a row (`prepare` is in neither), and the process's peak of memory in KiB.
// Returns at the end of input; another line is an error on standard error and 2.
[[nodiscard]] int serve_runs(const Subject& subject);

}  // namespace bench
