#pragma once

#include "core/instrument.hpp"
#include "core/result.hpp"
#include "ingest/archive_layout.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace tradelab {

// What the path of a file says of its table, where it follows the archive's folders
//     data/futures/um/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2024-01.zip
// or the shorter ones that recordings use
//     spot/BTCUSDT-1h.csv.gz   um/mark/BTCUSDT-1h.csv.gz   um/fundingRate/BTCUSDT.csv.gz
//
// `spot`, `um` and `cm` are the venues binance.spot, binance.usdm and binance.coinm; `klines` is
// what a table is when no folder or name says another thing.
struct ArchivePath {
    std::optional<InstrumentName> instrument = {};  // nothing: no market in the path
    std::optional<ArchiveLayout> layout = {};       // nothing: told from the first line
    std::optional<BarInterval> interval = {};
    // From the market's folder on, so that it is the same on every machine; the file's name where
    // there is no such folder.
    std::string location = {};
};

// Refuses a path that says something which cannot be: tables that we do not read
// (premiumIndexKlines), a symbol whose quote asset is not known, an interval longer than a day.
[[nodiscard]] Result<ArchivePath> read_archive_path(const std::filesystem::path& path);

// Whether a folder's file is one to import: .csv, .csv.gz or .zip.
[[nodiscard]] bool is_table_name(std::string_view file_name);

// BTCUSDT.gz in a folder named ticks: messages as a receiver recorded them, no table.
[[nodiscard]] bool is_recording_path(const std::filesystem::path& path);

// The symbol as the archive writes it, "BTCUSDT", with the market's name for the instrument:
// binance.usdm:BTC-USDT-PERP, binance.usdm:BTC-USDT-240628.
[[nodiscard]] Result<InstrumentName> instrument_of_symbol(std::string_view market,
                                                          std::string_view symbol);

}  // namespace tradelab
