#pragma once

#include "core/result.hpp"
#include "journal/record.hpp"
#include "store/row_writer.hpp"

#include <cstdint>

// What each kind of record becomes.  Err: the record is of another version, or not as it is
// written; whether the rows went in is the writer's to say.
namespace tradelab {

// Of the journal of one account's paper session.
[[nodiscard]] Status add_paper_rows(RowWriter& rows,
                                    std::uint64_t account,
                                    const RecordView& record);

// Of what was commanded while nothing traded.
[[nodiscard]] Status add_idle_rows(RowWriter& rows, const RecordView& record);

}  // namespace tradelab
