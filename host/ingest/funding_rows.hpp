#pragma once

#include "ingest/table_rows.hpp"

namespace tradelab {

// The rows of a table of funding settlements.
//
// Venues stamp a settlement some milliseconds late.  Its time is the full hour next to the stamp,
// which must be near; the stamp itself is kept beside it.  The archive has no mark prices here.
// Small rates may be written with an exponent: 9.8E-7.
class FundingRows {
public:
    explicit FundingRows(const TableFacts& facts);
    FundingRows(const FundingRows&) = delete;
    FundingRows& operator=(const FundingRows&) = delete;
    FundingRows(FundingRows&&) = delete;
    FundingRows& operator=(FundingRows&&) = delete;
    ~FundingRows() = default;

    // One line; the place behind it, or null and a problem.
    [[nodiscard]] const char* read(const char* line);
    [[nodiscard]] const LineProblem& problem() const { return fields_.problem(); }

    void reserve(std::size_t rows) { funding_.reserve(rows); }
    [[nodiscard]] std::size_t size() const { return funding_.ts.size(); }
    [[nodiscard]] Result<TableRows> finish();

private:
    [[nodiscard]] bool read_rate(const char*& at, Decimal& rate);
    [[nodiscard]] bool append_time(std::int64_t stamp);

    LineFields fields_;
    StampColumn stamps_;
    FundingColumns funding_;
};

}  // namespace tradelab
