#include "core/check.hpp"
#include "core/money.hpp"
#include "integrity/cross_pairs.hpp"
#include "integrity/wording.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace tradelab {
namespace {

// One column of a bar beside what the finer bars in it come to.
struct Pair {
    std::string_view name;
    std::int64_t coarse = 0;
    Int128 fine = 0;
    DecimalPlaces coarse_places;
    DecimalPlaces fine_places;

    [[nodiscard]] bool differs() const {
        return Int128{coarse} * fine_places.one() != fine * coarse_places.one();
    }
    [[nodiscard]] std::string text() const {
        const auto sum = static_cast<std::int64_t>(std::min(fine, Int128{INT64_MAX}));
        return std::string(name) + " " + wording::decimal(coarse, coarse_places) + " against " +
               wording::decimal(sum, fine_places);
    }
};

template <std::size_t N>
std::string differences(const std::array<Pair, N>& pairs) {
    std::string text;
    for (const Pair& pair : pairs) {
        if (pair.differs()) {
            text += (text.empty() ? "" : ", ") + pair.text();
        }
    }
    return text;
}

Int128 sum_of(I64Span values) {
    Int128 sum = 0;
    for (const std::int64_t value : values) {
        sum += value;
    }
    return sum;
}

class Resampling {
public:
    Resampling(const SeriesRows& coarse, const SeriesRows& fine, Tally& tally)
        : coarse_(std::get<BarView>(coarse.rows)),
          fine_(std::get<BarView>(fine.rows)),
          coarse_places_(coarse.places),
          fine_places_(fine.places),
          tally_(tally) {}

    void compare(std::size_t at, std::size_t first, std::size_t count) {
        const BarView part = fine_.part(first, count);
        const Bar bar = coarse_[at];
        const DecimalPlaces c = coarse_places_.price;
        const DecimalPlaces f = fine_places_.price;
        const std::array prices = {
            Pair{"open", bar.open, part.open.front(), c, f},
            Pair{"high", bar.high, *std::ranges::max_element(part.high), c, f},
            Pair{"low", bar.low, *std::ranges::min_element(part.low), c, f},
            Pair{"close", bar.close, part.close.back(), c, f}};
        if (std::ranges::any_of(prices, &Pair::differs)) {
            tally_.note(Defect::resample_price, bar.ts, [&] { return differences(prices); });
        }
        compare_amounts(bar, part);
    }

private:
    void compare_amounts(const Bar& bar, const BarView& part) {
        std::uint8_t known = bar.known;
        for (const std::uint8_t one : part.known) {
            known &= one;
        }
        const DecimalPlaces c = coarse_places_.quantity;
        const DecimalPlaces f = fine_places_.quantity;
        const auto pair = [&](std::uint8_t bit,
                              std::string_view name,
                              std::int64_t value,
                              I64Span column,
                              DecimalPlaces coarse,
                              DecimalPlaces fine) {
            return (known & bit) != 0 ? Pair{name, value, sum_of(column), coarse, fine} : Pair{};
        };
        constexpr DecimalPlaces whole(0);
        const std::array amounts = {
            pair(TL_BAR_KNOWS_VOLUME, "volume", bar.volume, part.volume, c, f),
            pair(TL_BAR_KNOWS_QUOTE_VOLUME,
                 "quote volume",
                 bar.quote_volume_e8,
                 part.quote_volume_e8,
                 cash_places,
                 cash_places),
            pair(TL_BAR_KNOWS_TAKER,
                 "taker volume",
                 bar.taker_buy_volume,
                 part.taker_buy_volume,
                 c,
                 f),
            pair(TL_BAR_KNOWS_TRADES, "trades", bar.trades, part.trades, whole, whole)};
        if (std::ranges::any_of(amounts, &Pair::differs)) {
            tally_.note(Defect::resample_amount, bar.ts, [&] { return differences(amounts); });
        }
    }

    const BarView& coarse_;
    const BarView& fine_;
    Places coarse_places_;
    Places fine_places_;
    Tally& tally_;
};

}  // namespace

std::uint64_t compare_resampled(const SeriesRows& coarse, const SeriesRows& fine, Tally& tally) {
    const I64Span long_ts = times_of(coarse.rows);
    const I64Span short_ts = times_of(fine.rows);
    const std::int64_t length = coarse.series.interval()->length().count();
    const std::int64_t step = fine.series.interval()->length().count();
    const auto count = static_cast<std::size_t>(length / step);
    Resampling resampling(coarse, fine, tally);
    std::uint64_t compared = 0;
    std::size_t j = 0;
    for (std::size_t i = 0; i < long_ts.size(); ++i) {
        if (long_ts[i] < length) {  // before 1970 there was no market of ours
            continue;
        }
        const std::int64_t opens = long_ts[i] - length;
        while (j < short_ts.size() && short_ts[j] <= opens) {
            ++j;
        }
        // On the grid and increasing: with the first and the last of them all are there.
        if (j + count <= short_ts.size() && short_ts[j] == opens + step &&
            short_ts[j + count - 1] == long_ts[i]) {
            resampling.compare(i, j, count);
            ++compared;
        }
    }
    return compared;
}

}  // namespace tradelab
