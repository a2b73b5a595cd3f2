#include "history/event_block.hpp"

#include "core/check.hpp"

namespace tradelab {
namespace {

template <class Event>
tl_ev header(std::uint16_t type, std::int64_t ts, EventBlock::Stamp stamp, std::size_t at) {
    return {.size = sizeof(Event),
            .type = type,
            .flags = stamp.flags,
            .inst = stamp.instrument,
            .reserved = 0,
            .seq = stamp.first_seq + at,
            .ts_event = ts,
            .ts_recv = ts};
}

}  // namespace

template <class Event>
Event* EventBlock::begin(std::uint16_t type, std::size_t rows) {
    static_assert(sizeof(Event) <= sizeof(tl_ev_bar) && sizeof(Event) % 8 == 0);
    TL_CHECK(rows <= capacity);
    count_ = rows;
    event_bytes_ = sizeof(Event);
    type_ = type;
    return reinterpret_cast<Event*>(storage_.data());
}

template <class Event>
std::span<const Event> EventBlock::events(std::uint16_t type) const {
    TL_CHECK(count_ == 0 || type == type_);
    return {reinterpret_cast<const Event*>(storage_.data()), count_};
}

void EventBlock::fill(const BarView& rows, BarInterval interval, Stamp stamp) {
    auto* out = begin<tl_ev_bar>(TL_EV_BAR, rows.size());
    const std::int64_t interval_ns = interval.length().count();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        out[i] = {.h = header<tl_ev_bar>(TL_EV_BAR, rows.ts[i], stamp, i),
                  .interval_ns = interval_ns,
                  .open = rows.open[i],
                  .high = rows.high[i],
                  .low = rows.low[i],
                  .close = rows.close[i],
                  .volume = rows.volume[i],
                  .quote_volume_e8 = rows.quote_volume_e8[i],
                  .taker_buy_volume = rows.taker_buy_volume[i],
                  .trades = rows.trades[i],
                  .known = rows.known[i]};
    }
}

void EventBlock::fill(const TradeView& rows, Stamp stamp) {
    auto* out = begin<tl_ev_trade>(TL_EV_TRADE, rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        out[i] = {.h = header<tl_ev_trade>(TL_EV_TRADE, rows.ts[i], stamp, i),
                  .price = rows.price[i],
                  .qty = rows.quantity[i],
                  .aggressor = rows.aggressor[i],
                  .reserved = 0};
    }
}

void EventBlock::fill(const FundingView& rows, Stamp stamp) {
    auto* out = begin<tl_ev_funding>(TL_EV_FUNDING, rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        out[i] = {.h = header<tl_ev_funding>(TL_EV_FUNDING, rows.ts[i], stamp, i),
                  .rate_e12 = rows.rate_e12[i],
                  .interval_ns = rows.interval_ns[i],
                  .mark_e8 = rows.mark_e8[i]};
    }
}

void EventBlock::fill(const MarkView& rows, Stamp stamp) {
    auto* out = begin<tl_ev_mark>(TL_EV_MARK, rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        out[i] = {.h = header<tl_ev_mark>(TL_EV_MARK, rows.ts[i], stamp, i),
                  .mark_e8 = rows.close_e8[i],
                  .index_e8 = rows.index_e8[i],
                  .rate_e12 = TL_NONE,
                  .next = TL_NONE};
    }
}

std::span<const tl_ev_bar> EventBlock::bars() const {
    return events<tl_ev_bar>(TL_EV_BAR);
}

std::span<const tl_ev_trade> EventBlock::trades() const {
    return events<tl_ev_trade>(TL_EV_TRADE);
}

std::span<const tl_ev_funding> EventBlock::funding() const {
    return events<tl_ev_funding>(TL_EV_FUNDING);
}

std::span<const tl_ev_mark> EventBlock::marks() const {
    return events<tl_ev_mark>(TL_EV_MARK);
}

}  // namespace tradelab
