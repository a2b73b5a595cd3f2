#include "integrity/series_checks.hpp"
#include "integrity/wording.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <optional>
#include <ranges>
#include <string>

namespace tradelab {
namespace {

// How many moves a spike is measured against, and how many there must be at least.
constexpr std::size_t window = 64;
constexpr std::size_t window_min = 32;

// A tick that holds for fewer rows than this may be chance: ten rows of four prices that all end
// in 0 are one in 1e40, forty leave no doubt.
constexpr std::size_t tick_rows_min = 40;

std::string against(std::string_view what, std::uint64_t part, std::int64_t whole) {
    const double share = static_cast<double>(part) / static_cast<double>(whole);
    return std::string(what) + " " + wording::bps(share * 1e4) + " bps";
}

// Whether `size` exceeds `multiple` times the median of the moves from close to close before row
// `at`.  No median is computed: it is below size / multiple exactly when more than half of the
// moves are.
bool stands_out(I64Span close, std::size_t at, std::uint64_t size, std::uint64_t multiple) {
    if (at <= window_min) {
        return false;
    }
    const std::size_t first = at > window ? at - window : 1;
    const std::uint64_t limit = size / multiple;
    std::size_t smaller = 0;
    for (std::size_t i = first; i < at; ++i) {
        smaller += distance(close[i], close[i - 1]) < limit ? 1U : 0U;
    }
    return smaller * 2 > at - first;
}

class CandleCheck {
public:
    CandleCheck(const Candles& candles,
                BarInterval interval,
                const IntegrityOptions& options,
                Tally& tally)
        : v_(candles),
          step_(static_cast<std::uint64_t>(interval.length().count())),
          options_(options),
          spike_share_(options.spike_floor_bps * 1e-4),
          jump_share_(options.jump_bps * 1e-4),
          tally_(tally) {}

    void run() {
        std::int64_t before = 0;  // the close just before; 0 where that bar is broken itself
        for (std::size_t i = 0; i < v_.size(); ++i) {
            const std::int64_t open = v_.open[i];
            const std::int64_t close = v_.close[i];
            const std::int64_t top = std::max(open, close);
            const std::int64_t bottom = std::min(open, close);
            const std::int64_t high = v_.high[i];
            const std::int64_t low = v_.low[i];
            if (low <= 0 || high < top || low > bottom) {
                broken(i);
                before = 0;
                continue;
            }
            // All are positive here, so differences are exact and comparing them needs no care.
            const double floor = spike_share_ * static_cast<double>(close);
            const std::int64_t wick = std::max(high - top, bottom - low);
            if (static_cast<double>(wick) > floor) {
                long_wick(i, static_cast<std::uint64_t>(wick));
            }
            if (before > 0) {
                if (static_cast<double>(std::abs(open - before)) >
                    jump_share_ * static_cast<double>(before)) {
                    far_open(i, before);
                }
                if (static_cast<double>(std::abs(close - before)) > floor) {
                    far_close(i, before);
                }
            }
            before = close;
        }
    }

private:
    void broken(std::size_t i) {
        const bool positive = std::min({v_.open[i], v_.high[i], v_.low[i], v_.close[i]}) > 0;
        tally_.note(positive ? Defect::ohlc : Defect::price, v_.ts[i]);
    }

    void long_wick(std::size_t i, std::uint64_t wick) {
        if (stands_out(v_.close, i, wick, options_.spike_multiple)) {
            tally_.note(
                Defect::spike, v_.ts[i], [&] { return against("wick", wick, v_.close[i]); });
        }
    }

    void far_open(std::size_t i, std::int64_t before) {
        const std::uint64_t opened = distance(v_.open[i], before);
        if (distance(v_.ts[i], v_.ts[i - 1]) == step_) {
            const std::int64_t open = v_.open[i];
            if (open / options_.scale_multiple >= before ||
                before / options_.scale_multiple >= open) {
                tally_.note(
                    Defect::scale, v_.ts[i], [&] { return against("opens", opened, before); });
            }
            tally_.note(Defect::jump, v_.ts[i], [&] { return against("opens", opened, before); });
        }
    }

    // A move that the next close takes back is a print; one that stays is the market's.
    void far_close(std::size_t i, std::int64_t before) {
        const std::uint64_t moved = distance(v_.close[i], before);
        if (i + 1 < v_.size() && distance(v_.close[i + 1], before) < moved / 2 &&
            stands_out(v_.close, i, moved, options_.spike_multiple)) {
            tally_.note(Defect::spike, v_.ts[i], [&] { return against("close", moved, before); });
        }
    }

