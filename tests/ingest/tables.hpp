#pragma once

#include "history/catalogue.hpp"
#include "ingest/importer.hpp"
#include "ingest/read_table.hpp"
#include "os/real_disk.hpp"
#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

// Small tables of the archive, and the steps that every test takes.
namespace tradelab {

inline constexpr std::int64_t hour_ms = 3'600'000;
inline constexpr std::int64_t start_ms = 1'577'836'800'000;  // 2020-01-01T00:00:00Z

inline constexpr std::string_view kline_header =
    "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
    "taker_buy_quote_volume\n";

// What 12.345 are worth at a price.
inline std::string worth(std::int64_t price) {
    const std::int64_t mills = 12'345 * price;
    return std::to_string(mills / 1'000) + "." + std::to_string(1'000 + mills % 1'000).substr(1);
}

// An hour of a market, in the archive's words.
inline std::string kline(std::int64_t hour) {
    const std::int64_t opened = start_ms + hour * hour_ms;
    const std::int64_t price = 7'000 + hour % 100;
    return std::to_string(opened) + "," + std::to_string(price) + ".10," +
           std::to_string(price + 5) + ".5," + std::to_string(price - 5) + ".25," +
           std::to_string(price + 1) + ",12.345," + std::to_string(opened + hour_ms - 1) + "," +
           worth(price) + ",321,6.1,42700.25\n";
}
inline std::string klines(std::int64_t first, std::int64_t end) {
    std::string text(kline_header);
    for (std::int64_t hour = first; hour < end; ++hour) {
        text += kline(hour);
    }
    return text;
}

// A table whose fourth line, the hour 2, is another.
inline std::string klines_with(std::string_view line) {
    return klines(0, 2) + std::string(line) + kline(3);
}
inline std::string replaced(std::string text, std::string_view old, std::string_view fresh) {
    const auto at = text.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    return text.replace(at, old.size(), fresh);
}

inline Result<TableRows> read(std::string_view raw, ReadTable request = {}) {
    auto source = TextSource::open(raw);
    if (!source) {
        return fail(source.error());
    }
    request.raw_bytes = raw.size();
    return read_table(*source, request);
}

template <class Value>
std::string error_of(const Result<Value>& result) {
    if (result) {
        return "no error";
    }
    const Error& error = result.error();
    return (error.file.empty() && error.line > 0 ? std::to_string(error.line) + ": " : "") +
           describe(error);
}

inline BarColumns bars_of(const Result<TableRows>& table) {
    EXPECT_TRUE(table) << error_of(table);
    return table ? std::get<BarColumns>(table->columns) : BarColumns{};
}

// A folder of files and a store beside it.
class Shelf {
public:
    RealDisk disk;
    TemporaryDirectory folder;
    Catalogue store{disk, folder.path() / "store"};

    std::filesystem::path put(const std::filesystem::path& name, std::string_view bytes) {
        const auto path = folder.path() / name;
        EXPECT_TRUE(disk.make_directories(path.parent_path()));
        EXPECT_TRUE(write_atomically(disk, path, bytes));
        return path;
    }
    Result<Imported> import(const std::filesystem::path& name, const ImportAs& as = {}) {
        return import_file(disk, store, folder.path() / name, {.as = as});
    }
    Result<Imported> import_text(const std::filesystem::path& name, std::string_view bytes) {
        put(name, bytes);
        return import(name);
    }

    // All that lies in the store, byte by byte.
    [[nodiscard]] std::map<std::string, std::string> image() const {
        std::map<std::string, std::string> files;
        const auto root = folder.path() / "store";
        if (!disk.exists(root)) {
            return files;
        }
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
            const auto name = entry.path().lexically_relative(root).native();
            files[name] = entry.is_regular_file()
                              ? disk.read_file(entry.path(), {.size_max = 1U << 30U}).value()
                              : "";
        }
        return files;
    }
};

}  // namespace tradelab
