#pragma once

#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/event_source.hpp"
#include "history/catalogue.hpp"
#include "history/columns.hpp"
#include "lab/backtest_plan.hpp"
#include "lab/backtest_run.hpp"
#include "lab/open_series.hpp"
#include "lab/venue_book.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tradelab {

// Rows that nobody stored, in the places that the venue's file gives the instrument.
struct MadeSeries {
    Series series;
    Columns columns;
};

// The history of many short runs, read and checked once, in memory.
//
// A search runs hundreds of backtests on the same rows; opening sealed files for each would cost
// more than running.  Sources of any number of runs, on any threads, read one Market, which never
// changes; a run on it has the same result hash as one on the store.
class Market {
public:
    // Every series of the plan, out of the store.  Finer bars are not held: a plan with some is
    // refused.
    [[nodiscard]] static Result<Market> read(const Catalogue& catalogue,
                                             const VenueBook& venues,
                                             const BacktestPlan& plan);

    // What sha256() of a market of this plan would be, if it were read now: whoever works on a
    // market for hours asks whether the store still holds the same.
    [[nodiscard]] static Result<std::string> sha256_in(const Catalogue& catalogue,
                                                       const VenueBook& venues,
                                                       const BacktestPlan& plan);

    // A market that was made for this: all bars of one span, of perpetuals also funding, marks
    // where there are some.  Refused: no bars, trades.
    [[nodiscard]] static Result<Market> make(std::vector<MadeSeries> series);

    Market(Market&&) noexcept;
    Market& operator=(Market&&) noexcept;
    Market(const Market&) = delete;
    Market& operator=(const Market&) = delete;
    ~Market();

    // What is in it, and from when to when.
    [[nodiscard]] const BacktestPlan& plan() const { return plan_; }

    // Identifies the rows: SHA-256 over the content hashes of sealed files, or over made rows.
    [[nodiscard]] const std::string& sha256() const { return sha256_; }

    // The last close of each day that has one, of the first instrument, in its own ticks of price.
    struct DayClose {
        std::int64_t day = 0;  // lab/day.hpp
        double close = 0;
    };
    [[nodiscard]] std::vector<DayClose> daily_closes() const;

    // What an instrument did in each of the bars that close at these times, the first of which
    // begins at `from`: its last close before and at the end, in its own ticks of price, by its
    // finest bars (0 before its first), and the funding rates that were settled meanwhile.
    struct Move {
        std::int64_t before = 0;
        std::int64_t after = 0;
        std::int64_t funding_e12 = 0;
    };
    [[nodiscard]] std::vector<Move> moves(InstrumentId instrument,
                                          UnixNanos from,
                                          std::span<const std::int64_t> closes) const;

    // The sources of one run.  They borrow from this.
    [[nodiscard]] std::vector<OpenSeries> open(RunSpan span) const;

private:
    Market() = default;

    BacktestPlan plan_;
    std::vector<Columns> columns_;  // by series of the plan
    std::string sha256_;
};

}  // namespace tradelab
