#include "ingest/trade_rows.hpp"

namespace tradelab {
namespace {

// The columns that both tables begin with.
enum Column : std::size_t { trade_id, trade_price, trade_quantity };

constexpr std::size_t aggregated_time = 5;
constexpr std::size_t single_time = 4;

std::size_t time_column(const TableFacts& facts) {
    return facts.shape.layout == ArchiveLayout::agg_trades ? aggregated_time : single_time;
}

}  // namespace

struct TradeRows::Line {
    std::int64_t id = 0;
    Decimal price;
    Decimal quantity;
    std::int64_t time = 0;
    bool buyer_is_maker = false;
};

TradeRows::TradeRows(const TableFacts& facts)
    : facts_(facts),
      stamps_(fields_, time_column(facts)),
      prices_({&trades_.price}),
      quantities_({&trades_.quantity}) {}

bool TradeRows::read_aggregated(const char*& at, Line& line) {
    const bool last_is_side = facts_.shape.columns == 7;
    std::int64_t first_id = 0;
    std::int64_t last_id = 0;
    return fields_.integer(at, {Column::trade_id}, line.id) &&
           fields_.decimal(at, {Column::trade_price}, line.price) &&
           fields_.decimal(at, {Column::trade_quantity}, line.quantity) &&
           fields_.integer(at, {3}, first_id) && fields_.integer(at, {4}, last_id) &&
           fields_.integer(at, {aggregated_time}, line.time) &&
           fields_.truth(at, {6, last_is_side ? '\n' : ','}, line.buyer_is_maker) &&
           (last_is_side || fields_.skipped(at, {7, '\n'}));
}

bool TradeRows::read_single(const char*& at, Line& line) {
    const bool last_is_side = facts_.shape.columns == 6;
    Decimal cash;
    return fields_.integer(at, {Column::trade_id}, line.id) &&
           fields_.decimal(at, {Column::trade_price}, line.price) &&
           fields_.decimal(at, {Column::trade_quantity}, line.quantity) &&
           fields_.decimal(at, {3}, cash) && fields_.integer(at, {single_time}, line.time) &&
           fields_.truth(at, {5, last_is_side ? '\n' : ','}, line.buyer_is_maker) &&
           (last_is_side || fields_.skipped(at, {6, '\n'}));
}

bool TradeRows::append_amount(std::size_t column, std::size_t name, const Decimal& value) {
    if (value.digits == 0) {
        return fields_.refuse({.column = name,
                               .what = "is not positive",
                               .hint = "a trade has a price and a quantity"});
    }
    ScaledColumns& columns = column == 0 ? prices_ : quantities_;
    return columns.append(0, value) ||
           fields_.refuse(problem_of_size(name, value, archive_places_max));
}

bool TradeRows::append(const Line& line) {
    std::int64_t time = 0;
    if (!stamps_.to_ns(line.time, time)) {
        return false;
    }
    if (!trades_.ts.empty() && time < trades_.ts.back()) {
        return fields_.refuse(problem_of_order(time_column(facts_), trades_.ts.back(), time));
    }
    if (!trades_.id.empty() && line.id <= trades_.id.back()) {
        return fields_.refuse({.column = Column::trade_id,
                               .what = "follows " + std::to_string(trades_.id.back()),
                               .hint = "ids grow from row to row: the file was put together "
                                       "wrongly"});
    }
    if (!append_amount(0, Column::trade_price, line.price) ||
        !append_amount(1, Column::trade_quantity, line.quantity)) {
        return false;
    }
    trades_.ts.push_back(time);
    trades_.id.push_back(line.id);
    trades_.aggressor.push_back(line.buyer_is_maker ? std::int8_t{-1} : std::int8_t{1});
    return true;
}

const char* TradeRows::read(const char* at) {
    Line line;
    const bool readable = facts_.shape.layout == ArchiveLayout::agg_trades
                              ? read_aggregated(at, line)
                              : read_single(at, line);
    return readable && append(line) ? at : nullptr;
}

Result<TableRows> TradeRows::finish() {
    const Places places{.price = prices_.places(), .quantity = quantities_.places()};
    return TableRows{
        .layout = facts_.shape.layout, .columns = std::move(trades_), .places = places};
}

}  // namespace tradelab
