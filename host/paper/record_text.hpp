#pragma once

#include "engine/run_record.hpp"

#include <cstddef>
#include <string>

// What a run did, as the records of a journal say it: amounts as integers, in the places of the
// instrument, which is named.  When it happened is a record's own time.
namespace tradelab {

// `place` is that in the record of the run, from 0.  What became of the order is not said.
[[nodiscard]] std::string order_text(const OrderRecord& order,
                                     std::size_t place,
                                     const std::string& name);
[[nodiscard]] std::string fill_text(const FillRecord& fill, const std::string& name);
[[nodiscard]] std::string funding_text(const FundingRecord& funding, const std::string& name);
[[nodiscard]] std::string liquidation_text(const LiquidationRecord& one, const std::string& name);
[[nodiscard]] std::string isolation_text(const IsolationRecord& one);
[[nodiscard]] std::string note_text(const NoteRecord& note);

}  // namespace tradelab
