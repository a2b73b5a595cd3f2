#include "store/database.hpp"

#include "core/check.hpp"

#include <filesystem>
#include <sqlite3.h>
#include <utility>

namespace tradelab {
namespace {

// Some milliseconds of work between two questions whether to go on.
constexpr int steps_between_looks = 20'000;
// A person who has the file open in another program is waited for this long, not longer.
constexpr int patience_ms = 200;

ErrorCode code_of(int extended) {
    switch (extended & 0xff) {
        case SQLITE_FULL:
            return ErrorCode::disk_full;
        case SQLITE_READONLY:
            return ErrorCode::read_only;
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return ErrorCode::permission_denied;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return ErrorCode::refused;
        case SQLITE_IOERR:
            return extended == SQLITE_IOERR_CORRUPTFS || extended == SQLITE_IOERR_DATA
                       ? ErrorCode::malformed
                       : ErrorCode::io_failed;
        case SQLITE_CANTOPEN:
        case SQLITE_NOLFS:
        case SQLITE_PROTOCOL:
            return ErrorCode::io_failed;
        case SQLITE_NOMEM:
            return ErrorCode::internal;
        case SQLITE_INTERRUPT:
            return ErrorCode::interrupted;
        case SQLITE_CONSTRAINT:
            return ErrorCode::duplicate;
        default:
            return ErrorCode::malformed;
    }
}

std::string hint_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::disk_full:
            return "make room on the disk";
        case ErrorCode::refused:
            return "another program has it open: close that";
        case ErrorCode::malformed:
            return "it is made anew from the journals";
        case ErrorCode::internal:
            return "the machine is out of memory";
        case ErrorCode::interrupted:
            return "the rest is read at the next start";
        default:
            return "check that the folder is there and can be written";
    }
}

}  // namespace

struct Database::State {
    State(sqlite3* opened, std::string path) : handle(opened), name(std::move(path)) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    State(State&&) = delete;
    State& operator=(State&&) = delete;
    ~State() { sqlite3_close_v2(handle); }

    [[nodiscard]] Failure failure() const {
        const ErrorCode code = code_of(sqlite3_extended_errcode(handle));
        return fail(code, "'" + name + "': " + sqlite3_errmsg(handle), hint_of(code));
    }

    sqlite3* handle;
    std::string name;
    std::function<bool()> is_given_up = {};
};

struct SqlStatement::State {
    State(sqlite3_stmt* prepared, const Database::State& owner)
        : handle(prepared), database(&owner) {}
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    State(State&&) = delete;
    State& operator=(State&&) = delete;
    ~State() { sqlite3_finalize(handle); }

    sqlite3_stmt* handle;
    const Database::State* database;
};

SqlStatement::SqlStatement(std::unique_ptr<State> state) : state_(std::move(state)) {}
SqlStatement::SqlStatement(SqlStatement&&) noexcept = default;
SqlStatement& SqlStatement::operator=(SqlStatement&&) noexcept = default;
SqlStatement::~SqlStatement() = default;

void SqlStatement::bind(int place, const TableCell& cell) {
    sqlite3_stmt* handle = state_->handle;
    int bound = SQLITE_OK;
    if (const auto* number = std::get_if<std::int64_t>(&cell)) {
        bound = sqlite3_bind_int64(handle, place, *number);
    } else if (const auto* text = std::get_if<std::string_view>(&cell)) {
        // No text is a text of no length, not a null.
        const char* bytes = text->data() == nullptr ? "" : text->data();
        bound = sqlite3_bind_text64(handle, place, bytes, text->size(), SQLITE_STATIC, SQLITE_UTF8);
    } else {
        bound = sqlite3_bind_null(handle, place);
    }
    TL_CHECK_MSG(bound == SQLITE_OK, "a statement with such a place that was not reset");
}

Result<bool> SqlStatement::step() {
    const int stepped = sqlite3_step(state_->handle);
    if (stepped == SQLITE_ROW || stepped == SQLITE_DONE) {
        return stepped == SQLITE_ROW;
    }
    return state_->database->failure();
}

void SqlStatement::reset() {
    // What was wrong was said by step.
    sqlite3_reset(state_->handle);
    sqlite3_clear_bindings(state_->handle);
}

Status SqlStatement::run() {
    const auto stepped = step();
    Status done = stepped ? Status() : fail(stepped.error());
    reset();
    return done;
}

int SqlStatement::columns() const {
    return sqlite3_column_count(state_->handle);
}

