#pragma once

#include "integrity/cross_check.hpp"
#include "integrity/judge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Clean series to plant a defect into, and how a test looks for it.
namespace tradelab {

inline constexpr std::int64_t hour_ns = 3'600'000'000'000;
inline constexpr std::int64_t start_ns = 1'577'836'800'000'000'000;  // 2020-01-01T00:00:00Z
inline constexpr Places plain_places{.price = DecimalPlaces(2), .quantity = DecimalPlaces(3)};

inline Series series(std::string_view text) {
    return Series::parse(text).value();
}
inline Series hours_of_spot() {
    return series("binance.spot:BTC-USDT bars 1h");
}

// Bar `at` of a calm market around 7,000.00: every bar opens at the close before it.
inline Bar clean_bar(std::int64_t at, std::int64_t step_ns = hour_ns) {
    const auto close_of = [](std::int64_t i) { return 700'000 + (i * 7'919) % 1'999; };
    const std::int64_t open = close_of(at);
    const std::int64_t close = close_of(at + 1);
    const std::int64_t volume = 10'000 + (at * 31) % 977;
    const std::int64_t middle = (open + close) / 2;
    return {.ts = start_ns + (at + 1) * step_ns,
            .open = open,
            .high = std::max(open, close) + 101,
            .low = std::min(open, close) - 103,
            .close = close,
            .volume = volume,
            .quote_volume_e8 = middle * volume * 1'000,  // places 2 + 3, cash 8
            .taker_buy_volume = volume / 2,
            .trades = 40 + at % 7,
            .known = TL_BAR_KNOWS_VOLUME | TL_BAR_KNOWS_QUOTE_VOLUME | TL_BAR_KNOWS_TAKER |
                     TL_BAR_KNOWS_TRADES};
}

inline BarColumns clean_bars(std::int64_t count) {
    BarColumns columns;
    for (std::int64_t i = 0; i < count; ++i) {
        columns.append(clean_bar(i));
    }
    return columns;
}

// A mark that follows the same bars, and tells no more than they do.
inline MarkColumns clean_marks(std::int64_t count) {
    MarkColumns columns;
    for (std::int64_t i = 0; i < count; ++i) {
        const Bar bar = clean_bar(i);
        columns.append({.ts = bar.ts,
                        .open_e8 = bar.open * 1'000'000 + 1,
                        .high_e8 = bar.high * 1'000'000 + 1,
                        .low_e8 = bar.low * 1'000'000 + 1,
                        .close_e8 = bar.close * 1'000'000 + 1});
    }
    return columns;
}

inline FundingColumns clean_funding(std::int64_t count) {
    FundingColumns columns;
    for (std::int64_t i = 1; i <= count; ++i) {
        const std::int64_t ts = start_ns + i * 8 * hour_ns;
        columns.append({.ts = ts,
                        .ts_recorded = ts,
                        .rate_e12 = 100'000'000,
                        .interval_ns = 8 * hour_ns,
                        .mark_e8 = 700'000'000'000});
    }
    return columns;
}

inline DataJudgement judged(const BarColumns& bars) {
    return examine(hours_of_spot(), plain_places, bars.view());
}

inline const Finding* find(const Verdict& verdict, std::string_view code) {
    const auto at = std::ranges::find(verdict.findings, code, &Finding::code);
    return at == verdict.findings.end() ? nullptr : &*at;
}
inline Finding finding(const Verdict& verdict, std::string_view code) {
    const Finding* found = find(verdict, code);
    EXPECT_NE(found, nullptr) << "no finding " << code;
    return found != nullptr ? *found : Finding{};
}

inline std::vector<std::string> codes(const Verdict& verdict) {
    std::vector<std::string> all;
    for (const Finding& one : verdict.findings) {
        all.push_back(one.code);
    }
    return all;
}

// The places of a defect as ISO times, "2018-02-08T01:00:00Z".
inline std::vector<std::string> times_of(const DataJudgement& judgement, Defect defect) {
    std::vector<std::string> all;
    for (const Place& place : judgement.places) {
        if (place.defect == defect) {
            all.push_back(iso_text(place.at));
        }
    }
    return all;
}

}  // namespace tradelab
