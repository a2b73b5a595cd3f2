#include "store/projection.hpp"

#include "core/check.hpp"

#include <utility>

namespace tradelab {
namespace {

// The file says of a journal what the journal does not: it is thrown away, once.
bool is_of_the_file(const Error& error) {
    return error.code == ErrorCode::malformed || error.code == ErrorCode::stale;
}

Result<JournalReader> reader_of(const Disk& disk, const Disk::Path& path, const SourceState& of) {
    const auto kind = kind_of(of.source);
    return of.is_begun() ? JournalReader::open_behind(disk, path, of.applied, kind)
                         : JournalReader::open(disk, path, ReadFrom::first_record, kind);
}

}  // namespace

Projection::Projection(const Disk& disk, ProjectionPlaces places, std::function<bool()> is_given_up)
    : disk_(&disk), places_(std::move(places)), is_given_up_(std::move(is_given_up)) {}

Result<Projection> Projection::open(const Disk& disk,
                                    ProjectionPlaces places,
                                    std::function<bool()> is_given_up) {
    Projection projection(disk, std::move(places), std::move(is_given_up));
    if (auto taken = projection.take_up(); !taken) {
        return fail(std::move(taken).error());
    }
    return projection;
}

Result<Projection> Projection::open_anew(const Disk& disk, ProjectionPlaces places) {
    Projection projection(disk, std::move(places), {});
    if (auto begun = projection.begin_anew(""); !begun) {
        return fail(std::move(begun).error());
    }
    return projection;
}

Result<Database> Projection::open_file() const {
    auto database = Database::open(places_.file);
    if (database && is_given_up_) {
        database->give_up_when(is_given_up_);
    }
    return database;
}

Status Projection::take_up() {
    if (!Database::is_there(places_.file)) {
        return begin_anew("");
    }
    auto database = open_file();
    const auto books =
        database ? inspect_projection(*database) : Result<Books>(fail(database.error()));
    if (books) {
        return use(*std::move(database), *books);
    }
    if (!is_of_the_file(books.error())) {
        return fail(books.error());
    }
    database = fail(books.error());  // closed before it is removed
    return begin_anew(books.error().context);
}

Status Projection::begin_anew(const std::string& why) {
    rows_.reset();
    database_.reset();
    if (!why.empty()) {
        was_thrown_away_ = true;
        remarks_.push_back("'" + places_.file.native() + "' is thrown away and made anew: " + why);
    }
    auto made = make_file();
    if (!made && !why.empty()) {
        // Nobody is there to be asked for the remark.
        return fail(std::move(made).error(), "making it anew, because " + why);
    }
    return made;
}

Status Projection::make_file() {
    if (auto removed = Database::remove(places_.file); !removed) {
        return removed;
    }
    auto database = open_file();
    const Status made = database ? make_projection(*database) : fail(database.error());
    const auto books = made ? inspect_projection(*database) : Result<Books>(fail(made.error()));
    if (!books) {
        return fail(books.error());
    }
    return use(*std::move(database), *books);
}

Status Projection::use(Database database, const Books& books) {
    database_.emplace(std::move(database));
    auto rows = RowWriter::make(*database_);
    if (!rows) {
        return fail(std::move(rows).error());
    }
    rows_.emplace(*std::move(rows));
    rows_->restore(books.digest);
    books_ = books;
    return {};
}

std::vector<std::string> Projection::take_remarks() {
    return std::exchange(remarks_, {});
}

Result<Projection::Progress> Projection::catch_up(std::uint64_t records_max) {
    TL_CHECK_MSG(rows_.has_value(), "a projection that failed is opened anew");
    auto done = catch_up_once(records_max);
    if (!done && is_of_the_file(done.error()) && !was_thrown_away_) {
        auto begun = begin_anew(done.error().context);
        done = begun ? catch_up_once(records_max) : fail(begun.error());
    }
    if (!done) {
        rows_.reset();
        database_.reset();
    }
    return done;
}

Result<Projection::Progress> Projection::catch_up_once(std::uint64_t records_max) {
    Progress all{.is_level = true};
    find_sources(*disk_, places_, books_.sources);
    for (SourceState& source : books_.sources) {
        const auto one = advance(source, records_max - all.records);
        if (!one) {
            return one;
        }
        all.records += one->records;
        all.is_level = all.is_level && one->is_level;
    }
    return all;
}

Result<Projection::Progress> Projection::advance(SourceState& source, std::uint64_t records_max) {
    auto reader = reader_of(*disk_, journal_of(places_, source), source);
    if (!reader) {
        return cannot_go_on(source, reader.error());
    }
    const JournalHead& acknowledged = reader->mark().head;
    source.acknowledged = acknowledged.seq;
    if (reader->head() == acknowledged) {
        source.is_proven = true;
        source.problem.reset();
        return Progress{.is_level = true};
    }
    return records_max == 0 ? Progress() : apply(source, *reader, records_max);
}

Result<Projection::Progress> Projection::apply(SourceState& source,
                                               JournalReader& reader,
                                               std::uint64_t records_max) {
    const JournalHead before = source.applied;
    if (auto begun = database_->run("BEGIN IMMEDIATE"); !begun) {
        return fail(std::move(begun).error());
    }
    Progress done;
    std::optional<Error> stopped;
    while (!stopped && done.records < records_max && reader.head().seq < source.acknowledged) {
        const auto record = reader.next();
        source.is_proven = source.is_proven || record.has_value();
        const Status added = record ? add_rows(*rows_, source, **record) : fail(record.error());
        if (!rows_->status()) {
            return refused(source, before, done.records);
        }
        if (added) {
            source.applied = reader.head();
            ++done.records;
        } else {
            stopped = added.error();
        }
    }
    if (done.records == 0 && stopped) {
        roll_back(source, before);
        return cannot_go_on(source, *stopped);
    }
    if (auto committed = commit(); !committed) {
        roll_back(source, before);
        return fail(std::move(committed).error());
    }
    if (stopped) {
        stop(source, *stopped);
    }
    done.is_level = stopped || source.applied.seq >= source.acknowledged;
    return done;
}

// The database took no row of the record behind the `applied` ones.
Result<Projection::Progress> Projection::refused(SourceState& source,
                                                 const JournalHead& before,
                                                 std::uint64_t applied) {
    const Error why = rows_->status().error();
    roll_back(source, before);
    if (why.code != ErrorCode::duplicate) {
        return fail(why);
    }
    if (applied > 0) {
        return advance(source, applied);  // those went in, and go in again without the one
    }
    stop(source, why);
    return Progress{.is_level = true};
}

Status Projection::commit() {
    Books books = books_;
    books.digest = rows_->digest();
    auto done = write_books(*database_, books);
    done = !done ? done : database_->run("COMMIT");
    books_.digest = done ? books.digest : books_.digest;
    return done;
}

void Projection::roll_back(SourceState& source, const JournalHead& before) {
    // Where SQLite has rolled back already there is nothing to do, and it says so.
    static_cast<void>(database_->run("ROLLBACK"));
    source.applied = before;
    rows_->restore(books_.digest);
}

Result<Projection::Progress> Projection::cannot_go_on(SourceState& source, const Error& why) {
    const bool is_absent = why.code == ErrorCode::not_found;
    if (is_absent && !source.is_begun()) {
        return Progress{.is_level = true};
    }
    const bool is_another =
        is_absent || why.code == ErrorCode::hash_mismatch || why.code == ErrorCode::malformed;
    if (is_another && source.is_begun() && !source.is_proven) {
        return fail(ErrorCode::stale, "it is not of the journal that is there: " + why.context);
    }
    stop(source, why);
    return Progress{.is_level = true};
}

void Projection::stop(SourceState& source, const Error& why) {
    std::string told = source.name() + " is read up to record " +
                       std::to_string(source.applied.seq) + ": " + describe(why);
    if (source.problem != told) {
        remarks_.push_back(told);
        source.problem = std::move(told);
    }
}

}  // namespace tradelab
