#pragma once

#include "core/result.hpp"
#include "journal/record.hpp"
#include "store/row_writer.hpp"

// What each kind of record becomes.  Err: the record is of another version, or not as it is
// written; whether the rows went in is the writer's to say.
namespace tradelab {

// Of a paper session's journal.
[[nodiscard]] Status add_paper_rows(RowWriter& rows, const RecordView& record);

}  // namespace tradelab
