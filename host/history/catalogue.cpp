#include "history/catalogue.hpp"

#include "history/coverage.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tradelab {
namespace {

// Another import may be writing a large file just now.
constexpr auto lock_patience = std::chrono::seconds(30);

bool is_sealed_name(std::string_view name) {
    return !name.starts_with('.') && name.ends_with(sealed_extension);
}

Failure fail_missing(const Series& series) {
    return fail(ErrorCode::data_missing,
                "the store has no " + series.text(),
                "import it: tradelab data import; see what there is: tradelab data list");
}

// The names in a directory; none where it is absent.
Result<std::vector<std::string>> names_in(const Disk& disk, const std::filesystem::path& path) {
    auto names = disk.list(path);
    if (!names && names.error().code == ErrorCode::not_found) {
        return std::vector<std::string>{};
    }
    return names;
}

Result<SealedFile> open_in_folder(const Disk& disk,
                                  const std::filesystem::path& path,
                                  const Series& series) {
    auto file = SealedFile::open(disk, path);
    if (file && file->summary().series != series) {
        return fail(ErrorCode::malformed,
                    "'" + path.native() + "' holds " + file->summary().series.text(),
                    "it lies in the folder of another series: move it out of the store");
    }
    return file;
}

// All files of a folder.  The damaged ones go to `refused`, or end it where that is null.
Result<std::vector<SealedFile>> open_folder(const Disk& disk,
                                            const std::filesystem::path& folder,
                                            const Series& series,
                                            std::vector<RefusedFile>* refused) {
    const auto names = names_in(disk, folder);
    if (!names) {
        return fail(names.error());
    }
    std::vector<SealedFile> files;
    for (const std::string& name : *names) {
        if (!is_sealed_name(name)) {
            continue;
        }
        auto file = open_in_folder(disk, folder / name, series);
        if (file) {
            files.push_back(std::move(*file));
        } else if (refused != nullptr) {
            refused->push_back({.path = folder / name, .why = file.error()});
        } else {
            return fail(file.error());
        }
    }
    return files;
}

CataloguedSeries summarised(const Series& series, const std::vector<SealedFile>& files) {
    const SealedSummary& any = files.front().summary();
    CataloguedSeries all{
        .series = series,
        .origin = any.provenance.synthetic ? DataOrigin::synthetic : DataOrigin::recorded,
        .first = any.first,
        .last = any.last,
        .score_e4 = Verdict::score_max};
    std::vector<const SealedSummary*> summaries;
    for (const SealedFile& file : files) {
        const SealedSummary& one = file.summary();
        const auto& verdict = one.provenance.verdict;
        all.first = std::min(all.first, one.first);
        all.last = std::max(all.last, one.last);
        all.rows += one.rows;
        all.bytes += one.file_bytes;
        all.score_e4 = all.score_e4 && verdict
                           ? std::optional(std::min(*all.score_e4, verdict->score_e4))
                           : std::nullopt;
        // One synthetic file makes the whole synthetic: the stamp never washes off.
        if (one.provenance.synthetic) {
            all.origin = DataOrigin::synthetic;
        }
        summaries.push_back(&one);
        all.files.push_back({.path = file.path(), .summary = one});
    }
    all.holes = common_holes(summaries);
    std::ranges::sort(all.files, {}, [](const CataloguedFile& file) {
        return std::pair(file.summary.first, file.path);
    });
    return all;
}

Status remove_staging(Disk& disk, const std::filesystem::path& folder) {
    const auto names = names_in(disk, folder);
    if (!names) {
        return fail(names.error());
    }
    for (const std::string& name : *names) {
        if (name.starts_with(staging_prefix)) {
            if (auto removed = disk.remove_file(folder / name); !removed) {
                return removed;
            }
        }
    }
    return {};
}

// The staged file against those that are there.
Status check_staged(const Disk& disk,
                    const std::filesystem::path& staging,
                    const std::vector<SealedFile>& files) {
    const auto staged = SealedFile::open(disk, staging);
    if (!staged) {
        return fail(staged.error());
    }
    for (const SealedFile& file : files) {
        if (auto agrees = check_agreement(file, *staged); !agrees) {
            return agrees;
        }
    }
    return {};
}

Result<Usage> usage_of(const Disk& disk, const std::filesystem::path& folder) {
    const auto names = names_in(disk, folder);
    if (!names) {
        return fail(names.error());
    }
    Usage usage;
    for (const std::string& name : *names) {
        const auto info = disk.stat(folder / name);
        if (!info) {
            return fail(info.error());
        }
        ++usage.files;
        usage.bytes += info->size;
    }
    return usage;
}

}  // namespace

Catalogue::Catalogue(Disk& disk, std::filesystem::path directory)
    : disk_(disk), directory_(std::move(directory)) {}

std::filesystem::path Catalogue::folder_of(const Series& series) const {
    return directory_ / series.folder();
}

Result<std::unique_ptr<FileLock>> Catalogue::lock() {
    return disk_.lock(directory_ / ".lock", lock_patience);
}

Result<Added> Catalogue::add(const SealRequest& request) {
    const auto image = SealedImage::make(request);
    if (!image) {
        return fail(image.error());
    }
    const auto folder = folder_of(request.series);
    if (auto made = disk_.make_directories(directory_); !made) {
        return fail(made.error());
    }
    const auto held = lock();
    if (!held) {
        return fail(held.error());
    }
    if (auto made = disk_.make_directories(folder); !made) {
        return fail(made.error());
    }
    if (auto cleaned = remove_staging(disk_, folder); !cleaned) {
        return fail(cleaned.error());
    }
    const auto files = open_folder(disk_, folder, request.series, nullptr);
    if (!files) {
        return fail(files.error());
    }
    for (const SealedFile& file : *files) {
        if (image->holds_the_rows_of(file.summary())) {
            return Added{.outcome = Added::Outcome::already_there, .path = file.path()};
        }
    }
    return store(*image, folder, *files);
}

