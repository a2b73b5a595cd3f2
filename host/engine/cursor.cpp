#include "engine/cursor.hpp"

#include <algorithm>

namespace tradelab {
namespace {

struct Shape {
    std::uint16_t type;
    std::uint32_t bytes;
};

Shape shape_of(SourceKind kind) {
    switch (kind) {
        case SourceKind::mark:
            return {TL_EV_MARK, sizeof(tl_ev_mark)};
        case SourceKind::funding:
            return {TL_EV_FUNDING, sizeof(tl_ev_funding)};
        case SourceKind::trades:
            return {TL_EV_TRADE, sizeof(tl_ev_trade)};
        case SourceKind::bars:
            break;
    }
    return {TL_EV_BAR, sizeof(tl_ev_bar)};
}

bool is_sound(const tl_ev_bar& bar, std::int64_t interval) {
    return bar.interval_ns == interval && bar.low > 0 && bar.low <= bar.open &&
           bar.low <= bar.close && bar.open <= bar.high && bar.close <= bar.high;
}

// Below 0 where one of the prices contradicts another, without a branch: a difference of two that
// are not negative cannot overflow, and one that is negative says so itself.
std::int64_t price_defect(const tl_ev_bar& bar) {
    const auto open = static_cast<std::uint64_t>(bar.open);
    const auto high = static_cast<std::uint64_t>(bar.high);
    const auto low = static_cast<std::uint64_t>(bar.low);
    const auto close = static_cast<std::uint64_t>(bar.close);
    return static_cast<std::int64_t>(open | high | low | close | (low - 1) | (open - low) |
                                     (close - low) | (high - open) | (high - close));
}

}  // namespace

Failure Cursor::broken(const tl_ev& event, const char* what) const {
    return fail(ErrorCode::malformed,
                name_ + " at " + iso_text(UnixNanos(event.ts_event)) + ": " + what,
                "verify the data of this series");
}

Failure Cursor::broken_bar(const tl_ev_bar& bar, std::int64_t before) const {
    const bool is_late = bar.h.ts_event <= before;
    const bool is_bar = is_sound(bar, spec_.interval.count());
    return broken(bar.h,
                  is_late  ? "it does not come after the event before it"
                  : is_bar ? "its header is not that of the source"
                           : "a bar whose interval or prices contradict each other");
}

// As check_block, for the kind there is most of: one pass, one branch a bar.
Status Cursor::check_bars() {
    const auto* bars = reinterpret_cast<const tl_ev_bar*>(block_.first);
    const std::uint32_t count = block_.count;
    const std::int64_t interval = spec_.interval.count();
    const tl_inst inst = spec_.instrument.value();
    Extent extent;
    std::int64_t before = read_to_;
    std::uint64_t gaps = 0;  // any bit: some bar does not end one interval after the one before
    for (std::uint32_t i = 0; i < count; ++i) {
        const tl_ev_bar& bar = bars[i];
        const std::int64_t ts = bar.h.ts_event;
        const std::int64_t odd = (bar.h.type ^ TL_EV_BAR) |
                                 static_cast<std::int64_t>(bar.h.size ^ sizeof(tl_ev_bar)) |
                                 static_cast<std::int64_t>(bar.h.inst ^ inst) |
                                 (bar.h.ts_recv ^ ts) | (bar.interval_ns ^ interval);
        if (odd != 0 || price_defect(bar) < 0 || ts <= before) [[unlikely]] {
            return broken_bar(bar, before);
        }
        const auto step = static_cast<std::uint64_t>(ts) - static_cast<std::uint64_t>(before);
        gaps |= i == 0 ? 0 : step ^ static_cast<std::uint64_t>(interval);
        before = ts;
        extent.low = std::min(extent.low, bar.low);
        extent.high = std::max(extent.high, bar.high);
    }
    extent.is_whole = gaps == 0;
    extent.last_ts = before;
    extent_ = extent;
    return {};
}

Status Cursor::check_block() {
    const Shape shape = shape_of(spec_.kind);
    TL_CHECK_MSG(block_.event_bytes == shape.bytes, "a block of events of another kind");
    if (spec_.kind == SourceKind::bars) {
        return check_bars();
    }
    std::int64_t before = read_to_;
    for (std::uint32_t i = 0; i < block_.count; ++i) {
        const tl_ev& event = *at(i);
        if (event.ts_event <= before) {
            return broken(event, "it does not come after the event before it");
        }
        before = event.ts_event;
        if (event.type != shape.type || event.size != shape.bytes ||
            event.inst != spec_.instrument.value() || event.ts_recv != event.ts_event) {
            return broken(event, "its header is not that of the source");
        }
        if (spec_.kind == SourceKind::mark &&
            reinterpret_cast<const tl_ev_mark&>(event).mark_e8 <= 0) {
            return broken(event, "a mark that is not above 0");
        }
    }
    return {};
}

Status Cursor::load() {
    auto block = spec_.source->next();
    if (!block) {
        return fail(std::move(block).error(), name_);
    }
    block_ = *block;
    at_ = 0;
    if (block_.count == 0) {
        return {};
    }
    if (auto good = check_block(); !good) {
        return good;
    }
    read_to_ = at(block_.count - 1)->ts_event;
    return {};
}

Status Cursor::consume(std::uint32_t count) {
    TL_CHECK(count > 0 && count <= left());
    last_ = UnixNanos(at(count - 1)->ts_event);
    at_ += count;
    is_opened = false;
    is_traded = false;
    return at_ == block_.count ? load() : Status();
}

std::optional<MarkRange> Cursor::mark_range() const {
    if (block_.low_e8 == nullptr || block_.high_e8 == nullptr) {
        const Price mark(reinterpret_cast<const tl_ev_mark&>(head()).mark_e8);
        return MarkRange{.low = mark, .high = mark};
    }
    return MarkRange{.low = Price(block_.low_e8[at_]), .high = Price(block_.high_e8[at_])};
}

}  // namespace tradelab
