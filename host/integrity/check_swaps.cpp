// Columns that have changed places over a whole series: every row looks sound, and none is.

#include "integrity/series_checks.hpp"
#include "integrity/wording.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {
namespace {

// Pairs of neighbours that are judged together, and the fewest that say something.  Seven in eight
// that go the wrong way are no chance: of tosses of a coin, one stretch of 64 in 1e10; recorded
// bars have two in a hundred.
constexpr std::size_t stretch_pairs = 64;
constexpr std::size_t stretch_pairs_min = 16;

// Takers buy about half of what is traded, in the mean of as many bars as make a series.
constexpr double taker_share_min = 0.2;
constexpr double taker_share_max = 0.8;

// A spike is told from the moves before it: the first rows have none.
constexpr std::size_t spike_rows_before = 33;

// From trade to trade a price moves by ticks, a quantity by multiples of itself.
constexpr std::uint64_t trade_move_one_in = 10;

// What was found of one pair of columns; the sentences of all stand in one finding.
class Swaps {
public:
    Swaps(Tally& tally, I64Span times) : tally_(tally), times_(times) {}

    // Looks wrong, and may still be what a thin market did.
    void suspected(std::size_t rows, std::size_t first, const std::string& sentence) {
        tally_.note(Defect::swapped_columns, times_[first], [&] { return sentence; });
        rows_ = std::max(rows_, rows);
        sentence_ += (sentence_.empty() ? "" : "; ") + sentence;
    }
    void found(std::string_view columns, std::size_t rows, std::size_t first) {
        const std::string sentence =
            std::string(columns) + " have changed places in " + wording::rows(rows);
        suspected(rows, first, sentence);
        if (rows * 2 > times_.size()) {
            tally_.tell({.what = sentence, .first_row = first});
        }
    }
    // Which columns they are, nobody can say.
    void taken_for_another(std::size_t rows, std::size_t first, const std::string& sentence) {
        suspected(rows, first, sentence);
        tally_.tell({.what = sentence, .first_row = first});
    }
    void tell(std::size_t of) {
        if (rows_ > 0) {
            tally_.weigh(Defect::swapped_columns, rows_, of);
            tally_.explain(Defect::swapped_columns, sentence_);
        }
    }

private:
    Tally& tally_;
    I64Span times_;
    std::size_t rows_ = 0;
    std::string sentence_;
};

// A bar opens where the one before it closed.  Where it closes where the one before it opened,
// time and again, the two columns were taken for each other.
void open_and_close(const Candles& v, std::uint64_t step, Swaps& swaps) {
    std::size_t decided = 0;
    std::size_t backward = 0;
    std::size_t rows = 0;
    std::size_t begin = 1;
    std::size_t first = 0;
    const auto judge = [&](std::size_t end) {
        if (decided >= stretch_pairs_min && backward * 8 > decided * 7) {
            first = rows == 0 ? begin - 1 : first;
            rows += end - begin + (begin == 1 ? 1 : 0);
        }
        decided = backward = 0;
        begin = end;
    };
    for (std::size_t i = 1; i < v.size(); ++i) {
        if (distance(v.ts[i], v.ts[i - 1]) == step) {
            const std::uint64_t as_told = distance(v.open[i], v.close[i - 1]);
            const std::uint64_t swapped = distance(v.close[i], v.open[i - 1]);
            decided += as_told != swapped ? 1U : 0U;
            backward += swapped < as_told ? 1U : 0U;
        }
        if (decided == stretch_pairs) {
            judge(i + 1);
        }
    }
    judge(v.size());
    if (rows > 0) {
        swaps.found("open and close", rows, first);
    }
}

constexpr bool knows(std::uint8_t known, std::uint8_t bits) {
    return (known & bits) == bits;
}

// Rows in which something is so, of those in which it can be told.
struct Share {
    std::size_t rows = 0;
    std::size_t of = 0;
    std::size_t first = 0;