TableCell SqlStatement::at(int column) const {
    switch (sqlite3_column_type(state_->handle, column)) {
        case SQLITE_INTEGER:
            return integer(column);
        case SQLITE_NULL:
            return nullptr;
        default:
            return text(column);
    }
}

std::int64_t SqlStatement::integer(int column) const {
    return sqlite3_column_int64(state_->handle, column);
}

std::string_view SqlStatement::text(int column) const {
    const void* bytes = sqlite3_column_text(state_->handle, column);
    if (bytes == nullptr) {
        return {};
    }
    return {static_cast<const char*>(bytes),
            static_cast<std::size_t>(sqlite3_column_bytes(state_->handle, column))};
}

bool SqlStatement::is_null(int column) const {
    return sqlite3_column_type(state_->handle, column) == SQLITE_NULL;
}

Database::Database(std::unique_ptr<State> state) : state_(std::move(state)) {}
Database::Database(Database&&) noexcept = default;
Database& Database::operator=(Database&&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const Disk::Path& path) {
    sqlite3* handle = nullptr;
    // SQLite refuses a link anywhere in the path, and homes are linked: only in the last place one
    // is none of ours.
    std::error_code problem;
    const auto folder = std::filesystem::canonical(path.parent_path(), problem);
    const Disk::Path plain = problem ? path : folder / path.filename();
    // No mutex of SQLite's own: one thread uses it.
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX |
                      SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE;
    const int opened = sqlite3_open_v2(plain.c_str(), &handle, flags, nullptr);
    if (handle == nullptr) {
        return fail(ErrorCode::internal, "'" + path.native() + "': no memory to open it");
    }
    Database database(std::make_unique<State>(handle, path.native()));
    if (opened != SQLITE_OK) {
        return database.state_->failure();
    }
    sqlite3_busy_timeout(handle, patience_ms);
    // Exclusive: no second connection can come near the log, whose resetting by two at once has
    // corrupted files up to SQLite 3.51.2; and no memory is shared through a file.  Normal: what a
    // power cut takes is read from the journals again.  Four MiB of cache.
    auto ready = database.run(
        "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
        "PRAGMA cache_size=-4096; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON;");
    if (!ready) {
        return fail(std::move(ready).error());
    }
    return database;
}

void Database::give_up_when(std::function<bool()> is_so) {
    state_->is_given_up = std::move(is_so);
    sqlite3_progress_handler(
        state_->handle,
        steps_between_looks,
        [](void* state) { return static_cast<State*>(state)->is_given_up() ? 1 : 0; },
        state_.get());
}

bool Database::is_there(const Disk::Path& path) {
    std::error_code problem;
    return std::filesystem::symlink_status(path, problem).type() !=
           std::filesystem::file_type::not_found;
}

Status Database::remove(const Disk::Path& path) {
    for (const char* ending : {"", "-wal", "-shm", "-journal"}) {
        Disk::Path one = path;
        one += ending;
        std::error_code problem;
        const auto kind = std::filesystem::symlink_status(one, problem).type();
        if (kind == std::filesystem::file_type::not_found) {
            continue;
        }
        if (kind == std::filesystem::file_type::directory) {
            return fail(ErrorCode::io_failed,
                        "'" + one.native() + "' is a folder, where a file of ours belongs",
                        "move it away: it is not ours to remove");
        }
        if (std::filesystem::remove(one, problem); problem) {
            return fail(ErrorCode::io_failed,
                        "'" + one.native() + "' cannot be removed: " + problem.message(),
                        "check that the folder can be written");
        }
    }
    return {};
}

Status Database::run(const std::string& sql) {
    const int done = sqlite3_exec(state_->handle, sql.c_str(), nullptr, nullptr, nullptr);
    return done == SQLITE_OK ? Status() : Status(state_->failure());
}

Result<SqlStatement> Database::prepare(std::string_view sql) const {
    sqlite3_stmt* handle = nullptr;
    const int prepared = sqlite3_prepare_v3(state_->handle,
                                            sql.data(),
                                            static_cast<int>(sql.size()),
                                            SQLITE_PREPARE_PERSISTENT,
                                            &handle,
                                            nullptr);
    if (prepared != SQLITE_OK) {
        return state_->failure();
    }
    return SqlStatement(std::make_unique<SqlStatement::State>(handle, *state_));
}

Result<std::int64_t> Database::number(std::string_view sql) const {
    auto statement = prepare(sql);
    if (!statement) {
        return fail(std::move(statement).error());
    }
    const auto row = statement->step();
    if (!row) {
        return fail(row.error());
    }
    return *row ? statement->integer(0) : 0;
}

}  // namespace tradelab
