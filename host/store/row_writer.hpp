#pragma once

#include "core/result.hpp"
#include "store/database.hpp"
#include "store/schema.hpp"
#include "store/table_cell.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

namespace tradelab {

// What one row adds to the digest over all rows: table and columns, in any order of the rows.  It
// finds what changed by accident or by hand; it withstands nobody who wants to deceive, and who
// could as well write other journals.
class RowDigest {
public:
    explicit RowDigest(std::uint64_t table) { add(table); }

    void add(const TableCell& cell);
    [[nodiscard]] std::uint64_t value() const { return state_; }

private:
    void add(std::uint64_t word);

    std::uint64_t state_ = 0x9e3779b97f4a7c15;  // the golden ratio's digits: any odd constant does
};

// Puts rows into their tables, and sums up their digests.
class RowWriter {
public:
    // The database outlives it.
    [[nodiscard]] static Result<RowWriter> make(const Database& database);

    // As many cells as the table has columns.  After an error nothing more is written.
    void add(StoreTable table, std::initializer_list<TableCell> cells);

    [[nodiscard]] const Status& status() const { return status_; }
    [[nodiscard]] std::uint64_t digest() const { return digest_; }
    // As of the last commit: what was written since is rolled back, or was read from the file.
    void restore(std::uint64_t digest);

private:
    explicit RowWriter(std::vector<SqlStatement> insertions);

    std::vector<SqlStatement> insertions_;  // by table
    std::uint64_t digest_ = 0;
    Status status_ = {};
};

}  // namespace tradelab
