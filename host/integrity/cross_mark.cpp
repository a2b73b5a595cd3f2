#include "integrity/cross_pairs.hpp"
#include "integrity/series_checks.hpp"
#include "integrity/wording.hpp"

#include <algorithm>
#include <cmath>
#include <string>

namespace tradelab {

std::uint64_t compare_perp_with_mark(const SeriesRows& perp,
                                     const SeriesRows& mark,
                                     const IntegrityOptions& options,
                                     Tally& tally) {
    const auto& p = std::get<BarView>(perp.rows);
    const auto& m = std::get<MarkView>(mark.rows);
    const DecimalPlaces places = perp.places.price;
    std::uint64_t compared = 0;
    const auto both = [&](std::size_t i, std::size_t j) {
        ++compared;
        if (p.ts[i] - p.ts[0] < first_day_ns) {
            return;
        }
        const double close = apart_bps(p.close[i], places, m.close_e8[j], mark_places);
        if (std::abs(close) > options.mark_apart_bps) {
            tally.note(Defect::mark_apart, p.ts[i], [&] {
                return "closes " + wording::bps(close) + " bps from the mark";
            });
        }
        const double above = apart_bps(p.high[i], places, m.high_e8[j], mark_places);
        const double below = -apart_bps(p.low[i], places, m.low_e8[j], mark_places);
        if (std::max(above, below) > options.mark_wick_bps) {
            tally.note(Defect::mark_wick, p.ts[i], [&] {
                return above > below ? "high " + wording::bps(above) + " bps above the mark's"
                                     : "low " + wording::bps(below) + " bps below the mark's";
            });
        }
    };
    walk(
        p.ts,
        m.ts,
        both,
        [&](std::size_t i) { tally.note(Defect::one_sided_gap, p.ts[i]); },
        [&](std::size_t j) { tally.note(Defect::one_sided_gap, m.ts[j]); });
    return compared;
}

std::uint64_t compare_funding_with_mark(const SeriesRows& funding,
                                        const SeriesRows& mark,
                                        Tally& tally) {
    const I64Span instants = times_of(funding.rows);
    const I64Span closes = times_of(mark.rows);
    const auto length = static_cast<std::uint64_t>(mark.series.interval()->length().count());
    std::uint64_t before_first = 0;
    std::uint64_t after_last = 0;
    std::size_t j = 0;
    for (const std::int64_t at : instants) {
        while (j < closes.size() && closes[j] < at) {
            ++j;
        }
        // The candle that closes at the instant, or the one that opens there and closes later.
        const bool there =
            j < closes.size() && (closes[j] == at || distance(closes[j], at) == length);
        if (!there) {
            before_first += j == 0 ? 1U : 0U;
            after_last += j == closes.size() ? 1U : 0U;
            tally.note(Defect::funding_without_mark, at);
        }
    }
    const std::uint64_t missing = tally.count(Defect::funding_without_mark);
    if (missing > 0) {
        tally.explain(Defect::funding_without_mark,
                      wording::count(missing, "settlement", "settlements") + " of " +
                          std::to_string(instants.size()) +
                          " without a mark price: " + std::to_string(before_first) +
                          " before the first mark (closing " + wording::time(closes.front()) +
                          "), " + std::to_string(after_last) + " after the last");
    }
    return instants.size();
}

}  // namespace tradelab
