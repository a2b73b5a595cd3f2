#pragma once

#include "core/time.hpp"
#include "history/columns.hpp"

#include <cstdint>

namespace tradelab {

// Minutes into bars of one interval.  Minutes are fed in order; a bar whose last minute came is
// done.  A minute that is missing leaves its bar unfinished, and the bar is dropped.
class BarMaker {
public:
    explicit BarMaker(BarInterval interval) : interval_(interval) {}

    // `ts` is the minute's close.
    void feed(const Bar& minute);

    [[nodiscard]] BarInterval interval() const { return interval_; }
    [[nodiscard]] BarColumns take() { return std::move(bars_); }

private:
    BarInterval interval_;
    Bar open_ = {};
    std::int64_t minutes_ = 0;  // in open_
    BarColumns bars_;
};

// The same of marks, out of the mark at each minute's end.
class MarkMaker {
public:
    MarkMaker(BarInterval interval, std::int64_t first_e8)
        : interval_(interval), last_e8_(first_e8) {}

    void feed(std::int64_t ts, std::int64_t mark_e8, std::int64_t index_e8);

    [[nodiscard]] BarInterval interval() const { return interval_; }
    [[nodiscard]] MarkColumns take() { return std::move(marks_); }

private:
    BarInterval interval_;
    std::int64_t last_e8_;
    Mark open_ = {};
    bool begun_ = false;
    MarkColumns marks_;
};

}  // namespace tradelab
