#pragma once

#include "history/catalogue.hpp"
#include "history/sealed_file.hpp"
#include "history/sealed_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Small histories to seal, and the steps that every test takes.
namespace tradelab {

inline constexpr std::int64_t hour_ns = 3'600'000'000'000;
inline constexpr std::int64_t start_ns = 1'577'836'800'000'000'000;  // 2020-01-01T00:00:00Z

inline Series series(std::string_view text) {
    return Series::parse(text).value();
}
inline Series spot_bars() {
    return series("binance.spot:BTC-USDT bars 1h");
}

inline Provenance provenance() {
    return {.source = "binance.archive",
            .location = "BTCUSDT-1h-2020-01.zip",
            .fetched_at = UnixNanos(start_ns),
            .raw = RawInput{.sha256 = std::string(64, 'a'), .bytes = 1234},
            .importer = {.id = "importer.binance_klines", .version = "1"}};
}

inline Provenance synthetic_provenance(std::uint64_t seed) {
    Provenance p = provenance();
    p.raw.reset();
    p.synthetic = SyntheticOrigin{
        .generator = {.id = "synth.garch", .version = "1"}, .seed = seed, .settings = "days=3"};
    return p;
}

// Bar `hour` after the start; all values follow from the hour, so that overlapping files agree.
inline Bar bar(std::int64_t hour) {
    const std::int64_t price = 700'000 + hour * 10;
    return {.ts = start_ns + hour * hour_ns,
            .open = price,
            .high = price + 50,
            .low = price - 50,
            .close = price + 7,
            .volume = 1'000 + hour,
            .quote_volume_e8 = 9'000'000 + hour,
            .taker_buy_volume = 400 + hour,
            .trades = 30 + hour,
            .known = TL_BAR_KNOWS_VOLUME | TL_BAR_KNOWS_QUOTE_VOLUME | TL_BAR_KNOWS_TAKER |
                     TL_BAR_KNOWS_TRADES};
}
inline BarColumns bars(std::vector<std::int64_t> hours) {
    BarColumns columns;
    for (const std::int64_t hour : hours) {
        columns.append(bar(hour));
    }
    return columns;
}
inline BarColumns bars_between(std::int64_t first, std::int64_t end) {
    BarColumns columns;
    for (std::int64_t hour = first; hour < end; ++hour) {
        columns.append(bar(hour));
    }
    return columns;
}

inline TradeColumns trades(std::int64_t first_id, std::int64_t count) {
    TradeColumns columns;
    for (std::int64_t id = first_id; id < first_id + count; ++id) {
        columns.append({.ts = start_ns + id / 3,  // three trades share a time
                        .price = 700'000 + id,
                        .quantity = 5 + id,
                        .id = id,
                        .aggressor = static_cast<std::int8_t>(id % 3 - 1)});
    }
    return columns;
}

inline FundingColumns funding(std::int64_t count) {
    FundingColumns columns;
    for (std::int64_t i = 0; i < count; ++i) {
        columns.append({.ts = start_ns + i * 8 * hour_ns,
                        .ts_recorded = start_ns + i * 8 * hour_ns + 5'000'000,
                        .rate_e12 = 100'000'000 - i * 70'000'000,
                        .interval_ns = 8 * hour_ns,
                        .mark_e8 = i == 0 ? TL_NONE : 700'000'000'000 + i});
    }
    return columns;
}

inline MarkColumns marks(std::vector<std::int64_t> hours) {
    MarkColumns columns;
    for (const std::int64_t hour : hours) {
        const std::int64_t price = 700'000'000'000 + hour;
        columns.append({.ts = start_ns + hour * hour_ns,
                        .open_e8 = price,
                        .high_e8 = price + 9,
                        .low_e8 = price - 9,
                        .close_e8 = price + 1,
                        .index_e8 = hour % 2 == 0 ? TL_NONE : price + 3});
    }
    return columns;
}

inline constexpr Places btc_places{.price = DecimalPlaces(2), .quantity = DecimalPlaces(3)};

inline SealRequest bar_request(const BarColumns& columns) {
    return {.series = spot_bars(),
            .places = btc_places,
            .provenance = provenance(),
            .rows = columns.view()};
}

inline SealedFile sealed_at(Disk& disk, const Disk::Path& path, const SealRequest& request) {
    const auto image = SealedImage::make(request);
    EXPECT_TRUE(image) << (image ? "" : describe(image.error()));
    const auto written = image->write(disk, path);
    EXPECT_TRUE(written) << (written ? "" : describe(written.error()));
    auto file = SealedFile::open(disk, path);
    EXPECT_TRUE(file) << (file ? "" : describe(file.error()));
    return std::move(*file);
}

template <class Value>
std::string error_of(const Result<Value>& result) {
    return result ? std::string("no error") : describe(result.error());
}

template <class View>
auto rows_in(const View& view) {
    std::vector<decltype(view[0])> rows;
    for (std::size_t i = 0; i < view.size(); ++i) {
        rows.push_back(view[i]);
    }
    return rows;
}

}  // namespace tradelab
