#pragma once

#include "core/result.hpp"
#include "journal/record.hpp"
#include "store/row_writer.hpp"
#include "store/schema.hpp"

namespace tradelab {

// Of a record of levels spent and vaults opened.
[[nodiscard]] Status add_gate_rows(RowWriter& rows, Source source, const RecordView& record);

}  // namespace tradelab
