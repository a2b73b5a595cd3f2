#pragma once

#include "core/result.hpp"
#include "store/database.hpp"
#include "store/sources.hpp"

#include <cstdint>
#include <vector>

namespace tradelab {

// How far all journals were read, and the digest over all rows: what a file says of itself.
struct Books {
    std::vector<SourceState> sources = {};
    std::uint64_t digest = 0;  // of the rows
};

// Tables, views and empty books, in a file that holds nothing yet.
[[nodiscard]] Status make_projection(Database& database);

// Whether the file is one of ours, of this version, whole, and exactly what was written: every row
// is read.  Err: malformed, with what is wrong with it; or what the machine says.
[[nodiscard]] Result<Books> inspect_projection(const Database& database);

// In the transaction that the rows are in.
[[nodiscard]] Status write_books(Database& database, const Books& books);

}  // namespace tradelab
