#pragma once

#include "core/limits.hpp"
#include "core/time.hpp"
#include "history/columns.hpp"

#include <tradelab/abi/strategy.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace tradelab {

// Up to 64 events of one kind, contiguous: what process() is handed.  Large: keep one and refill
// it.
class EventBlock {
public:
    static constexpr std::size_t capacity = limits::batch_in_process;

    // What the rows do not say.  The archive does not know when we would have heard: ts_recv is
    // ts_event.
    struct Stamp {
        tl_inst instrument = 0;
        std::uint64_t first_seq = 0;  // of the first event; the others follow
        std::uint16_t flags = 0;      // TL_EV_F_*
    };

    // Replaces the content by the rows of a view, at most `capacity`.
    void fill(const BarView& rows, BarInterval interval, Stamp stamp);
    void fill(const TradeView& rows, Stamp stamp);
    void fill(const FundingView& rows, Stamp stamp);
    // The event's mark is the close of the row; the next rate and time are unknown.
    void fill(const MarkView& rows, Stamp stamp);

    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] std::size_t bytes() const { return count_ * event_bytes_; }
    [[nodiscard]] const tl_ev* first() const {
        return reinterpret_cast<const tl_ev*>(storage_.data());
    }
    // For whoever numbers and flags the events before they are handed on.
    [[nodiscard]] tl_ev* first() { return reinterpret_cast<tl_ev*>(storage_.data()); }

    // The content as events of the kind that it was filled with; anything else is a programmer's
    // error.
    [[nodiscard]] std::span<const tl_ev_bar> bars() const;
    [[nodiscard]] std::span<const tl_ev_trade> trades() const;
    [[nodiscard]] std::span<const tl_ev_funding> funding() const;
    [[nodiscard]] std::span<const tl_ev_mark> marks() const;

private:
    template <class Event>
    [[nodiscard]] Event* begin(std::uint16_t type, std::size_t rows);
    template <class Event>
    [[nodiscard]] std::span<const Event> events(std::uint16_t type) const;

    // The largest of the four.
    alignas(64) std::array<std::byte, capacity * sizeof(tl_ev_bar)> storage_;
    std::size_t count_ = 0;
    std::size_t event_bytes_ = 0;
    std::uint16_t type_ = 0;
};

}  // namespace tradelab
