#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace tradelab {

// Everything the validator can find.  The codes (defect_terms) are stable, for scripts.
enum class Defect : std::uint8_t {
    empty,
    time_order,
    duplicate,
    off_grid,
    interval,
    price,
    ohlc,
    swapped_columns,
    gap,
    spike,
    jump,
    scale,
    zero_volume,
    zero_volume_stretch,
    flat_bar,
    launch,
    volume_outlier,
    trade_count,
    quote_volume,
    taker_volume,
    unknown_amount,
    tick_change,
    mark_rounded,
    trade,
    funding_rate,
    funding_interval,
    late_stamp,
    stamp,
    mark_missing,
    // Found by cross_check only.
    resample_price,
    resample_amount,
    basis,
    basis_launch,
    basis_summary,
    mark_apart,
    mark_wick,
    funding_without_mark,
    one_sided_gap,
    // Found by examine_receiver_clock only.
    receiver_clock,
};

inline constexpr std::size_t defect_count = static_cast<std::size_t>(Defect::receiver_clock) + 1;

// What a defect is called and what it costs.
//
// The score is Verdict::score_max less the cost of each kind found, and never below 0:
//
//     cost = min(cap, once + per_percent * 100 * affected / rows)
//
// `affected` are the rows that show it (of a gap the rows that are missing), `rows` those that were
// looked at (with a gap: those that should be there); the quotient is rounded up.  What costs
// nothing is information.
struct DefectTerms {
    std::string_view code;
    std::string_view means;  // "with a high below the open": what its rows show
    std::uint32_t once = 0;
    std::uint32_t per_percent = 0;
    std::uint32_t cap = 0;
};

[[nodiscard]] const DefectTerms& defect_terms(Defect defect);

// The cost as above.
[[nodiscard]] std::uint32_t defect_cost(Defect defect, std::uint64_t affected, std::uint64_t rows);

}  // namespace tradelab
