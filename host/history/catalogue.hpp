#pragma once

#include "core/data_origin.hpp"
#include "history/sealed_file.hpp"
#include "history/sealed_writer.hpp"
#include "history/series_reader.hpp"
#include "os/disk.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tradelab {

struct CataloguedFile {
    std::filesystem::path path = {};
    SealedSummary summary;
};

// A file that is in the store and cannot be used, and why.
struct RefusedFile {
    std::filesystem::path path = {};
    Error why = {};
};

// All files of one series, and what they add up to.
struct CataloguedSeries {
    Series series;
    DataOrigin origin = DataOrigin::recorded;
    UnixNanos first = {};
    UnixNanos last = {};
    std::uint64_t rows = 0;  // summed over the files: rows that overlap count twice
    std::uint64_t bytes = 0;
    std::vector<Hole> holes = {};  // of the union of the files; bars and marks only
    // The lowest score of its files; nothing where one was never judged.
    std::optional<std::uint32_t> score_e4 = {};
    std::vector<CataloguedFile> files = {};  // in the order of their first rows
};

struct CatalogueListing {
    std::vector<CataloguedSeries> series = {};  // sorted
    std::vector<RefusedFile> refused = {};
};

struct Added {
    enum class Outcome { stored, already_there };

    Outcome outcome = Outcome::stored;
    std::filesystem::path path = {};
};

struct Usage {
    std::uint64_t files = 0;
    std::uint64_t bytes = 0;
};

// The store: one folder for each series, in it sealed files, and nothing else that matters.  The
// files are the catalogue: there is no index that could disagree with them.
//
// Writers, of this process or another, exclude each other by a lock.  Readers need none: a file is
// there or not, and a removed one stays readable to who has mapped it.
class Catalogue {
public:
    // The disk must outlive it.  The directory need not exist; it is made when something is added.
    Catalogue(Disk& disk, std::filesystem::path directory);

    // Seals rows into the store.  Rows that are there already, in a file of the same series with
    // the same data hash and places, are not stored again.  Rows that contradict a file of the
    // store are refused with ErrorCode::duplicate, naming the first difference in both; so is a
    // synthetic file beside recorded ones of the same series.  After an error the store is as it
    // was.
    [[nodiscard]] Result<Added> add(const SealRequest& request);

    // All there is.  A damaged file is reported, not skipped in silence.
    [[nodiscard]] Result<CatalogueListing> list() const;
    // One series.  Not found is an Error with ErrorCode::data_missing; so, with its own code, is a
    // damaged file in it: leaving it out would change what a backtest sees.
    [[nodiscard]] Result<CataloguedSeries> find(const Series& series) const;
    // Its files with rows in the range; may be none.
    [[nodiscard]] Result<std::vector<CataloguedFile>> find(const Series& series,
                                                           TimeRange range) const;
    // The file that was imported from these bytes, so that an importer need not read them again.
    [[nodiscard]] Result<std::optional<CataloguedFile>> find_raw(const Series& series,
                                                                 std::string_view raw_sha256) const;

    // The series as one, across its files.
    [[nodiscard]] Result<SeriesReader> open(const Series& series,
                                            const SeriesSelection& selection = {}) const;

    // What it takes on disk, damaged and staging files included.
    [[nodiscard]] Result<Usage> usage() const;
    [[nodiscard]] Result<Usage> usage(const Series& series) const;
    // Removes a series, or one file of the store, damaged ones too.  Says what was freed.
    [[nodiscard]] Result<Usage> remove(const Series& series);
    [[nodiscard]] Result<Usage> remove(const std::filesystem::path& file);

    // What was worked out of its files under this name (a SHA-256) and can be again at any time: a
    // text that is absent or damaged, or cannot be written, costs the work and nothing else.
    [[nodiscard]] std::optional<std::string> recall(std::string_view name) const;
    void remember(std::string_view name, std::string_view text) const;

    [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }

private:
    [[nodiscard]] std::filesystem::path folder_of(const Series& series) const;
    [[nodiscard]] Result<std::unique_ptr<FileLock>> lock();
    [[nodiscard]] Result<Added> store(const SealedImage& image,
                                      const std::filesystem::path& folder,
                                      const std::vector<SealedFile>& files);

    Disk& disk_;
    std::filesystem::path directory_;
};

}  // namespace tradelab
