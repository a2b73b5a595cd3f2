#pragma once

#include "ingest/scaled_columns.hpp"
#include "ingest/table_rows.hpp"

namespace tradelab {

// The rows of a table of klines or mark klines.
//
// A bar's time is its close, open_time + interval.  The interval is said, or the length of the
// first row; every row must be on its grid, end within it, and at least one fill it.
//
// The archive writes 0 for what was not recorded.  A bar with volume has trades and quote volume:
// where these are 0 they are unknown.  A bar without volume knows what the last bar with volume
// before it (else the first after it) knew.  Takers bought nothing in many a bar, so that column is
// unknown only with the two others, or where it is 0 in the whole file.  The volume is unknown
// where it is 0 in the whole file.
class KlineRows {
public:
    explicit KlineRows(const TableFacts& facts);
    KlineRows(const KlineRows&) = delete;
    KlineRows& operator=(const KlineRows&) = delete;
    KlineRows(KlineRows&&) = delete;
    KlineRows& operator=(KlineRows&&) = delete;
    ~KlineRows() = default;

    // One line; the place behind it, or null and a problem.
    [[nodiscard]] const char* read(const char* line);
    [[nodiscard]] const LineProblem& problem() const { return fields_.problem(); }

    void reserve(std::size_t rows) { bars_.reserve(rows); }
    [[nodiscard]] std::size_t size() const { return bars_.ts.size(); }
    // After the last row.
    [[nodiscard]] Result<TableRows> finish();

private:
    struct Line;

    [[nodiscard]] bool read_fields(const char*& at, Line& line);
    [[nodiscard]] bool find_interval(std::int64_t length_ns);
    [[nodiscard]] bool append_time(const Line& line);
    [[nodiscard]] bool append_values(const Line& line);
    [[nodiscard]] bool judge_row();
    void fill_known();
    [[nodiscard]] Result<TableRows> finish_marks();

    TableFacts facts_;
    LineFields fields_;
    StampColumn stamps_;
    std::int64_t interval_ns_ = 0;
    std::size_t full_rows_ = 0;        // that last the whole interval
    std::size_t impossible_rows_ = 0;  // open, close or takers out of bounds
    std::size_t first_impossible_ = 0;
    BarColumns bars_;
    ScaledColumns prices_;
    ScaledColumns quantities_;
};

}  // namespace tradelab
