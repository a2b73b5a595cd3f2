#include "ingest/importer.hpp"

#include "document/sha256.hpp"
#include "ingest/archive_path.hpp"
#include "ingest/raw_file.hpp"
#include "ingest/read_table.hpp"
#include "integrity/judge.hpp"

#include <algorithm>
#include <future>
#include <utility>

namespace tradelab {
namespace {

constexpr std::string_view importer_version = "1";

// What is known before the first byte is read.
struct Subject {
    std::filesystem::path path;
    ImportAs as;
    std::string location;
};

Result<Subject> subject_of(const std::filesystem::path& path, const ImportAs& said) {
    auto facts = read_archive_path(path);
    if (!facts && !said.instrument) {
        return fail(facts.error());
    }
    const ArchivePath from_path =
        facts ? std::move(*facts) : ArchivePath{.location = path.filename().native()};
    Subject subject{.path = path, .as = said, .location = from_path.location};
    if (!said.instrument) {
        subject.as.instrument = from_path.instrument;
    }
    if (!said.layout) {
        subject.as.layout = from_path.layout;
    }
    if (!said.interval) {
        subject.as.interval = from_path.interval;
    }
    if (!subject.as.instrument) {
        return fail(ErrorCode::invalid_argument,
                    "nothing in the path says which market it is of",
                    "name it: --instrument binance.spot:BTC-USDT, or keep the archive's folders "
                    "(spot, um, cm)");
    }
    return subject;
}

// The series as far as the path says it: what has an interval is klines, where it says no other.
std::optional<Series> series_before_reading(const ImportAs& as) {
    const auto kind = series_kind_of(as.layout.value_or(ArchiveLayout::klines));
    auto series = Series::make(*as.instrument, kind, as.interval);
    return series ? std::optional(std::move(*series)) : std::nullopt;
}

Result<std::optional<CataloguedSeries>> held_of(const Catalogue& store, const Series& series) {
    auto held = store.find(series);
    if (held) {
        return std::optional(std::move(*held));
    }
    if (held.error().code == ErrorCode::data_missing) {
        return std::optional<CataloguedSeries>();
    }
    return fail(held.error());
}

Status check_one_kind_of_trades(const CataloguedSeries& held, const Maker& importer) {
    if (held.series.kind() != SeriesKind::trades) {
        return {};
    }
    for (const CataloguedFile& file : held.files) {
        const Maker& other = file.summary.provenance.importer;
        if (other.id != importer.id) {
            return fail(ErrorCode::duplicate,
                        held.series.text() + " was made by " + other.id + ", and these rows by " +
                            importer.id,
                        "single and aggregated trades would count the same volume twice: keep them "
                        "in two stores, or remove the one: tradelab data remove");
        }
    }
    return {};
}

const CataloguedFile* made_of(const std::optional<CataloguedSeries>& held,
                              std::string_view sha256) {
    if (!held) {
        return nullptr;
    }
    const auto file = std::ranges::find_if(held->files, [sha256](const CataloguedFile& one) {
        const auto& raw = one.summary.provenance.raw;
        return raw && raw->sha256 == sha256;
    });
    return file == held->files.end() ? nullptr : &*file;
}

bool may_be_there(const std::optional<CataloguedSeries>& held, std::uint64_t raw_bytes) {
    return held && std::ranges::any_of(held->files, [raw_bytes](const CataloguedFile& file) {
               const auto& raw = file.summary.provenance.raw;
               return raw && raw->bytes == raw_bytes;
           });
}

// Sealed, such rows would contradict the right ones.
Failure fail_swapped(const SwappedColumns& swapped, const TableRows& table) {
    Error error{.code = ErrorCode::malformed,
                .context = swapped.what + ", of which this is the first",
                .hint =
                    "put the columns in the archive's order and import the file again, or "
                    "download it from the exchange"};
    error.line = static_cast<int>(table.header_lines + swapped.first_row + 1);
    return fail(std::move(error));
}

// One file on its way into the store.
class Import {
public:
    Import(const Disk& disk, Catalogue& store, Subject subject, const ImportOptions& options)
        : disk_(disk), store_(store), subject_(std::move(subject)), options_(options) {}

