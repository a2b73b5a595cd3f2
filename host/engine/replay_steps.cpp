#include "engine/replay_state.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

// What happens at one instant, and in the stretches between.
namespace tradelab {
namespace {

// What a bar does lies before the instant at which it ends.
UnixNanos just_before(UnixNanos at) {
    return at - Duration(1);
}

bool touches(const tl_ev_bar& bar, const Watch& watch) {
    return bar.low <= watch.low || bar.high >= watch.high;
}

}  // namespace

std::optional<MarkRange> Replay::State::marks_of(InstrumentId instrument,
                                                 std::int64_t low,
                                                 std::int64_t high) const {
    const DecimalPlaces places = options.kernel->portfolio().listing(instrument).places.price;
    const auto lowest = rescale(Price(low), places, mark_places);
    const auto highest = rescale(Price(high), places, mark_places);
    return lowest && highest ? std::optional(MarkRange{.low = *lowest, .high = *highest})
                             : std::nullopt;
}

std::optional<MarkRange> Replay::State::recorded_marks(const Cursor& bars) const {
    const auto found = std::ranges::find_if(cursors, [&](const Cursor& one) {
        return one.spec().kind == SourceKind::mark &&
               one.spec().instrument == bars.spec().instrument && !one.has_ended() &&
               one.ts() == bars.ts() && one.knows_extremes();
    });
    return found == cursors.end() ? std::nullopt : found->mark_range();
}

Status Replay::State::liquidate(InstrumentId instrument, const MarkRange& marks, UnixNanos at) {
    const auto survives = options.market->survives(instrument, marks, at);
    if (!survives) {
        return fail(survives.error());
    }
    return *survives ? Status() : options.market->liquidate(instrument, marks, at);
}

Status Replay::State::trade(Cursor& bars) {
    const tl_ev_bar& bar = bars.bar();
    const auto recorded = recorded_marks(bars);
    if (touches(bar, options.market->watch(bars.spec().instrument)) || recorded) {
        if (auto traded = options.market->trade(bar, recorded); !traded) {
            return traded;
        }
    }
    bars.is_traded = true;
    const auto marks = recorded ? recorded : marks_of(bars.spec().instrument, bar.low, bar.high);
    return marks ? liquidate(bars.spec().instrument, *marks, just_before(bars.ts())) : Status();
}

Result<bool> Replay::State::survives_all(const Cursor& bars,
                                         std::int64_t low,
                                         std::int64_t high,
                                         UnixNanos until) const {
    const InstrumentId instrument = bars.spec().instrument;
    const auto marks = marks_of(instrument, low, high);
    if (!marks) {
        return true;  // no mark so high has a value that fits
    }
    // Tiers may change on the way: by those of both ends.
    auto survives = options.market->survives(instrument, *marks, until);
    if (survives && *survives && bars.ts() != until) {
        survives = options.market->survives(instrument, *marks, bars.ts());
    }
    return survives;
}

Result<std::uint32_t> Replay::State::quiet(const Cursor& bars) const {
    const Watch watch = options.market->watch(bars.spec().instrument);
    const auto waits = options.market->waits_for_open(bars.spec().instrument);
    const std::int64_t opens = waits ? waits->ns() : INT64_MAX;  // a bar from here on has an open
    const std::uint32_t left = bars.left();
    const Cursor::Extent& extent = bars.extent();
    const Portfolio& portfolio = options.kernel->portfolio();
    const bool is_safe = portfolio.quantity(bars.spec().instrument) == Quantity() ||
                         portfolio.outlives_any_mark(bars.spec().instrument, bars.ts());
    // Most of the time a glance at the whole block is enough.
    if (!waits && extent.is_whole && extent.low > watch.low && extent.high < watch.high &&
        extent.last_ts < horizon.ns()) {
        const auto survives =
            is_safe ? Result<bool>(true)
                    : survives_all(bars, extent.low, extent.high, UnixNanos(extent.last_ts));
        if (!survives) {
            return fail(survives.error());
        }
        if (*survives) {
            return left;
        }
    }
    std::uint32_t count = 0;
    std::int64_t before = bars.bar().h.ts_event;
    const std::int64_t interval = bars.spec().interval.count();
    std::int64_t low = INT64_MAX;
    std::int64_t high = INT64_MIN;
    for (; count < left; ++count) {
        const tl_ev_bar& bar = bars.bar(count);
        const bool goes_on = count == 0 || (bar.h.ts_event == before + interval && before < opens);
        const bool is_known = count == 0 && bars.is_traded;
        if (!goes_on || bar.h.ts_event >= horizon.ns() || (touches(bar, watch) && !is_known)) {
            break;
        }
        before = bar.h.ts_event;
        low = is_known ? low : std::min(low, bar.low);
        high = is_known ? high : std::max(high, bar.high);
    }
    if (low > high || is_safe) {
        return count;
    }
    const auto survives = survives_all(bars, low, high, UnixNanos(before));
    if (!survives) {
        return fail(survives.error());
    }
    // Somewhere in the stretch the position may be lost: one bar at a time.
    return *survives ? count : std::min<std::uint32_t>(count, bars.is_traded ? 1 : 0);
}

Status Replay::State::stretch(Cursor& bars) {
    const auto count = quiet(bars);
    if (!count) {
        return fail(count.error());
    }
    if (*count == 0) {
        if (auto traded = trade(bars); !traded) {
            return traded;
        }
        return options.kernel->report(just_before(bars.ts()));
    }
    const auto consumed = options.kernel->step_and_value(bars.window(*count));
    if (!consumed) {
        return fail(consumed.error());
    }
    now = UnixNanos(bars.at(*consumed - 1)->ts_event);
    tell_delivered(bars, bars.window(*consumed));
    if (auto gone = bars.consume(*consumed); !gone) {
        return gone;
    }
    return open_begins(now);
}

void Replay::State::tell_delivered(const Cursor& from, const MarketWindow& events) const {
    if (options.listener != nullptr) {
        options.listener->delivered(from.spec(), events);
    }
}

Status Replay::State::instant(UnixNanos at) {
    now = at;
    if (auto traded = trade_ends(at); !traded) {
        return traded;
    }
    if (auto moved = move_venue(at); !moved) {
        return moved;
    }
    if (auto closed = close_ends(at); !closed) {
        return closed;
    }
    if (auto advanced = options.market->advance(at); !advanced) {
        return advanced;
    }
    if (auto reported = options.kernel->report(at); !reported) {
        return reported;
    }
    if (auto delivered = deliver(at); !delivered) {
        return delivered;
    }
    if (auto rung = options.kernel->advance(at); !rung) {
        return rung;
    }
    return open_begins(at);
}

// Class 1, of the time before: what the bars that end here did inside.
Status Replay::State::trade_ends(UnixNanos at) {
    bool any = false;
    for (Cursor& one : cursors) {
        if (one.executes && !one.has_ended() && !one.has_gap() && one.ts() == at &&
            !one.is_traded) {
            any = true;
            if (auto traded = trade(one); !traded) {
                return traded;
            }
        }
    }
    return any ? options.kernel->report(just_before(at)) : Status();
}

// Class 0: marks, then funding, then who does not survive them.
Status Replay::State::move_venue(UnixNanos at) {
    Kernel& kernel = *options.kernel;
    const auto is_due = [&](const Cursor& one, SourceKind kind) {
        return one.spec().kind == kind && !one.has_ended() && one.ts() == at;
    };
    for (Cursor& one : cursors) {
        if (is_due(one, SourceKind::mark)) {
            const auto& event = reinterpret_cast<const tl_ev_mark&>(one.head());
            if (auto marked = kernel.mark(one.spec().instrument, Price(event.mark_e8), at);
                !marked) {
                return marked;
            }
        }
    }
    for (Cursor& one : cursors) {
        if (is_due(one, SourceKind::funding)) {
            const auto& event = reinterpret_cast<const tl_ev_funding&>(one.head());
            if (auto funded = kernel.fund(event); !funded) {
                return funded;
            }
        }
    }
    for (const Cursor& one : cursors) {
        const bool moved = is_due(one, SourceKind::mark) || is_due(one, SourceKind::funding);
        const auto mark = moved ? kernel.portfolio().mark_of(one.spec().instrument) : std::nullopt;
        if (mark) {
            if (auto done = liquidate(one.spec().instrument, {.low = *mark, .high = *mark}, at);
                !done) {
                return done;
            }
        }
    }
    return {};
}

Status Replay::State::close_ends(UnixNanos at) {
    bool is_clock = false;
    for (const Cursor& one : cursors) {
        if (one.executes && !one.has_ended() && !one.has_gap() && one.ts() == at) {
            is_clock = is_clock || one.is_clock;
            if (auto closed = options.kernel->close(one.bar()); !closed) {
                return closed;
            }
        }
    }
    return is_clock ? options.kernel->value(at) : Status();
}

// Class 4: the market as it reaches us.
Status Replay::State::deliver(UnixNanos at) {
    for (Cursor& one : cursors) {
        if (one.has_ended() || one.key() != at) {
            continue;
        }
        if (one.has_gap()) {
            const auto told = options.kernel->gap(
                one.spec().instrument, one.spec().interval, one.gap_from(), one.open_ts());
            if (!told) {
                return told;
            }
            one.tell_gap();
            continue;
        }
        if (auto fed = options.kernel->step(one.window(1)); !fed) {
            return fail(std::move(fed).error());
        }
        tell_delivered(one, one.window(1));
        if (auto gone = one.consume(1); !gone) {
            return gone;
        }
    }
    return {};
}

// After all else: the bars that begin here open.  What is decided because of an open waits for the
// next one.
Status Replay::State::open_begins(UnixNanos at) {
    bool any = false;
    for (Cursor& one : cursors) {
        if (!one.executes || one.has_ended() || one.is_opened || one.has_gap() ||
            one.open_ts() > at) {
            continue;
        }
        one.is_opened = true;
        const auto waits = options.market->waits_for_open(one.spec().instrument);
        if (waits && *waits <= one.open_ts()) {
            any = true;
            if (auto opened = options.market->open(one.bar()); !opened) {
                return opened;
            }
        }
    }
    return any ? options.kernel->report(at) : Status();
}

Status Replay::State::finish() {
    Kernel& kernel = *options.kernel;
    if (options.at_end == AtEnd::close && first) {
        if (auto asked = kernel.close_all(now); !asked) {
            return asked;
        }
        for (const Listing& listing : kernel.portfolio().listings()) {
            const auto last = kernel.last_of(listing.id);
            if (!last) {
                continue;
            }
            if (auto filled = options.market->fill_at_close(listing.id, *last, now); !filled) {
                return filled;
            }
        }
        if (auto reported = kernel.report(now); !reported) {
            return reported;
        }
    }
    return kernel.finish(now);
}

}  // namespace tradelab
