#pragma once

#include "core/result.hpp"
#include "os/disk.hpp"
#include "store/table_cell.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

// SQLite, of which no other part of this folder knows.
namespace tradelab {

// One prepared question or order.  The database outlives it.  One thread.
class SqlStatement {
public:
    SqlStatement(SqlStatement&&) noexcept;
    SqlStatement& operator=(SqlStatement&&) noexcept;
    SqlStatement(const SqlStatement&) = delete;
    SqlStatement& operator=(const SqlStatement&) = delete;
    ~SqlStatement();

    // Places count from 1.  A text stays where it is until the statement is reset.
    void bind(int place, const TableCell& cell);
    // True: there is a row, whose columns are valid until the next call.
    [[nodiscard]] Result<bool> step();
    // To be used anew; what was bound is gone.
    void reset();
    // All at once: binds nothing, expects no row.
    [[nodiscard]] Status run();

    // Columns count from 0.
    [[nodiscard]] int columns() const;
    [[nodiscard]] TableCell at(int column) const;
    [[nodiscard]] std::int64_t integer(int column) const;  // 0 where there is none
    [[nodiscard]] std::string_view text(int column) const;
    [[nodiscard]] bool is_null(int column) const;

private:
    friend class Database;
    struct State;
    explicit SqlStatement(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

// A database file that one connection alone holds: a second one is refused.
//
// Errors: disk_full, read_only, permission_denied, refused, internal and io_failed are of the
// machine and may pass; interrupted is of whoever gave it up; malformed is of the file, which can
// be made anew; duplicate of a row whose key is there already.
class Database {
public:
    // Makes the file where there is none.  A link is followed on the way to it, not in its place.
    [[nodiscard]] static Result<Database> open(const Disk::Path& path);
    [[nodiscard]] static bool is_there(const Disk::Path& path);
    // Whatever lies there is gone, with what belongs to it; a folder is left alone and refused.
    [[nodiscard]] static Status remove(const Disk::Path& path);

    Database(Database&&) noexcept;
    Database& operator=(Database&&) noexcept;
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    // From now on whatever takes long is given up with `interrupted` once this says so.  It is
    // asked from within SQLite: it does not throw.
    void give_up_when(std::function<bool()> is_so);

    // One or several, without an answer.
    [[nodiscard]] Status run(const std::string& sql);
    [[nodiscard]] Result<SqlStatement> prepare(std::string_view sql) const;
    // Of one number, in one row.
    [[nodiscard]] Result<std::int64_t> number(std::string_view sql) const;

private:
    friend class SqlStatement;
    struct State;
    explicit Database(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace tradelab