    Result<Imported> run() {
        auto raw = read_raw(disk_, subject_.path);
        if (!raw) {
            return fail(raw.error());
        }
        raw_ = std::move(*raw);
        // Hashing and reading rows take about as long: two threads.  `raw_` outlives both.
        auto hash = std::async(std::launch::async, [this] { return sha256_hex(raw_); });
        const auto known = series_before_reading(subject_.as);
        if (known) {
            const auto held = held_of(store_, *known);
            if (!held) {
                return fail(held.error());
            }
            if (may_be_there(*held, raw_.size())) {
                sha256_ = hash.get();
                if (const CataloguedFile* file = made_of(*held, sha256_)) {
                    return done(Imported::Outcome::same_file, *file);
                }
            }
        }
        const auto table = read_rows();
        if (sha256_.empty()) {
            sha256_ = hash.get();
        }
        // Of a damaged download, the checksum says more than its first bad line.
        if (auto proven = check_checksum(); !proven) {
            return fail(proven.error());
        }
        if (!table) {
            return fail(table.error());
        }
        return seal(*table);
    }

private:
    Status check_checksum() {
        const auto published = published_sha256(disk_, subject_.path);
        if (!published) {
            return fail(published.error());
        }
        published_ = published->has_value();
        return published_ ? check_published(subject_.path, **published, sha256_) : Status{};
    }

    Result<TableRows> read_rows() {
        auto source = TextSource::open(raw_);
        if (!source) {
            return fail(source.error());
        }
        ReadTable request{.layout = subject_.as.layout,
                          .interval = subject_.as.interval,
                          .raw_bytes = raw_.size()};
        if (options_.progress) {
            request.progress = [this](std::uint64_t used, std::uint64_t rows) {
                options_.progress({.raw_used = used, .raw_bytes = raw_.size(), .rows = rows});
            };
        }
        return read_table(*source, request);
    }

    Result<Imported> seal(const TableRows& table) {
        const ColumnsView rows = view_of(table.columns);
        const auto series = Series::make(*subject_.as.instrument, kind_of(rows), table.interval);
        if (!series) {
            return fail(series.error());
        }
        const auto held = held_of(store_, *series);
        if (!held) {
            return fail(held.error());
        }
        if (const CataloguedFile* file = made_of(*held, sha256_)) {
            return done(Imported::Outcome::same_file, *file);
        }
        DataJudgement judged = examine(*series, table.places, rows, options_.integrity);
        if (judged.swapped) {
            return fail_swapped(*judged.swapped, table);
        }
        const SealRequest request{.series = *series,
                                  .places = table.places,
                                  .provenance = provenance_of(table, std::move(judged.verdict)),
                                  .rows = rows};
        if (*held) {
            if (auto one = check_one_kind_of_trades(**held, request.provenance.importer); !one) {
                return fail(one.error());
            }
        }
        const auto added = store_.add(request);
        if (!added) {
            return fail(added.error());
        }
        auto file = SealedFile::open(disk_, added->path);
        if (!file) {
            return fail(file.error());
        }
        return done(added->outcome == Added::Outcome::stored ? Imported::Outcome::stored
                                                             : Imported::Outcome::same_rows,
                    {.path = added->path, .summary = file->summary()});
    }

    Provenance provenance_of(const TableRows& table, Verdict verdict) const {
        return {
            .source = std::string(published_ ? source_published : source_unproven),
            .location = subject_.location,
            .raw = RawInput{.sha256 = sha256_, .bytes = raw_.size()},
            .importer = {.id = importer_id(table.layout), .version = std::string(importer_version)},
            .verdict = std::move(verdict)};
    }

    static Imported done(Imported::Outcome outcome, CataloguedFile file) {
        return {
            .outcome = outcome, .path = std::move(file.path), .summary = std::move(file.summary)};
    }

    const Disk& disk_;
    Catalogue& store_;
    Subject subject_;
    const ImportOptions& options_;
    std::string raw_;
    std::string sha256_;
    bool published_ = false;
};

}  // namespace

Result<Imported> import_file(const Disk& disk,
                             Catalogue& store,
                             const std::filesystem::path& path,
                             const ImportOptions& options) {
    auto subject = subject_of(path, options.as);
    auto imported = subject ? Import(disk, store, std::move(*subject), options).run()
                            : Result<Imported>(fail(subject.error()));
    if (!imported && imported.error().file.empty()) {
        Error error = imported.error();
        error.file = path.native();
        return fail(std::move(error));
    }
    return imported;
}

}  // namespace tradelab