Result<Added> Catalogue::store(const SealedImage& image,
                               const std::filesystem::path& folder,
                               const std::vector<SealedFile>& files) {
    const auto path = folder / image.file_name();
    const auto staging = folder / (std::string(staging_prefix) + image.file_name());
    if (disk_.exists(path)) {
        return fail(ErrorCode::already_exists,
                    "'" + path.native() + "' is there, with other rows",
                    "look at both: tradelab data show; remove the wrong one");
    }
    // Compared as it lies on the disk, so that what was written is also what was meant.
    auto done = image.write_new(disk_, staging);
    if (done) {
        done = check_staged(disk_, staging, files);
    }
    if (done) {
        done = disk_.rename(staging, path);
    }
    if (!done) {
        // The first error is the one to report; what is left, the next writer removes.
        static_cast<void>(disk_.remove_file(staging));
        return fail(done.error());
    }
    if (auto synced = disk_.sync_directory(folder); !synced) {
        return fail(synced.error());
    }
    return Added{.outcome = Added::Outcome::stored, .path = path};
}

Result<CatalogueListing> Catalogue::list() const {
    const auto names = names_in(disk_, directory_);
    if (!names) {
        return fail(names.error());
    }
    CatalogueListing listing;
    for (const std::string& name : *names) {
        const auto series = Series::from_folder(name);
        if (!series) {
            continue;  // a lock, or somebody's notes
        }
        auto files = open_folder(disk_, directory_ / name, *series, &listing.refused);
        if (!files) {
            listing.refused.push_back({.path = directory_ / name, .why = files.error()});
        } else if (!files->empty()) {
            listing.series.push_back(summarised(*series, *files));
        }
    }
    std::ranges::sort(listing.series, {}, &CataloguedSeries::series);
    return listing;
}

Result<CataloguedSeries> Catalogue::find(const Series& series) const {
    const auto files = open_folder(disk_, folder_of(series), series, nullptr);
    if (!files) {
        return fail(files.error());
    }
    if (files->empty()) {
        return fail_missing(series);
    }
    return summarised(series, *files);
}

Result<std::vector<CataloguedFile>> Catalogue::find(const Series& series, TimeRange range) const {
    auto found = find(series);
    if (!found) {
        return fail(found.error());
    }
    std::erase_if(found->files, [range](const CataloguedFile& file) {
        return file.summary.first >= range.to || file.summary.last < range.from;
    });
    return std::move(found->files);
}

Result<std::optional<CataloguedFile>> Catalogue::find_raw(const Series& series,
                                                          std::string_view raw_sha256) const {
    const auto files = open_folder(disk_, folder_of(series), series, nullptr);
    if (!files) {
        return fail(files.error());
    }
    for (const SealedFile& file : *files) {
        const auto& raw = file.summary().provenance.raw;
        if (raw && raw->sha256 == raw_sha256) {
            return std::optional(CataloguedFile{.path = file.path(), .summary = file.summary()});
        }
    }
    return std::optional<CataloguedFile>();
}

Result<SeriesReader> Catalogue::open(const Series& series, const SeriesSelection& selection) const {
    auto files = open_folder(disk_, folder_of(series), series, nullptr);
    if (!files) {
        return fail(files.error());
    }
    if (files->empty()) {
        return fail_missing(series);
    }
    auto reader = SeriesReader::open(std::move(*files), selection);
    return reader ? std::move(reader) : fail(reader.error(), "reading " + series.text());
}

Result<Usage> Catalogue::usage() const {
    const auto names = names_in(disk_, directory_);
    if (!names) {
        return fail(names.error());
    }
    Usage all;
    for (const std::string& name : *names) {
        if (!Series::from_folder(name)) {
            continue;
        }
        const auto one = usage_of(disk_, directory_ / name);
        if (!one) {
            return one;
        }
        all.files += one->files;
        all.bytes += one->bytes;
    }
    return all;
}

Result<Usage> Catalogue::usage(const Series& series) const {
    if (!disk_.exists(folder_of(series))) {
        return fail_missing(series);
    }
    return usage_of(disk_, folder_of(series));
}

Result<Usage> Catalogue::remove(const Series& series) {
    if (!disk_.exists(folder_of(series))) {
        return fail_missing(series);
    }
    const auto held = lock();
    if (!held) {
        return fail(held.error());
    }
    auto freed = usage_of(disk_, folder_of(series));
    if (!freed) {
        return freed;
    }
    if (auto removed = disk_.remove_tree(folder_of(series)); !removed) {
        return fail(removed.error());
    }
    if (auto synced = disk_.sync_directory(directory_); !synced) {
        return fail(synced.error());
    }
    return freed;
}

Result<Usage> Catalogue::remove(const std::filesystem::path& file) {
    const auto folder = file.parent_path();
    const bool ours = is_sealed_name(file.filename().native()) &&
                      Series::from_folder(folder.filename().native()) &&
                      folder.parent_path() == directory_;
    if (!ours) {
        return fail(ErrorCode::invalid_argument,
                    "'" + file.native() + "' is no file of the store '" + directory_.native() + "'",
                    "name one as 'tradelab data show' prints it");
    }
    const auto held = lock();
    if (!held) {
        return fail(held.error());
    }
    const auto info = disk_.stat(file);
    if (!info) {
        return fail(info.error());
    }
    if (auto removed = disk_.remove_file(file); !removed) {
        return fail(removed.error());
    }
    if (auto synced = disk_.sync_directory(folder); !synced) {
        return fail(synced.error());
    }
    return Usage{.files = 1, .bytes = info->size};
}

}  // namespace tradelab