    const Candles& v_;
    std::uint64_t step_;
    const IntegrityOptions& options_;
    double spike_share_;
    double jump_share_;
    Tally& tally_;
};

bool all_multiples(const Candles& v, std::size_t i, std::int64_t of) {
    return v.open[i] % of == 0 && v.high[i] % of == 0 && v.low[i] % of == 0 && v.close[i] % of == 0;
}

// Where, seen from one end of the rows, prices begin to use their last decimal.
struct Edge {
    std::size_t row = 0;     // counted from that end
    std::size_t strays = 0;  // rows nearer to the end that use it too
};

// A tick is in use where half of 64 rows need it.  A print off the tick weeks after its change (the
// BTC perpetual has three) must not move the edge.
template <class Fine>
std::optional<Edge> edge_of(std::size_t rows, Fine fine) {
    std::uint64_t recent = 0;  // one bit a row, the newest lowest
    std::size_t seen = 0;
    for (std::size_t k = 0; k < rows; ++k) {
        const bool uses = fine(k);
        recent = (recent << 1U) | (uses ? 1U : 0U);
        seen += uses ? 1U : 0U;
        const int dense = std::popcount(recent);
        if (dense >= 32) {
            const auto back = static_cast<std::size_t>(63 - std::countl_zero(recent));
            return Edge{.row = k - back, .strays = seen - static_cast<std::size_t>(dense)};
        }
    }
    return std::nullopt;
}

std::string places_text(int places) {
    return wording::count(static_cast<std::uint64_t>(places), "decimal", "decimals");
}

}  // namespace

void check_candles(const Candles& candles,
                   BarInterval interval,
                   const IntegrityOptions& options,
                   Tally& tally) {
    CandleCheck(candles, interval, options, tally).run();
}

void check_tick_size(const Candles& v, DecimalPlaces places, Tally& tally) {
    // Places that no row uses say nothing about ticks.  Each search ends at the first rows that do
    // not divide, which are near unless the tick did change.
    std::int64_t tick = 10;
    int used = places.count();
    const auto unused = [&](std::size_t row) { return all_multiples(v, row, tick); };
    while (used > 0 && std::ranges::all_of(std::views::iota(std::size_t{0}, v.size()), unused)) {
        --used;
        tick *= 10;
    }
    if (used == 0) {
        return;
    }
    const std::size_t last = v.size() - 1;
    const auto fine = [&](std::size_t row) { return !all_multiples(v, row, tick); };
    const auto from_end = edge_of(v.size(), [&](std::size_t k) { return fine(last - k); });
    const auto from_begin = edge_of(v.size(), fine);
    const std::string more = places_text(used);
    const std::string less = places_text(used - 1);
    if (from_end && from_end->row >= tick_rows_min) {
        const std::int64_t at = v.ts[last - from_end->row];
        tally.note(Defect::tick_change, at, [&] { return "the last of " + more; });
        tally.explain(Defect::tick_change,
                      "prices have " + more + " until " + wording::time(at) + ", then " + less +
                          " but in " + wording::rows(from_end->strays));
    } else if (from_begin && from_begin->row >= tick_rows_min) {
        const std::int64_t at = v.ts[from_begin->row];
        tally.note(Defect::tick_change, at, [&] { return "the first of " + more; });
        tally.explain(Defect::tick_change,
                      "prices have " + less + " but in " + wording::rows(from_begin->strays) +
                          " until " + wording::time(at) + ", and " + more + " from there");
    }
}

void check_grid_times(I64Span ts, BarInterval interval, Tally& tally) {
    const std::int64_t length = interval.length().count();
    const auto step = static_cast<std::uint64_t>(length);
    std::uint64_t missing = 0;
    std::uint64_t longest = 0;
    std::uint64_t regular = 0;
    std::int64_t longest_after = 0;
    if (ts[0] % length != 0) {
        tally.note(Defect::off_grid, ts[0]);
    }
    for (std::size_t i = 1; i < ts.size(); ++i) {
        const std::uint64_t apart = distance(ts[i], ts[i - 1]);
        if (ts[i] > ts[i - 1] && apart == step) {
            ++regular;
            continue;
        }
        if (ts[i] % length != 0) {
            tally.note(Defect::off_grid, ts[i]);
        }
        if (ts[i] <= ts[i - 1]) {
            tally.note(ts[i] == ts[i - 1] ? Defect::duplicate : Defect::time_order, ts[i]);
        } else if (apart >= 2 * step) {
            const std::uint64_t rows = apart / step - 1;
            missing += rows;
            if (rows > longest) {
                longest = rows;
                longest_after = ts[i - 1];
            }
            tally.note(Defect::gap, ts[i - 1], [&] {
                return wording::rows(rows) + " missing, until " + wording::time(ts[i]);
            });
        }
    }
    if (missing > 0) {
        tally.weigh(Defect::gap, missing, missing + ts.size());
        tally.explain(Defect::gap,
                      wording::count(tally.count(Defect::gap), "gap", "gaps") + ", " +
                          wording::rows(missing) + " missing, the longest " +
                          wording::rows(longest) + " after " + wording::time(longest_after));
    }
    if (ts.size() > 2 && regular * 2 < ts.size() - 1) {
        tally.note(Defect::interval, ts[0]);
        tally.explain(Defect::interval,
                      "only " + std::to_string(regular) + " of " + std::to_string(ts.size() - 1) +
                          " steps are " + interval.text() + ": these are bars of another interval");
    }
}

}  // namespace tradelab
