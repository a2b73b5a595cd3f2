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

enum class Relation : std::uint8_t { resampled, perp_and_spot, perp_and_mark, funding_and_mark };

// Nothing when these two, in this order, have nothing to compare.
std::optional<Relation> relation_of(const Series& a, const Series& b) {
    if (underlying(a) != underlying(b)) {
        return std::nullopt;
    }
    const SeriesKind first = a.kind();
    const SeriesKind second = b.kind();
    const bool one_instrument = a.instrument() == b.instrument();
    if (first == SeriesKind::funding && second == SeriesKind::mark && one_instrument) {
        return Relation::funding_and_mark;
    }
    if (first != SeriesKind::bars) {
        return std::nullopt;
    }
    if (second == SeriesKind::bars && one_instrument) {
        return resamples(a, b) ? std::optional(Relation::resampled) : std::nullopt;
    }
    if (!is_perp(a) || a.interval() != b.interval()) {
        return std::nullopt;
    }
    if (second == SeriesKind::bars && !is_perp(b)) {
        return Relation::perp_and_spot;
    }
    if (second == SeriesKind::mark && one_instrument) {
        return Relation::perp_and_mark;
    }
    return std::nullopt;
}

// How many rows were compared.
std::uint64_t compare(Relation relation,
                      const SeriesRows& a,
                      const SeriesRows& b,
                      const IntegrityOptions& options,
                      Tally& tally) {
    switch (relation) {
        case Relation::resampled:
            return compare_resampled(a, b, tally);
        case Relation::perp_and_spot:
            return compare_perp_with_spot(a, b, options, tally);
        case Relation::perp_and_mark:
            return compare_perp_with_mark(a, b, options, tally);
        case Relation::funding_and_mark:
            break;
    }
    return compare_funding_with_mark(a, b, tally);
}

}  // namespace

bool are_comparable(const Series& first, const Series& second) {
    return relation_of(first, second).has_value();
}

std::optional<CrossJudgement> cross_check(const SeriesRows& first,
                                          const SeriesRows& second,
                                          const IntegrityOptions& options) {
    const auto relation = relation_of(first.series, second.series);
    if (!relation || rows_of(first.rows) == 0 || rows_of(second.rows) == 0) {
        return std::nullopt;
    }
    Tally tally(options);
    const std::uint64_t compared = compare(*relation, first, second, options, tally);
    if (compared == 0) {
        return std::nullopt;
    }
    return CrossJudgement{.first = first.series,
                          .second = second.series,
                          .compared = compared,
                          .judgement = tally.judgement(compared)};
}

std::vector<CrossJudgement> cross_check(std::span<const SeriesRows> series,
                                        const IntegrityOptions& options) {
    std::vector<CrossJudgement> out;
    for (const SeriesRows& a : series) {
        for (const SeriesRows& b : series) {
            if (&a == &b) {
                continue;
            }
            if (auto judged = cross_check(a, b, options)) {
                out.push_back(*std::move(judged));
            }
        }
    }
    return out;
}

}  // namespace tradelab
