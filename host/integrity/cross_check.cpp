#include "integrity/cross_check.hpp"

#include "integrity/cross_pairs.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace tradelab {
namespace {

constexpr std::string_view perp_ending = "-PERP";

bool is_perp(const Series& series) {
    return series.instrument().symbol().ends_with(perp_ending);
}

// "binance BTC-USDT" of "binance.usdm:BTC-USDT-PERP".
std::string underlying(const Series& series) {
    const std::string_view venue = series.instrument().venue();
    std::string_view symbol = series.instrument().symbol();
    if (is_perp(series)) {
        symbol.remove_suffix(perp_ending.size());
    }
    return std::string(venue.substr(0, venue.find('.'))) + " " + std::string(symbol);
}

// Whether the longer bars are made of whole shorter ones.
bool resamples(const Series& coarse, const Series& fine) {
    const std::int64_t longer = coarse.interval()->length().count();
    const std::int64_t shorter = fine.interval()->length().count();
    return longer > shorter && longer % shorter == 0;
}

// How many rows were compared; nothing when these two, in this order, have nothing to compare.
std::optional<std::uint64_t> compare(const SeriesRows& a,
                                     const SeriesRows& b,
                                     const IntegrityOptions& options,
                                     Tally& tally) {
    const SeriesKind first = a.series.kind();
    const SeriesKind second = b.series.kind();
    const bool one_instrument = a.series.instrument() == b.series.instrument();
    if (first == SeriesKind::funding && second == SeriesKind::mark && one_instrument) {
        return compare_funding_with_mark(a, b, tally);
    }
    if (first != SeriesKind::bars) {
        return std::nullopt;
    }
    if (second == SeriesKind::bars && one_instrument) {
        return resamples(a.series, b.series) ? std::optional(compare_resampled(a, b, tally))
                                             : std::nullopt;
    }
    if (!is_perp(a.series) || a.series.interval() != b.series.interval()) {
        return std::nullopt;
    }
    if (second == SeriesKind::bars && !is_perp(b.series)) {
        return compare_perp_with_spot(a, b, options, tally);
    }
    if (second == SeriesKind::mark && one_instrument) {
        return compare_perp_with_mark(a, b, options, tally);
    }
    return std::nullopt;
}

}  // namespace

std::vector<CrossJudgement> cross_check(std::span<const SeriesRows> series,
                                        const IntegrityOptions& options) {
    std::vector<CrossJudgement> out;
    for (const SeriesRows& a : series) {
        for (const SeriesRows& b : series) {
            if (&a == &b || underlying(a.series) != underlying(b.series) || rows_of(a.rows) == 0 ||
                rows_of(b.rows) == 0) {
                continue;
            }
            Tally tally(options);
            const auto compared = compare(a, b, options, tally);
            if (compared && *compared > 0) {
                out.push_back({.first = a.series,
                               .second = b.series,
                               .compared = *compared,
                               .judgement = tally.judgement(*compared)});
            }
        }
    }
    return out;
}

}  // namespace tradelab