    void count(bool is_so, std::size_t row) {
        ++of;
        first = is_so && rows == 0 ? row : first;
        rows += is_so ? 1U : 0U;
    }
    [[nodiscard]] bool is_most() const { return of >= stretch_pairs_min && rows * 2 > of; }
};

// Quote is worth the volume at a price of the bar; the other way round it would be a volume that is
// worth the quote.
bool is_other_way_round(const BarView& v, std::size_t i, Places places) {
    const double volume =
        static_cast<double>(v.volume[i]) / static_cast<double>(places.quantity.one());
    const double quote = static_cast<double>(v.quote_volume_e8[i]) / 1e8;
    const double low = static_cast<double>(v.low[i]) / static_cast<double>(places.price.one());
    const double high = static_cast<double>(v.high[i]) / static_cast<double>(places.price.one());
    const auto is_worth = [&](double worth, double amount) {
        constexpr double slack = 1e-3;  // of what rounding to few decimals can do
        return worth >= low * amount * (1 - slack) && worth <= high * amount * (1 + slack);
    };
    return !is_worth(quote, volume) && is_worth(volume, quote);
}

void amounts(const BarView& v, Places places, Swaps& swaps) {
    Share lone;
    Share quote;
    Share taker;
    double shares = 0;  // of single bars, so that no absurd one outweighs the others
    for (std::size_t i = 0; i < v.size(); ++i) {
        const bool has_volume = knows(v.known[i], TL_BAR_KNOWS_VOLUME) && v.volume[i] > 0;
        if (knows(v.known[i], TL_BAR_KNOWS_QUOTE_VOLUME) && v.quote_volume_e8[i] > 0) {
            lone.count(!has_volume, i);
        }
        if (!has_volume) {
            continue;
        }
        if (knows(v.known[i], TL_BAR_KNOWS_QUOTE_VOLUME)) {
            quote.count(is_other_way_round(v, i, places), i);
        }
        if (knows(v.known[i], TL_BAR_KNOWS_TAKER)) {
            taker.count(v.taker_buy_volume[i] > v.volume[i], i);
            const auto bought = static_cast<double>(v.taker_buy_volume[i]);
            shares += std::clamp(bought / static_cast<double>(v.volume[i]), 0.0, 1.0);
        }
    }
    // A source that kept what was paid kept what for.
    if (lone.is_most()) {
        swaps.found("volume and quote volume", lone.rows, lone.first);
    }
    if (quote.is_most()) {
        swaps.found("volume and quote volume", quote.rows, quote.first);
    }
    const double share = taker.of == 0 ? 0 : shares / static_cast<double>(taker.of);
    if (taker.is_most()) {
        swaps.found("volume and taker volume", taker.rows, taker.first);
    } else if (taker.of >= stretch_pairs && (share < taker_share_min || share > taker_share_max)) {
        swaps.suspected(taker.of,
                        0,
                        "taker volume is " + wording::percent(share) +
                            " of the volume of a bar: another column was taken for it");
    }
}

}  // namespace

void check_swaps(const Candles& candles, BarInterval interval, Tally& tally) {
    Swaps swaps(tally, candles.ts);
    open_and_close(candles, static_cast<std::uint64_t>(interval.length().count()), swaps);
    swaps.tell(candles.size());
}

void check_swaps(const BarView& bars, Places places, BarInterval interval, Tally& tally) {
    Swaps swaps(tally, bars.ts);
    open_and_close({bars.ts, bars.open, bars.high, bars.low, bars.close},
                   static_cast<std::uint64_t>(interval.length().count()),
                   swaps);
    amounts(bars, places, swaps);
    swaps.tell(bars.size());
}

void check_taken_columns(const BarView& bars, Tally& tally) {
    struct Sign {
        Defect defect;
        std::size_t rows;  // in which it can be seen
        std::string_view what;
    };
    const std::size_t rows = bars.ts.size();
    const std::array<Sign, 2> signs = {
        {{Defect::quote_volume, rows, "a quote volume that the volume is not worth"},
         {Defect::spike,
          rows - std::min(rows, spike_rows_before),
          "a high or low that the closes around it do not know"}}};
    for (const Sign& sign : signs) {
        const std::uint64_t count = tally.count(sign.defect);
        const auto first = tally.first(sign.defect);
        const bool is_told = tally.swapped().has_value();
        if (is_told || !first || sign.rows < stretch_pairs || count * 10 <= sign.rows * 9) {
            continue;
        }
        const auto at = std::ranges::lower_bound(bars.ts, first->ns());
        Swaps swaps(tally, bars.ts);
        swaps.taken_for_another(count,
                                static_cast<std::size_t>(at - bars.ts.begin()),
                                wording::rows(count) + " have " + std::string(sign.what) +
                                    ": another column was taken for it");
        swaps.tell(rows);
    }
}

void check_swaps(const TradeView& trades, Tally& tally) {
    Swaps swaps(tally, trades.ts);
    Share far;
    for (std::size_t i = 1; i < trades.ts.size(); ++i) {
        const std::uint64_t moved = distance(trades.price[i], trades.price[i - 1]);
        far.count(moved > distance(trades.price[i - 1], 0) / trade_move_one_in, i);
    }
    if (far.of >= stretch_pairs_min && far.rows * 4 > far.of) {
        swaps.found("price and quantity", far.rows, far.first);
    }
    swaps.tell(trades.ts.size());
}

}  // namespace tradelab
