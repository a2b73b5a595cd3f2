#pragma once

#include "history/sealed_file.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace tradelab {

// Rows of one file that are read one after the other.
struct Segment {
    std::size_t file = 0;
    RowRange rows = {};
    UnixNanos first = {};
    UnixNanos last = {};
};

// In which order the rows of several files of one series are read, each time (of trades: time and
// id) once.  Compares the files where they overlap, and refuses what SeriesReader::open says.
[[nodiscard]] Result<std::vector<Segment>> merge(std::span<const SealedFile* const> files,
                                                 TimeRange range);

}  // namespace tradelab
