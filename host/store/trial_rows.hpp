#pragma once

#include "core/result.hpp"
#include "journal/record.hpp"
#include "store/row_writer.hpp"

namespace tradelab {

// Of the trial ledger: a run, and each parameter file of it.
[[nodiscard]] Status add_trial_rows(RowWriter& rows, const RecordView& record);

}  // namespace tradelab
