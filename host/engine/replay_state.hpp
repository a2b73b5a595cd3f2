#pragma once

#include "engine/cursor.hpp"
#include "engine/replay.hpp"

#include <optional>
#include <vector>

// What the replay's own files share.
namespace tradelab {

struct Replay::State {
    // ---- replay.cpp ----
    void choose_bars();
    [[nodiscard]] Result<bool> advance(UnixNanos until);
    [[nodiscard]] Status begin(UnixNanos at);
    // When something is to be done, and `alarm`; nothing once all data is read.
    [[nodiscard]] std::optional<UnixNanos> next_instant();
    [[nodiscard]] bool has_begun() const { return first.has_value(); }
    // The only source with something to do until `horizon`, or nullptr.
    [[nodiscard]] Cursor* alone_at(UnixNanos next);
    [[nodiscard]] Result<RunOutcome> outcome();
    void add_warnings(RunOutcome& out) const;

    // ---- replay_steps.cpp ----
    // As many bars of one source as nothing comes between.
    [[nodiscard]] Status stretch(Cursor& bars);
    // How many bars from the head on the strategy may see before it must be told something.
    [[nodiscard]] Result<std::uint32_t> quiet(const Cursor& bars) const;
    // Whether the position survives all bars between these prices.
    [[nodiscard]] Result<bool> survives_all(const Cursor& bars,
                                            std::int64_t low,
                                            std::int64_t high,
                                            UnixNanos until) const;
    // Everything of one instant, class by class.
    [[nodiscard]] Status instant(UnixNanos at);
    [[nodiscard]] Status trade_ends(UnixNanos at);
    [[nodiscard]] Status move_venue(UnixNanos at);
    [[nodiscard]] Status close_ends(UnixNanos at);
    [[nodiscard]] Status deliver(UnixNanos at);
    [[nodiscard]] Status open_begins(UnixNanos at);
    [[nodiscard]] Status trade(Cursor& bars);
    [[nodiscard]] Status liquidate(InstrumentId instrument, const MarkRange& marks, UnixNanos at);
    // The marks during the head, recorded or its own prices.
    [[nodiscard]] std::optional<MarkRange> recorded_marks(const Cursor& bars) const;
    [[nodiscard]] std::optional<MarkRange> marks_of(InstrumentId instrument,
                                                    std::int64_t low,
                                                    std::int64_t high) const;
    void tell_delivered(const Cursor& from, const MarketWindow& events) const;
    [[nodiscard]] Status finish();

    ReplayOptions options;
    std::vector<Cursor> cursors;  // by kind, name, interval: the order of everything at one instant
    std::optional<UnixNanos> first;
    UnixNanos now;
    UnixNanos alarm;  // when kernel or market have something to do of their own; the far future
    UnixNanos horizon;
    UnixNanos beyond;  // the first instant that is not of this step
    bool has_started = false;
    bool has_finished = false;
};

}  // namespace tradelab
