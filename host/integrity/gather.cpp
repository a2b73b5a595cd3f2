#include "integrity/gather.hpp"

#include <utility>

namespace tradelab {
namespace {

constexpr std::size_t piece_rows = 65'536;

template <class Values, class Part>
void extend(Values& values, const Part& part) {
    values.insert(values.end(), part.begin(), part.end());
}

void append(BarColumns& all, const BarView& v) {
    extend(all.ts, v.ts);
    extend(all.open, v.open);
    extend(all.high, v.high);
    extend(all.low, v.low);
    extend(all.close, v.close);
    extend(all.volume, v.volume);
    extend(all.quote_volume_e8, v.quote_volume_e8);
    extend(all.taker_buy_volume, v.taker_buy_volume);
    extend(all.trades, v.trades);
    extend(all.known, v.known);
}

void append(TradeColumns& all, const TradeView& v) {
    extend(all.ts, v.ts);
    extend(all.price, v.price);
    extend(all.quantity, v.quantity);
    extend(all.id, v.id);
    extend(all.aggressor, v.aggressor);
}

void append(FundingColumns& all, const FundingView& v) {
    extend(all.ts, v.ts);
    extend(all.ts_recorded, v.ts_recorded);
    extend(all.rate_e12, v.rate_e12);
    extend(all.interval_ns, v.interval_ns);
    extend(all.mark_e8, v.mark_e8);
}

void append(MarkColumns& all, const MarkView& v) {
    extend(all.ts, v.ts);
    extend(all.open_e8, v.open_e8);
    extend(all.high_e8, v.high_e8);
    extend(all.low_e8, v.low_e8);
    extend(all.close_e8, v.close_e8);
    extend(all.index_e8, v.index_e8);
}

template <class Owned, class View>
Result<Columns> gather_as(SeriesReader& reader) {
    Owned all;
    while (true) {
        const auto part = reader.next(piece_rows);
        if (!part) {
            return fail(part.error());
        }
        if (rows_of(*part) == 0) {
            return Columns(std::move(all));
        }
        append(all, std::get<View>(*part));
    }
}

}  // namespace

Result<Columns> gather(SeriesReader& reader) {
    switch (reader.series().kind()) {
        case SeriesKind::bars:
            return gather_as<BarColumns, BarView>(reader);
        case SeriesKind::trades:
            return gather_as<TradeColumns, TradeView>(reader);
        case SeriesKind::funding:
            return gather_as<FundingColumns, FundingView>(reader);
        case SeriesKind::mark:
            break;
    }
    return gather_as<MarkColumns, MarkView>(reader);
}

}  // namespace tradelab
