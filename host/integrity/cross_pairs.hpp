#pragma once

#include "core/rounding.hpp"
#include "integrity/cross_check.hpp"

#include <cstdint>
#include <optional>

// The comparisons that cross_check is made of.  Each returns how many rows it compared.
namespace tradelab {

[[nodiscard]] std::uint64_t compare_resampled(const SeriesRows& coarse,
                                              const SeriesRows& fine,
                                              Tally& tally);
[[nodiscard]] std::uint64_t compare_perp_with_spot(const SeriesRows& perp,
                                                   const SeriesRows& spot,
                                                   const IntegrityOptions& options,
                                                   Tally& tally);
[[nodiscard]] std::uint64_t compare_perp_with_mark(const SeriesRows& perp,
                                                   const SeriesRows& mark,
                                                   const IntegrityOptions& options,
                                                   Tally& tally);
[[nodiscard]] std::uint64_t compare_funding_with_mark(const SeriesRows& funding,
                                                      const SeriesRows& mark,
                                                      Tally& tally);

inline constexpr std::int64_t first_day_ns = 86'400'000'000'000;

// Walks two columns of time together: `both(i, j)` for a time in both, `only_first(i)` and
// `only_second(j)` for one within the span of the other that the other lacks.
template <class Both, class OnlyFirst, class OnlySecond>
void walk(I64Span first, I64Span second, Both both, OnlyFirst only_first, OnlySecond only_second) {
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < first.size() && j < second.size()) {
        if (first[i] == second[j]) {
            both(i++, j++);
        } else if (first[i] < second[j]) {
            if (j > 0) {
                only_first(i);
            }
            ++i;
        } else {
            if (i > 0) {
                only_second(j);
            }
            ++j;
        }
    }
}

// (a - b) / b in bps, of prices that may have different places.
[[nodiscard]] inline double apart_bps(std::int64_t a,
                                      DecimalPlaces a_places,
                                      std::int64_t b,
                                      DecimalPlaces b_places) {
    const Int128 left = Int128{a} * b_places.one();
    const Int128 right = Int128{b} * a_places.one();
    return right == 0 ? 0.0 : static_cast<double>(left - right) / static_cast<double>(right) * 1e4;
}

}  // namespace tradelab
