#pragma once

#include "lab/backtest_result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// Sums over the records of a run, in integers: what the tables of a report add up to.
namespace tradelab {

// One step from the opening equity to the closing one.
struct CostStep {
    std::string name;
    Cash amount;  // signed: what it did to equity
};

// What the decisions earned, slippage, fees, funding, what is open, what the insurance bore.  They
// sum exactly to closing - opening equity of the statement; steps of zero that need no mention are
// left out.
[[nodiscard]] std::vector<CostStep> cost_steps(const BacktestResult& result);

struct FundingYear {
    std::int32_t year = 1970;
    std::string instrument;
    std::uint64_t settlements = 0;
    Cash received = {};              // positive
    Cash paid = {};                  // positive
    std::uint64_t without_mark = 0;  // settled at the last price, because no mark was recorded
    Rate rates_held = {};            // summed over the settlements that something was held at
    std::optional<Rate> rates = {};  // over all of the year's; nothing where nobody read them
    // At the marks of the settlements that something was held at, of all strategies together.
    std::optional<double> mean_notional = {};

    [[nodiscard]] Cash net() const { return received - paid; }
};

// By year (UTC; a settlement at midnight of January 1 belongs to the year that ends there, as its
// bar does), then by instrument in the order of the manifest.  A year in which nothing was held has
// its rates.
[[nodiscard]] std::vector<FundingYear> funding_years(const BacktestResult& result);

struct FeeRow {
    std::string instrument;
    std::uint64_t fills = 0;
    Cash fees = {};
    Cash slippage = {};
    std::uint64_t ambiguous = 0;  // fills in bars that could be read in another way
};

// By instrument in the order of the manifest; those without a fill are left out.
[[nodiscard]] std::vector<FeeRow> fee_rows(const BacktestResult& result);

}  // namespace tradelab
