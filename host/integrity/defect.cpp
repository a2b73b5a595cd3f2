#include "integrity/defect.hpp"

#include "core/check.hpp"
#include "core/rounding.hpp"
#include "history/provenance.hpp"

#include <algorithm>
#include <array>

namespace tradelab {
namespace {

constexpr std::uint32_t all = Verdict::score_max;

// In the order of the enumeration.  What no market does is dear from the first row on; what markets
// do now and then (an outage, a crash) costs by its share only, so that real data stay usable.
constexpr std::array<DefectTerms, defect_count> terms = {{
    {"empty", "there are no rows", all, 0, all},
    {"time_order", "earlier than the row before", 2'000, 1'000, all},
    {"duplicate", "of the same time as the row before", 1'000, 1'000, all},
    {"off_grid", "off the grid of the interval", 500, 500, 6'000},
    {"interval", "further apart than the series' interval", 6'000, 0, 6'000},
    {"price", "with a price that is not positive", 3'000, 1'000, all},
    {"ohlc", "with an open or close outside low and high", 200, 1'000, 8'000},
    {"swapped_columns", "in which columns have changed places", 2'500, 1'000, all},
    {"gap", "missing", 5, 100, 5'000},
    {"spike", "with a print that the closes around it do not confirm", 10, 500, 3'000},
    {"jump", "that open far from the close just before", 20, 500, 5'000},
    {"scale", "that open at a multiple of the close just before", 2'500, 1'000, all},
    {"zero_volume", "in which nothing was traded", 5, 50, 2'000},
    {"zero_volume_stretch", "in stretches without a trade", 10, 50, 1'500},
    {"flat_bar", "with volume and a single price", 5, 50, 2'000},
    {"launch", "of the first day that show a launch", 20, 0, 20},
    {"volume_outlier", "with a volume out of all proportion", 50, 500, 3'000},
    {"trade_count", "with a volume but no trade, or trades but no volume", 50, 500, 3'000},
    {"quote_volume", "with a quote volume outside volume x low and volume x high", 50, 500, 3'000},
    {"taker_volume", "with more bought by takers than was traded", 50, 500, 3'000},
    {"unknown_amount", "with an amount that the source did not keep", 0, 0, 0},
    {"tick_change", "where the tick size changes", 0, 0, 0},
    {"mark_rounded", "whose prices all have fewer than eight decimals", 0, 0, 0},
    {"trade", "with a price or quantity that is not positive", 3'000, 1'000, all},
    {"funding_rate", "with a rate beyond the venue's cap", 100, 1'000, 5'000},
    {"funding_interval", "that follow sooner or later than their interval says", 50, 200, 3'000},
    {"late_stamp", "stamped a little after their boundary", 0, 0, 0},
    {"stamp", "stamped before their boundary, or long after", 50, 200, 3'000},
    {"mark_missing", "without the mark price of their instant", 5, 10, 500},
    {"resample_price", "whose prices are not those of the finer bars", 20, 500, 5'000},
    {"resample_amount", "whose amounts are not the sum of the finer bars", 10, 200, 3'000},
    {"basis", "with the perpetual far from spot", 10, 500, 5'000},
    {"basis_launch", "of the perpetual's first day", 0, 0, 0},
    {"basis_summary", "compared", 0, 0, 0},
    {"mark_apart", "that close far from the mark", 10, 200, 3'000},
    {"mark_wick", "with a high or low that the mark does not know", 10, 200, 3'000},
    {"funding_without_mark", "without a mark price", 5, 10, 500},
    {"one_sided_gap", "that only one of the two has", 0, 20, 1'000},
    // The same for all rows and known once it is found: what is left of them is as good as before.
    {"receiver_clock", "received before they happened", 20, 0, 20},
}};

static_assert(terms.back().code == "receiver_clock", "a row for every defect, in their order");

}  // namespace

const DefectTerms& defect_terms(Defect defect) {
    return terms[static_cast<std::size_t>(defect)];
}

std::uint32_t defect_cost(Defect defect, std::uint64_t affected, std::uint64_t rows) {
    const DefectTerms& at = defect_terms(defect);
    if (affected == 0) {
        return 0;
    }
    TL_CHECK(rows > 0);
    const Int128 by_share =
        divide(Int128{at.per_percent} * 100 * affected, Int128{rows}, Rounding::up);
    return static_cast<std::uint32_t>(std::min(Int128{at.cap}, Int128{at.once} + by_share));
}

}  // namespace tradelab
