#pragma once

#include "history/sealed_writer.hpp"

namespace tradelab {

// What SealedImage::make refuses of rows.  Also holds for every row of a file that verify() passes.
[[nodiscard]] Status check_rows(const Series& series, const ColumnsView& rows);

}  // namespace tradelab
