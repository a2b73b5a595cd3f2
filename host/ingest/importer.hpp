#pragma once

#include "history/catalogue.hpp"
#include "ingest/archive_layout.hpp"
#include "integrity/options.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace tradelab {

// Provenance::source of what is imported: the exchange's own bytes, proven by its .CHECKSUM file;
// or bytes in the same layout that nobody vouches for.
inline constexpr std::string_view source_published = "binance.archive";
inline constexpr std::string_view source_unproven = "binance.archive.unproven";

// What the caller knows better than the path.
struct ImportAs {
    std::optional<InstrumentName> instrument = {};
    std::optional<ArchiveLayout> layout = {};
    std::optional<BarInterval> interval = {};
};

// Where one file's import stands.
struct ImportStep {
    std::uint64_t raw_used = 0;
    std::uint64_t raw_bytes = 0;
    std::uint64_t rows = 0;
};

struct ImportOptions {
    ImportAs as = {};
    IntegrityOptions integrity = {};
    // Called often, on the calling thread.
    std::function<void(const ImportStep&)> progress = {};
};

// What became of a file.
struct Imported {
    enum class Outcome {
        stored,
        same_file,  // these very bytes were imported before
        same_rows,  // other bytes said exactly the same before
    };

    Outcome outcome = Outcome::stored;
    std::filesystem::path path = {};  // in the store
    SealedSummary summary;
};

// Imports one file of the archive: a file is sealed whole or not at all, so that a killed import is
// continued by running it again.
//
// The order: path and options say what it is; its SHA-256 is compared with the published one and
// with what the store was made of; the rows are read, judged, and sealed with their provenance.  A
// file that contradicts the store is refused by Catalogue::add; so are single trades beside
// aggregated ones, because each would count the other's volume again, and rows of which most have
// two columns in each other's place.  After an error the store is as it was.
//
// Error::file is the path, and Error::line the line of its text, where there is one.
[[nodiscard]] Result<Imported> import_file(const Disk& disk,
                                           Catalogue& store,
                                           const std::filesystem::path& path,
                                           const ImportOptions& options);

}  // namespace tradelab
