#include "synthetic/bars.hpp"

#include <algorithm>

namespace tradelab {
namespace {

constexpr std::int64_t minute_ns = 60'000'000'000;

bool is_first(std::int64_t ts, BarInterval interval) {
    return (ts - minute_ns) % interval.length().count() == 0;
}
bool is_last(std::int64_t ts, BarInterval interval) {
    return ts % interval.length().count() == 0;
}

}  // namespace

void BarMaker::feed(const Bar& minute) {
    if (is_first(minute.ts, interval_)) {
        open_ = minute;
        minutes_ = 1;
    } else {
        open_.ts = minute.ts;
        open_.high = std::max(open_.high, minute.high);
        open_.low = std::min(open_.low, minute.low);
        open_.close = minute.close;
        open_.volume += minute.volume;
        open_.quote_volume_e8 += minute.quote_volume_e8;
        open_.taker_buy_volume += minute.taker_buy_volume;
        open_.trades += minute.trades;
        minutes_ += 1;
    }
    if (is_last(minute.ts, interval_)) {
        if (minutes_ * minute_ns == interval_.length().count()) {
            bars_.append(open_);
        }
        minutes_ = 0;
    }
}

void MarkMaker::feed(std::int64_t ts, std::int64_t mark_e8, std::int64_t index_e8) {
    if (!begun_) {
        open_ = {.open_e8 = last_e8_, .high_e8 = last_e8_, .low_e8 = last_e8_};
        begun_ = true;
    }
    open_.ts = ts;
    open_.high_e8 = std::max(open_.high_e8, mark_e8);
    open_.low_e8 = std::min(open_.low_e8, mark_e8);
    open_.close_e8 = mark_e8;
    open_.index_e8 = index_e8;
    last_e8_ = mark_e8;
    if (is_last(ts, interval_)) {
        marks_.append(open_);
        begun_ = false;
    }
}

}  // namespace tradelab
