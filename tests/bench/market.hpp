#pragma once

#include <tradelab/abi/strategy.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

// Workload A: one-minute bars of a geometric walk, seed 7, two decimals.
namespace bench {

// Bars as a sealed file holds them: one column per field.
struct Columns {
    std::vector<std::int64_t> open, high, low, close, volume;

    [[nodiscard]] std::size_t size() const { return close.size(); }
};

inline constexpr std::int64_t minute_ns = 60'000'000'000;
inline constexpr std::int64_t first_close_ns = 1'704'067'260'000'000'000;  // 2024-01-01T00:01:00Z

// The generator, in full: draws are SplitMix64 from state 7.  Each bar opens at the last close
// (30,000.00 at first) and moves by (sum of four draws below 20,001, less 40,000) * 2^-25 of it:
// near normal, 3.4e-4 a minute.  Wicks are two draws below 8,000, in the same unit; volume one
// draw below 10,000,000.  Integers all the way; a shift of a negative product rounds down.
inline Columns geometric_walk(std::size_t bars) {
    std::uint64_t state = 7;
    const auto draw = [&state](std::uint64_t below) {
        state += 0x9e3779b97f4a7c15ULL;
        std::uint64_t mixed = state;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
        return static_cast<std::int64_t>((mixed ^ (mixed >> 31U)) % below);
    };
    Columns out;
    std::int64_t last = 3'000'000;
    for (std::size_t at = 0; at < bars; ++at) {
        std::int64_t move = -40'000;
        for (int draws = 0; draws < 4; ++draws) {
            move += draw(20'001);
        }
        const std::int64_t close = std::max<std::int64_t>(1'000, last + ((last * move) >> 25U));
        out.open.push_back(last);
        out.high.push_back(std::max(last, close) + ((last * draw(8'000)) >> 25U));
        out.low.push_back(std::min(last, close) - ((last * draw(8'000)) >> 25U));
        out.close.push_back(close);
        out.volume.push_back(draw(10'000'000));
        last = close;
    }
    return out;
}

// What is the same in every bar; `write_bar` fills in the rest.
inline tl_ev_bar bar_frame() {
    tl_ev_bar bar{};
    bar.h.size = sizeof bar;
    bar.h.type = TL_EV_BAR;
    bar.h.inst = 1;
    bar.interval_ns = minute_ns;
    bar.known = TL_BAR_KNOWS_VOLUME;
    return bar;
}

inline void write_bar(tl_ev_bar& bar, const Columns& columns, std::size_t at) {
    // Without the bounds checks of a hardened vector: sealed files are read through spans of a
    // block.
    bar.h.seq = at + 1;
    bar.h.ts_event = bar.h.ts_recv = first_close_ns + static_cast<std::int64_t>(at) * minute_ns;
    bar.open = columns.open.data()[at];
    bar.high = columns.high.data()[at];
    bar.low = columns.low.data()[at];
    bar.close = columns.close.data()[at];
    bar.volume = columns.volume.data()[at];
}

// Where the events come from.  Both hand out windows of contiguous events.

// All of them lie in memory: 120 bytes a bar, read once, so that memory bandwidth is in the figure.
class EventArray {
    std::vector<tl_ev_bar> bars_;

public:
    explicit EventArray(const Columns& columns) : bars_(columns.size(), bar_frame()) {
        for (std::size_t at = 0; at < bars_.size(); ++at) {
            write_bar(bars_[at], columns, at);
        }
    }

    [[nodiscard]] const std::vector<tl_ev_bar>& bars() const { return bars_; }

    // Calls use(first, count) once.
    template <class Use>
    void each_window(Use&& use) const {
        use(bars_.data(), bars_.size());
    }
};

// Columns, materialised in blocks: how the house reads its sealed files.
class ColumnBlocks {
    const Columns* columns_;
    mutable std::vector<tl_ev_bar> block_;

public:
    ColumnBlocks(const Columns& columns, std::size_t block)
        : columns_(&columns), block_(block, bar_frame()) {}

    // Calls use(first, count) for each block; the block is written inside of the measurement.
    template <class Use>
    void each_window(Use&& use) const {
        for (std::size_t from = 0; from < columns_->size(); from += block_.size()) {
            const std::size_t count = std::min(block_.size(), columns_->size() - from);
            for (std::size_t at = 0; at < count; ++at) {
                write_bar(block_[at], *columns_, from + at);
            }
            use(block_.data(), count);
        }
    }
};

}  // namespace bench
