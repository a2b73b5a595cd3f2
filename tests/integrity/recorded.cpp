#include "integrity/recorded.hpp"

#include "core/decimal.hpp"
#include "os/process.hpp"
#include "support/shared.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <map>
#include <stdexcept>
#include <vector>

namespace tradelab {
namespace {

constexpr std::int64_t ms = 1'000'000;

using Fields = std::vector<std::string_view>;

std::string unpacked(const std::filesystem::path& file) {
    RealProcess process;
    const auto outcome = process.run({.program = "/usr/bin/gzip",
                                      .arguments = {"-dc", file.native()},
                                      .time_limit = std::chrono::seconds(60),
                                      .output_max = std::size_t{256} << 20});
    if (!outcome || outcome->exit_code != 0) {
        throw std::runtime_error("gzip -dc failed for " + file.native());
    }
    return outcome->output.bytes;
}

Fields split(std::string_view line, char by) {
    Fields out;
    for (std::size_t at = 0; at <= line.size();) {
        const std::size_t end = std::min(line.find(by, at), line.size());
        out.push_back(line.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

std::vector<Fields> table_of(std::string_view text) {
    std::vector<Fields> rows;
    for (const std::string_view line : split(text, '\n')) {
        if (!line.empty()) {
            rows.push_back(split(line, ','));
        }
    }
    rows.erase(rows.begin());  // the header
    return rows;
}

int decimals(std::string_view text) {
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos) {
        return 0;
    }
    const std::size_t last = text.find_last_not_of('0');
    return static_cast<int>(last - point);
}

DecimalPlaces most_decimals(const std::vector<Fields>& rows, std::initializer_list<int> columns) {
    int most = 0;
    for (const Fields& row : rows) {
        for (const int column : columns) {
            most = std::max(most, decimals(row.at(static_cast<std::size_t>(column))));
        }
    }
    return DecimalPlaces(most);
}

std::int64_t number(std::string_view text, DecimalPlaces places) {
    return parse_mantissa(text, places).value();
}

// Seven rates of BTC have an exponent: "9.8E-7".
std::int64_t rate(std::string_view text) {
    const std::size_t e = text.find('E');
    if (e == std::string_view::npos) {
        return number(text, rate_places);
    }
    const int power = static_cast<int>(number(text.substr(e + 1), DecimalPlaces(0)));
    return number(text.substr(0, e), DecimalPlaces(rate_places.count() + power));
}

std::uint8_t bit_if(std::int64_t value, std::uint64_t bit) {
    return value != 0 ? static_cast<std::uint8_t>(bit) : std::uint8_t{0};
}

Columns bars_of(const std::vector<Fields>& rows, Places places, std::int64_t step) {
    BarColumns columns;
    columns.reserve(rows.size());
    for (const Fields& row : rows) {
        Bar bar{.ts = number(row.at(0), DecimalPlaces(0)) * ms + step,
                .open = number(row.at(1), places.price),
                .high = number(row.at(2), places.price),
                .low = number(row.at(3), places.price),
                .close = number(row.at(4), places.price),
                .volume = number(row.at(5), places.quantity),
                .quote_volume_e8 = number(row.at(7), cash_places),
                .taker_buy_volume = number(row.at(9), places.quantity),
                .trades = number(row.at(8), DecimalPlaces(0))};
        bar.known = static_cast<std::uint8_t>(
            TL_BAR_KNOWS_VOLUME | bit_if(bar.quote_volume_e8, TL_BAR_KNOWS_QUOTE_VOLUME) |
            bit_if(bar.taker_buy_volume, TL_BAR_KNOWS_TAKER) |
            bit_if(bar.trades, TL_BAR_KNOWS_TRADES));
        columns.append(bar);
    }
    return columns;
}

Columns marks_of(const std::vector<Fields>& rows, std::int64_t step) {
    MarkColumns columns;
    for (const Fields& row : rows) {
        columns.append({.ts = number(row.at(0), DecimalPlaces(0)) * ms + step,
                        .open_e8 = number(row.at(1), mark_places),
                        .high_e8 = number(row.at(2), mark_places),
                        .low_e8 = number(row.at(3), mark_places),
                        .close_e8 = number(row.at(4), mark_places)});
    }
    return columns;
}

Columns funding_of(const std::vector<Fields>& rows) {
    FundingColumns columns;
    for (const Fields& row : rows) {
        const std::int64_t recorded_at = number(row.at(0), DecimalPlaces(0)) * ms;
        columns.append({.ts = floor_to(UnixNanos(recorded_at), std::chrono::hours(1))->ns(),
                        .ts_recorded = recorded_at,
                        .rate_e12 = rate(row.at(2)),
                        .interval_ns = number(row.at(1), DecimalPlaces(0)) * 3'600'000 * ms,
                        .mark_e8 = TL_NONE});
    }
    return columns;
}

// "um/mark/BTCUSDT-1h.csv.gz" is "binance.usdm:BTC-USDT-PERP mark 1h".
Series series_of(std::string_view file) {
    const Fields folders = split(file, '/');
    const std::string_view name = folders.back().substr(0, folders.back().find('.'));
    const Fields words = split(name, '-');
    const std::string base(words.at(0).substr(0, 3));
    const std::string instrument = folders.at(0) == "spot" ? "binance.spot:" + base + "-USDT"
                                                           : "binance.usdm:" + base + "-USDT-PERP";
    const bool mark = file.find("/mark/") != std::string_view::npos;
    const bool funding = file.find("/fundingRate/") != std::string_view::npos;
    const std::string kind =
        funding ? " funding" : (mark ? " mark " : " bars ") + std::string(words.at(1));
    return Series::parse(instrument + kind).value();
}

Recorded read_recorded(const std::filesystem::path& path, std::string_view file) {
    const std::string text = unpacked(path);
    const auto rows = table_of(text);
    Recorded out{.series = series_of(file)};
    switch (out.series.kind()) {
        case SeriesKind::bars:
            out.places = {.price = most_decimals(rows, {1, 2, 3, 4}),
                          .quantity = most_decimals(rows, {5, 9})};
            out.columns = bars_of(rows, out.places, out.series.interval()->length().count());
            break;
        case SeriesKind::mark:
            out.columns = marks_of(rows, out.series.interval()->length().count());
            break;
        case SeriesKind::funding:
            out.columns = funding_of(rows);
            break;
        case SeriesKind::trades:
            break;
    }
    return out;
}

}  // namespace

const Recorded* recorded(std::string_view file) {
    // Several tests ask for one file, and reading it is most of their time.
    static std::map<std::string, Recorded, std::less<>> read;
    const auto path = shared_file("data/" + std::string(file));
    if (!path) {
        return nullptr;
    }
    auto known = read.find(file);
    if (known == read.end()) {
        known = read.emplace(file, read_recorded(*path, file)).first;
    }
    return &known->second;
}

}  // namespace tradelab
