#include "validate/checks_inputs.hpp"
#include "validate/exam.hpp"
#include "validate/intent_judge.hpp"
#include "validate/last_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace tradelab {
namespace {

// What a venue or an archive has done at some time, in the middle of good data.
struct Fault {
    std::string_view name;
    void (*make)(EventBuffer& out, const tl_ev& event, const Exam& exam);
};

tl_ev_bar* bar_in(tl_ev& event) {
    return event.type == TL_EV_BAR ? &reinterpret_cast<tl_ev_bar&>(event) : nullptr;
}

template <class Change>
void append_changed(EventBuffer& out, const tl_ev& event, Change change) {
    out.append(event);
    if (tl_ev_bar* const bar = bar_in(out[out.count() - 1])) {
        change(*bar);
    }
}

tl_ev like(const tl_ev& event, std::uint16_t type, std::size_t size) {
    tl_ev header = event;
    header.type = type;
    header.size = static_cast<std::uint32_t>(size);
    return header;
}

void append_gap(EventBuffer& out, const tl_ev& event, tl_time from, tl_time to) {
    out.append(tl_ev_gap{.h = like(event, TL_EV_GAP, sizeof(tl_ev_gap)),
                         .from = from,
                         .to = to,
                         .cause = TL_GAP_STALE,
                         .reserved = 0});
}

template <std::uint16_t bids, std::uint16_t asks>
void append_book(EventBuffer& out, const tl_ev& event, tl_fixed bid, tl_fixed ask) {
    struct Book {
        tl_ev_book book;
        std::array<tl_level, std::size_t{bids} + asks> levels;
    } book{};
    book.book = {
        .h = like(event, TL_EV_BOOK, sizeof(Book)), .bids = bids, .asks = asks, .reserved = 0};
    for (std::size_t level = 0; level < bids + asks; ++level) {
        book.levels[level] = {.price = level < bids ? bid : ask, .qty = 100'000};
    }
    out.append(book);
}

void append_funding(EventBuffer& out, const tl_ev& event, std::int64_t rate, std::int64_t mark) {
    out.append(tl_ev_funding{.h = like(event, TL_EV_FUNDING, sizeof(tl_ev_funding)),
                             .rate_e12 = rate,
                             .interval_ns = 28'800'000'000'000,
                             .mark_e8 = mark});
}

constexpr std::array faults = {
    Fault{"a gap",
          [](EventBuffer& out, const tl_ev& event, const Exam&) {
              append_gap(out, event, event.ts_recv - 7'200'000'000'000, event.ts_recv);
              out.append(event);
          }},
    Fault{"a gap that lasts, of every instrument",
          [](EventBuffer& out, const tl_ev& event, const Exam&) {
              append_gap(out, event, event.ts_recv, TL_NONE);
              out[out.count() - 1].inst = 0;
              out.append(event);
          }},
    Fault{"two gaps in a row",
          [](EventBuffer& out, const tl_ev& event, const Exam&) {
              append_gap(out, event, event.ts_recv - 2, event.ts_recv - 1);
              append_gap(out, event, event.ts_recv - 1, event.ts_recv);
              out.append(event);
          }},
    Fault{"a bar told twice",
          [](EventBuffer& out, const tl_ev& event, const Exam&) {
              out.append(event);
              out.append(event);
          }},
    Fault{"a bar of the past",
          [](EventBuffer& out, const tl_ev& event, const Exam&) {
              append_changed(
                  out, event, [](tl_ev_bar& bar) { bar.h.ts_event -= 36'000'000'000'000; });
          }},
    Fault{"nothing traded",
          [](EventBuffer& out, const tl_ev& event, const Exam&) {
              append_changed(out, event, [](tl_ev_bar& bar) {
                  bar.open = bar.high = bar.low = bar.close;
                  bar.volume = bar.taker_buy_volume = bar.trades = bar.quote_volume_e8 = 0;
              });
          }},
    Fault{"nobody counted",
          [](EventBuffer& out, const tl_ev& event, const Exam&) {
              append_changed(out, event, [](tl_ev_bar& bar) { bar.known = 0; });
          }},
    Fault{"a crash of 99 %",
          [](EventBuffer& out, const tl_ev& event, const Exam&) {
              append_changed(out, event, [](tl_ev_bar& bar) {
                  bar.low = std::max<tl_fixed>(1, bar.close / 120);
                  bar.close = std::max<tl_fixed>(1, bar.close / 100);
              });
          }},
    Fault{"a spike of ten times",
          [](EventBuffer& out, const tl_ev& event, const Exam&) {
              append_changed(out, event, [](tl_ev_bar& bar) { bar.high *= 10; });
          }},
    Fault{"a crossed book",
          [](EventBuffer& out, const tl_ev& event, const Exam&) {
              append_book<2, 2>(out, event, 3'000'010, 3'000'000);
              out.append(event);
          }},
    Fault{"an empty book",
          [](EventBuffer& out, const tl_ev& event, const Exam&) {
              append_book<0, 0>(out, event, 0, 0);
              out.append(event);
          }},
    Fault{"a book of one level",
          [](EventBuffer& out, const tl_ev& event, const Exam&) {
              append_book<1, 0>(out, event, 3'000'000, 0);
              out.append(event);
          }},
    Fault{"funding of the other sign, its mark a hole",
          [](EventBuffer& out, const tl_ev& event, const Exam&) {
              append_funding(out, event, -3'000'000'000, TL_NONE);
              out.append(event);
          }},
    Fault{"an instrument nobody bound",
          [](EventBuffer& out, const tl_ev& event, const Exam& exam) {
              out.append(event);
              out.append(event);
              out[out.count() - 1].inst =
                  static_cast<tl_inst>(exam.specimen.declaration.roles.size() + 9);
          }},
};

// The fault at every 40th bar after warm-up; seq and the host's own time stay in order.
EventBuffer with_fault(const Exam& exam, const Fault& fault) {
    EventBuffer out;
    std::uint32_t bars = 0;
    for (std::size_t at = 0; at < exam.events.count(); ++at) {
        const tl_ev& event = exam.events[at];
        const bool eligible = event.type != TL_EV_ACCOUNT && (event.flags & TL_EV_F_WARMUP) == 0;
        if (eligible && ++bars % 40 == 0) {
            fault.make(out, event, exam);
        } else {
            out.append(event);
        }
    }
    for (std::size_t at = 0; at < out.count(); ++at) {
        out[at].seq = at + 1;
    }
    return out;
}

}  // namespace

Result<CheckVerdict> check_bad_data(Workbench& bench) {
    const auto exam = make_exam(bench);
    if (!exam) {
        return fail(exam.error());
    }
    const IntentJudge valid(*exam, IntentJudge::Warmup::ignored);
    const auto judge = [&valid](const tl_ev& cause, std::span<const tl_intent> intents) -> Status {
        if (cause.type == TL_EV_GAP) {
            for (const tl_intent& intent : intents) {
                if (opens_or_holds(intent)) {
                    return fail(ErrorCode::refused,
                                "a gap caused " + text(intent),
                                "prices before a gap say nothing of those after it: go flat and "
                                "warm up again");
                }
            }
        }
        return valid(cause, intents);
    };
    for (const Fault& fault : faults) {
        last_words::in_run(fault.name);
        const auto recording =
            record(*exam, with_fault(*exam, fault), {}, {.ticks = exam->ticks}, judge);
        if (!recording) {
            return fail(recording.error(), fault.name);
        }
    }
    return passed(
        fmt::format("{} kinds of bad data: no crash, no error, no position opened on a "
                    "gap",
                    faults.size()));
}

}  // namespace tradelab
