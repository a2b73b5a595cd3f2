#pragma once

#include "ingest/scaled_columns.hpp"
#include "ingest/table_rows.hpp"

namespace tradelab {

// The rows of a table of trades, or of trades that one order made at one price (aggregated).
// Ids grow from row to row.  When the buyer was the maker, the seller was the aggressor.
class TradeRows {
public:
    explicit TradeRows(const TableFacts& facts);
    TradeRows(const TradeRows&) = delete;
    TradeRows& operator=(const TradeRows&) = delete;
    TradeRows(TradeRows&&) = delete;
    TradeRows& operator=(TradeRows&&) = delete;
    ~TradeRows() = default;

    // One line; the place behind it, or null and a problem.
    [[nodiscard]] const char* read(const char* line);
    [[nodiscard]] const LineProblem& problem() const { return fields_.problem(); }

    void reserve(std::size_t rows) { trades_.reserve(rows); }
    [[nodiscard]] std::size_t size() const { return trades_.ts.size(); }
    [[nodiscard]] Result<TableRows> finish();

private:
    struct Line;

    [[nodiscard]] bool read_aggregated(const char*& at, Line& line);
    [[nodiscard]] bool read_single(const char*& at, Line& line);
    [[nodiscard]] bool append(const Line& line);
    [[nodiscard]] bool append_amount(std::size_t column, std::size_t name, const Decimal& value);

    TableFacts facts_;
    LineFields fields_;
    StampColumn stamps_;
    TradeColumns trades_;
    ScaledColumns prices_;
    ScaledColumns quantities_;
};

}  // namespace tradelab
