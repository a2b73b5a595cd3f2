#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <functional>

namespace tradelab {

struct WorkSize {
    std::size_t workers = 1;
    std::size_t items = 0;
};

// Does every item once, on as many threads as there are workers; on the calling one where there is
// one.  Which worker does which item is chance, so an item must not hang on its worker, and writes
// only what belongs to it.  The first Err by number of item is returned; later items may then be
// left undone.  An exception of an item becomes an Err.
using DoItem = std::function<Status(std::size_t worker, std::size_t item)>;
[[nodiscard]] Status share_work(WorkSize size, const DoItem& act);

}  // namespace tradelab
