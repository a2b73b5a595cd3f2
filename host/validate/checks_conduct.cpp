#include "validate/checks_conduct.hpp"

#include "validate/exam.hpp"
#include "validate/intent_judge.hpp"
#include "validate/last_words.hpp"
#include "validate/measure.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tradelab {

Result<CheckVerdict> check_intents(Workbench& bench) {
    const auto exam = make_exam(bench, {.bars = 5'000});
    if (!exam) {
        return fail(exam.error());
    }
    const auto recording = record(*exam,
                                  exam->events,
                                  {},
                                  {.ticks = exam->ticks},
                                  IntentJudge(*exam, IntentJudge::Warmup::ignored));
    if (!recording) {
        return fail(recording.error());
    }
    if (recording->size() == 0) {
        return warned(
            fmt::format("it wished for nothing in {} events: the detectors have nothing "
                        "to compare",
                        exam->events.count()));
    }
    return passed(fmt::format("{} intents in {} events, each well formed and with its cause",
                              recording->size(),
                              exam->events.count()));
}

Result<CheckVerdict> check_warmup(Workbench& bench) {
    const auto exam = make_exam(bench);
    if (!exam) {
        return fail(exam.error());
    }
    last_words::in_run("warm-up told by the host");
    const auto flagged = record(*exam,
                                exam->events,
                                {},
                                {.ticks = exam->ticks},
                                IntentJudge(*exam, IntentJudge::Warmup::judged));
    if (!flagged) {
        return fail(flagged.error());
    }
    // A host that does not tell: then the plugin counts for itself.
    last_words::in_run("warm-up not told");
    const auto untold = make_market(exam->specimen.declaration.roles,
                                    {.seed = bench.seed,
                                     .bars = 300,
                                     .warmup = exam->warmup,
                                     .warmup_flags = MarketOptions::Warmup::unflagged});
    const auto recording = record(*exam, untold, {}, {.ticks = exam->ticks});
    if (!recording) {
        return fail(recording.error());
    }
    std::vector<std::uint32_t> left = exam->warmup;
    std::uint64_t first_free = 0;  // seq of the last bar of warm-up of the slowest role
    for (std::size_t at = 0; at < untold.count(); ++at) {
        const std::size_t role = untold[at].inst - 1;
        if (untold[at].type == TL_EV_BAR && left[role] != 0) {
            --left[role];
            first_free = untold[at].seq;
        }
    }
    const auto early = std::ranges::find_if(recording->intents(), opens_or_holds);
    if (early != recording->intents().end() && early->cause_seq <= first_free) {
        return failed(text(*early) +
                      fmt::format(": its own warm-up ends after event {}", first_free));
    }
    return passed(fmt::format("{} bars of warm-up, and no trade wished for in them",
                              exam->warmup.empty() ? 0 : std::ranges::max(exam->warmup)));
}

namespace {

// The same bars again, later: only the stamps move on.
void move_on(EventBuffer& events, std::uint64_t seqs, std::int64_t time) {
    for (std::size_t at = 0; at < events.count(); ++at) {
        events[at].seq += seqs;
        events[at].ts_event += time;
        events[at].ts_recv += time;
        events[at].flags = 0;
    }
}

std::uint64_t grown(std::uint64_t early, std::uint64_t late) {
    return late > early ? late - early : 0;
}

}  // namespace

Result<CheckVerdict> check_endurance(Workbench& bench) {
    const std::size_t wanted = is_sanitized() ? 100'000 : 2'000'000;
    constexpr auto time_max = std::chrono::seconds(5);
    constexpr std::uint64_t growth_max = std::uint64_t{4} << 20;
    auto exam = make_exam(bench, {.bars = 20'000});
    if (!exam) {
        return fail(exam.error());
    }
    auto subject = Subject::create(exam->specimen, {.ticks = exam->ticks});
    if (!subject) {
        return fail(std::move(subject.error()));
    }
    if (auto started = subject->start(); !started) {
        return fail(std::move(started.error()));
    }
    EventBuffer& events = exam->events;
    const std::int64_t span =
        events[events.count() - 1].ts_recv - events[0].ts_recv + 3'600'000'000'000;
    std::chrono::nanoseconds used{0};
    std::uint64_t heap_early = 0;
    std::uint64_t resident_early = 0;
    std::size_t fed = 0;
    last_words::enter("processing");
    for (std::size_t round = 0; fed < wanted; ++round) {
        last_words::in_run(fmt::format("round {} of the same bars", round + 1));
        if (round == 2) {
            heap_early = heap_bytes();
            resident_early = peak_resident_bytes();
        }
        auto feed = Feed::make(*subject, {});
        if (!feed) {
            return fail(std::move(feed.error()));
        }
        const auto before = processor_time();
        if (auto done = feed->run(events); !done) {
            return fail(std::move(done.error()));
        }
        used += processor_time() - before;
        fed += events.count();
        move_on(events, events.count() + 1, span);
    }
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(used);
    auto seen = fmt::format("{} events in {} ms, {:.1f} ns each",
                            fed,
                            milliseconds.count(),
                            static_cast<double>(used.count()) / static_cast<double>(fed));
    const std::uint64_t growth =
        std::max(grown(heap_early, heap_bytes()), grown(resident_early, peak_resident_bytes()));
    if (!is_sanitized() && growth > growth_max) {
        return failed(seen + fmt::format("; memory grew by {} KiB: what is kept of the past needs "
                                         "a bound",
                                         growth >> 10));
    }
    if (used > time_max) {
        return failed(seen + fmt::format(": at most {} s", time_max.count()));
    }
    return passed(std::move(seen));
}

}  // namespace tradelab
