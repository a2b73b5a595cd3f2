#pragma once

#include "core/check.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "engine/event_source.hpp"
#include "engine/kernel.hpp"

#include <tradelab/abi/strategy.h>

#include <cstdint>
#include <optional>
#include <string>

namespace tradelab {

// A place in one source, and what has been done there.
class Cursor {
public:
    Cursor(const SourceSpec& spec, std::string name) : spec_(spec), name_(std::move(name)) {}

    // Reads the first block.
    [[nodiscard]] Status start() { return load(); }

    [[nodiscard]] const SourceSpec& spec() const { return spec_; }
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] bool has_ended() const { return block_.count == 0; }

    // ---- the head: has_ended() is false ----
    [[nodiscard]] UnixNanos ts() const { return UnixNanos(head().ts_event); }
    [[nodiscard]] UnixNanos open_ts() const { return ts() - spec_.interval; }
    [[nodiscard]] tl_ev& head() const { return *at(0); }
    [[nodiscard]] const tl_ev_bar& bar() const { return bar(0); }
    // Of the whole block that the head lies in: nothing in it is lower or higher, and no hole lies
    // between its bars.
    struct Extent {
        std::int64_t low = INT64_MAX;
        std::int64_t high = INT64_MIN;
        std::int64_t last_ts = INT64_MIN;
        bool is_whole = true;
    };
    [[nodiscard]] const Extent& extent() const { return extent_; }
    // The event `place` after the head, inside the block.
    [[nodiscard]] tl_ev* at(std::uint32_t place) const {
        return reinterpret_cast<tl_ev*>(reinterpret_cast<char*>(block_.first) +
                                        std::size_t{at_ + place} * block_.event_bytes);
    }
    [[nodiscard]] const tl_ev_bar& bar(std::uint32_t place) const {
        return *reinterpret_cast<const tl_ev_bar*>(at(place));
    }
    [[nodiscard]] std::uint32_t left() const { return block_.count - at_; }
    // Of marks: whether each row has its lowest and highest.
    [[nodiscard]] bool knows_extremes() const {
        return block_.low_e8 != nullptr && block_.high_e8 != nullptr;
    }
    [[nodiscard]] std::optional<MarkRange> mark_range() const;
    [[nodiscard]] MarketWindow window(std::uint32_t count) const {
        return {.first = at(0),
                .count = count,
                .event_bytes = block_.event_bytes,
                .instrument = spec_.instrument,
                .kind = spec_.kind};
    }

    // A hole lies between what was consumed last and the head: told at the head's open.
    [[nodiscard]] bool has_gap() const {
        return spec_.kind == SourceKind::bars && last_ && *last_ < open_ts();
    }
    [[nodiscard]] UnixNanos gap_from() const { return *last_; }
    void tell_gap() { last_ = open_ts(); }
    // When something is to be done: at the end of the hole, or at the head itself.
    [[nodiscard]] UnixNanos key() const { return has_gap() ? open_ts() : ts(); }

    // Goes on by `count` events of the block.
    [[nodiscard]] Status consume(std::uint32_t count);

    // What the market has done with the head.
    bool is_opened = false;
    bool is_traded = false;
    // Bars that orders execute on: the shortest that the instrument has.
    bool executes = false;
    // Bars of the run's clock.
    bool is_clock = false;
    // Marks of the same instrument are recorded, too.
    bool is_marked = false;

private:
    [[nodiscard]] Status load();
    [[nodiscard]] Status check_block();
    [[nodiscard]] Status check_bars();
    [[nodiscard]] Failure broken(const tl_ev& event, const char* what) const;
    [[nodiscard]] Failure broken_bar(const tl_ev_bar& bar, std::int64_t before) const;

    SourceSpec spec_;
    std::string name_;
    SourceBlock block_;
    std::uint32_t at_ = 0;
    Extent extent_;
    std::optional<UnixNanos> last_;  // the end of what was consumed
    std::int64_t read_to_ = INT64_MIN;
};

}  // namespace tradelab
