#include "ingest/kline_rows.hpp"

#include <algorithm>
#include <array>

namespace tradelab {
namespace {

enum Column : std::size_t {
    open_time,
    open_price,
    high_price,
    low_price,
    close_price,
    volume,
    close_time,
    quote_volume,
    trade_count,
    taker_volume,
    taker_quote_volume,
    ignored,
};

constexpr std::size_t cash_digits = 8;

}  // namespace

struct KlineRows::Line {
    std::int64_t open_time = 0;
    std::int64_t close_time = 0;
    std::array<Decimal, 4> prices = {};
    Decimal volume;
    Decimal quote_volume;
    std::int64_t trades = 0;
    Decimal taker_volume;
};

KlineRows::KlineRows(const TableFacts& facts)
    : facts_(facts),
      stamps_(fields_, Column::open_time),
      interval_ns_(facts.interval ? facts.interval->length().count() : 0),
      prices_({&bars_.open, &bars_.high, &bars_.low, &bars_.close}),
      quantities_({&bars_.volume, &bars_.taker_buy_volume}) {}

bool KlineRows::read_fields(const char*& at, Line& line) {
    const bool twelve = facts_.shape.columns == 12;
    Decimal taker_quote;  // no column of ours
    return fields_.integer(at, {Column::open_time}, line.open_time) &&
           fields_.decimal(at, {Column::open_price}, line.prices[0]) &&
           fields_.decimal(at, {Column::high_price}, line.prices[1]) &&
           fields_.decimal(at, {Column::low_price}, line.prices[2]) &&
           fields_.decimal(at, {Column::close_price}, line.prices[3]) &&
           fields_.decimal(at, {Column::volume}, line.volume) &&
           fields_.integer(at, {Column::close_time}, line.close_time) &&
           fields_.decimal(at, {Column::quote_volume}, line.quote_volume) &&
           fields_.integer(at, {Column::trade_count}, line.trades) &&
           fields_.decimal(at, {Column::taker_volume}, line.taker_volume) &&
           fields_.decimal(at, {Column::taker_quote_volume, twelve ? ',' : '\n'}, taker_quote) &&
           (!twelve || fields_.skipped(at, {Column::ignored, '\n'}));
}

bool KlineRows::find_interval(std::int64_t length_ns) {
    const auto interval = BarInterval::make(Duration(length_ns));
    if (!interval) {
        return fields_.refuse({.column = Column::close_time,
                               .what = "does not end a bar of a length that we know",
                               .hint = describe(interval.error())});
    }
    interval_ns_ = length_ns;
    return true;
}

bool KlineRows::append_time(const Line& line) {
    std::int64_t opened = 0;
    if (!stamps_.to_ns(line.open_time, opened)) {
        return false;
    }
    if (nanoseconds_in_unit_of(line.close_time) != stamps_.unit_ns()) {
        return fields_.refuse({.column = Column::close_time,
                               .what = "is in another unit than open_time",
                               .hint = "a file has one unit for its times"});
    }
    // close_time is the last unit of time within the bar.  Stamps are far from 64 bits' end.
    const std::int64_t length = (line.close_time - line.open_time + 1) * stamps_.unit_ns();
    if (interval_ns_ == 0 && !find_interval(length)) {
        return false;
    }
    if (length <= 0 || length > interval_ns_) {
        return fields_.refuse({.column = Column::close_time,
                               .what = "is not within the " +
                                       BarInterval::make(Duration(interval_ns_)).value().text() +
                                       " after open_time",
                               .hint = "is the interval another, or the unit?"});
    }
    const std::int64_t closed = opened + interval_ns_;
    const std::int64_t before = bars_.ts.empty() ? INT64_MIN : bars_.ts.back();
    if (closed <= before) {
        return fields_.refuse(problem_of_order(Column::open_time, before - interval_ns_, opened));
    }
    // Most rows follow at once: no division for them.
    if (opened != before && opened % interval_ns_ != 0) {
        return fields_.refuse({.column = Column::open_time,
                               .what = "is not on the grid of " +
                                       BarInterval::make(Duration(interval_ns_)).value().text(),
                               .hint = "bars begin at multiples of their interval, in UTC"});
    }
    full_rows_ += length == interval_ns_ ? 1 : 0;
    bars_.ts.push_back(closed);
    return true;
}

bool KlineRows::append_values(const Line& line) {
    for (std::size_t i = 0; i < line.prices.size(); ++i) {
        const std::size_t column = Column::open_price + i;
        if (line.prices[i].digits == 0) {
            return fields_.refuse({.column = column,
                                   .what = "is not positive",
                                   .hint = "a price is: leave the row out, it is then a hole"});
        }
        if (!prices_.append(i, line.prices[i])) {
            return fields_.refuse(problem_of_size(column, line.prices[i], archive_places_max));
        }
    }
    if (!quantities_.append(0, line.volume)) {
        return fields_.refuse(problem_of_size(Column::volume, line.volume, archive_places_max));
    }
    if (!quantities_.append(1, line.taker_volume)) {
        return fields_.refuse(
            problem_of_size(Column::taker_volume, line.taker_volume, archive_places_max));
    }
    std::int64_t cash = 0;
    if (line.quote_volume.places > cash_digits || !scaled(line.quote_volume, cash_digits, cash)) {
        return fields_.refuse(
            problem_of_size(Column::quote_volume, line.quote_volume, cash_digits));
    }
    bars_.quote_volume_e8.push_back(cash);
    bars_.trades.push_back(line.trades);
    return true;
}

// Single rows that contradict themselves are the validator's to judge; what no market can do at
// all, or most rows do, is a table whose columns are not where we think.
bool KlineRows::judge_row() {
    const std::int64_t high = bars_.high.back();
    const std::int64_t low = bars_.low.back();
    if (high < low) {
        return fields_.refuse({.column = Column::high_price,
                               .what = "is below low",
                               .hint = "are the columns swapped?"});
    }
    const bool possible = std::max(bars_.open.back(), bars_.close.back()) <= high &&
                          std::min(bars_.open.back(), bars_.close.back()) >= low &&
                          bars_.taker_buy_volume.back() <= bars_.volume.back();
    if (!possible && impossible_rows_++ == 0) {
        first_impossible_ = bars_.ts.size() - 1;
    }
    return true;
}

const char* KlineRows::read(const char* at) {
    Line line;
    const bool done =
        read_fields(at, line) && append_time(line) && append_values(line) && judge_row();
    return done ? at : nullptr;
}

void KlineRows::fill_known() {
    const auto any = [](const I64Column& column) {
        return std::ranges::any_of(column, [](std::int64_t value) { return value != 0; });
    };
    const bool volumes = any(bars_.volume);
    const bool takers = any(bars_.taker_buy_volume);
    const auto known_by = [&](std::size_t row) {
        std::uint64_t known = volumes ? TL_BAR_KNOWS_VOLUME : 0;
        known |= bars_.quote_volume_e8[row] != 0 ? TL_BAR_KNOWS_QUOTE_VOLUME : 0;
        known |= bars_.trades[row] != 0 ? TL_BAR_KNOWS_TRADES : 0;
        const bool recorded = (known & (TL_BAR_KNOWS_QUOTE_VOLUME | TL_BAR_KNOWS_TRADES)) != 0;
        const bool taker = bars_.taker_buy_volume[row] != 0 || (takers && recorded);
        return static_cast<std::uint8_t>(known | (taker ? TL_BAR_KNOWS_TAKER : 0));
    };
    const auto first = std::ranges::find_if(bars_.volume, [](auto value) { return value != 0; });
    std::uint8_t recorded =
        volumes ? known_by(static_cast<std::size_t>(first - bars_.volume.begin())) : 0;
    bars_.known.resize(size());
    for (std::size_t row = 0; row < size(); ++row) {
        const std::uint8_t known = known_by(row);
        recorded = bars_.volume[row] != 0 ? known : recorded;
        bars_.known[row] = bars_.volume[row] != 0
                               ? known
                               : static_cast<std::uint8_t>(unsigned{known} | unsigned{recorded});
    }
}

Result<TableRows> KlineRows::finish() {
    if (full_rows_ == 0) {
        return fail(ErrorCode::malformed,
                    "no row lasts the " + BarInterval::make(Duration(interval_ns_)).value().text() +
                        " that its name says",
                    "is the name, or --interval, wrong?");
    }
    if (impossible_rows_ * 2 > size()) {
        Error error{.code = ErrorCode::malformed,
                    .context =
                        "open or close is not between low and high, or takers bought more "
                        "than was traded, here and in " +
                        std::to_string(impossible_rows_) + " of " + std::to_string(size()) +
                        " rows",
                    .hint = "are the columns swapped?"};
        error.line = static_cast<int>(first_impossible_ + facts_.shape.header_lines + 1);
        return fail(std::move(error));
    }
    if (facts_.shape.layout == ArchiveLayout::mark_klines) {
        return finish_marks();
    }
    fill_known();
    const Places places{.price = prices_.places(), .quantity = quantities_.places()};
    return TableRows{.layout = facts_.shape.layout,
                     .columns = std::move(bars_),
                     .places = places,
                     .interval = BarInterval::make(Duration(interval_ns_)).value()};
}

// Of marks nothing is traded; the other columns say nothing.
Result<TableRows> KlineRows::finish_marks() {
    if (!prices_.raise(static_cast<std::size_t>(mark_places.count()))) {
        return fail(ErrorCode::overflow,
                    "a price does not fit into 64 bits with 8 decimal places",
                    "marks have 8: this one is no price");
    }
    MarkColumns marks;
    marks.index_e8.assign(size(), TL_NONE);
    marks.ts = std::move(bars_.ts);
    marks.open_e8 = std::move(bars_.open);
    marks.high_e8 = std::move(bars_.high);
    marks.low_e8 = std::move(bars_.low);
    marks.close_e8 = std::move(bars_.close);
    return TableRows{.layout = facts_.shape.layout,
                     .columns = std::move(marks),
                     .interval = BarInterval::make(Duration(interval_ns_)).value()};
}

}  // namespace tradelab
