#pragma once

#include "history/sealed_file.hpp"
#include "history/sealed_format.hpp"

#include <cstddef>
#include <span>

namespace tradelab::sealed {

// The front of a mapped file, read and believed.
struct Front {
    SealedSummary summary;
    SealedLayout layout;
    std::span<const IndexEntry> index;  // in the mapped bytes
};

// Takes the whole of a file, any bytes at all.  What it returns lies within them.
[[nodiscard]] Result<Front> read_front(std::span<const std::byte> file);

}  // namespace tradelab::sealed
