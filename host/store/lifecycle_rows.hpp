#pragma once

#include "core/result.hpp"
#include "journal/record.hpp"
#include "store/row_writer.hpp"

namespace tradelab {

// Of the record of strategies' lives.
[[nodiscard]] Status add_lifecycle_rows(RowWriter& rows, const RecordView& record);

}  // namespace tradelab
