#include "validate/checks_lifecycle.hpp"

#include "validate/exam.hpp"
#include "validate/last_words.hpp"
#include "validate/measure.hpp"

#include <fmt/format.h>

#include <memory>
#include <thread>

namespace tradelab {
namespace {

// Growth that is nobody's leak: caches of the allocator and lazily made tables.
constexpr std::uint64_t growth_allowed = std::uint64_t{64} << 10;

std::uint64_t growth(std::uint64_t before, std::uint64_t after) {
    return after > before ? after - before : 0;
}

Result<std::uint64_t> growth_by_instances(const Exam& exam, int warm, int counted) {
    last_words::in_run("create and destroy");
    std::uint64_t before = 0;
    for (int made = 0; made < warm + counted; ++made) {
        if (made == warm) {
            before = heap_bytes();
        }
        auto subject = Subject::create(exam.specimen, {.ticks = exam.ticks});
        if (!subject) {
            return fail(std::move(subject.error()));
        }
    }
    return growth(before, heap_bytes());
}

Result<std::uint64_t> growth_by_events(const Exam& exam) {
    auto subject = Subject::create(exam.specimen, {.ticks = exam.ticks});
    if (!subject) {
        return fail(std::move(subject.error()));
    }
    if (auto started = subject->start(); !started) {
        return fail(std::move(started.error()));
    }
    // Nothing of ours may grow in between: the recording is thrown away block by block.
    const auto feed_block = [&](std::size_t from, std::size_t to) -> Status {
        auto feed = Feed::make(*subject, {});
        return feed ? feed->run(exam.events, from, to) : Status(fail(feed.error()));
    };
    last_words::in_run("event by event");
    last_words::enter("processing");
    const std::size_t half = exam.events.count() / 2;
    if (auto fed = feed_block(0, half); !fed) {
        return fail(std::move(fed.error()));
    }
    const std::uint64_t before = heap_bytes();
    if (auto fed = feed_block(half, exam.events.count()); !fed) {
        return fail(std::move(fed.error()));
    }
    return growth(before, heap_bytes());
}

}  // namespace

Result<CheckVerdict> check_leaks(Workbench& bench) {
    constexpr int instances = 1'000;
    const auto exam = make_exam(bench, {.bars = 20'000});
    if (!exam) {
        return fail(exam.error());
    }
    const auto by_instances = growth_by_instances(*exam, 50, instances);
    if (!by_instances) {
        return fail(by_instances.error());
    }
    if (*by_instances > growth_allowed) {
        return failed(
            fmt::format("{} KiB are still allocated after {} instances were created and "
                        "destroyed: destroy must free what create took",
                        *by_instances >> 10,
                        instances));
    }
    if (!exam->specimen.is_strategy()) {
        return passed(fmt::format("{} instances came and went", instances));
    }
    const auto by_events = growth_by_events(*exam);
    if (!by_events) {
        return fail(by_events.error());
    }
    const std::size_t counted = exam->events.count() - exam->events.count() / 2;
    if (*by_events > growth_allowed) {
        return failed(
            fmt::format("one instance took {} KiB more in {} events: what is kept of the "
                        "past needs a bound",
                        *by_events >> 10,
                        counted));
    }
    return passed(fmt::format(
        "{} instances, and {} events to one, took nothing for good", instances, counted));
}

Result<CheckVerdict> check_restart(Workbench& bench) {
    const auto exam = make_exam(bench);
    if (!exam) {
        return fail(exam.error());
    }
    auto subject = Subject::create(exam->specimen, {.ticks = exam->ticks});
    if (!subject) {
        return fail(std::move(subject.error()));
    }
    const std::size_t count = exam->events.count();
    for (std::size_t part = 0; part < 3; ++part) {
        last_words::in_run(fmt::format("start number {}", part + 1));
        if (auto started = subject->start(); !started) {
            return fail(std::move(started.error()), "starting again after a stop");
        }
        if (exam->specimen.is_strategy()) {
            auto feed = Feed::make(*subject, {});
            if (!feed) {
                return fail(std::move(feed.error()));
            }
            last_words::enter("processing");
            if (auto fed = feed->run(exam->events, count * part / 3, count * (part + 1) / 3);
                !fed) {
                return fail(std::move(fed.error()), "after a restart");
            }
        }
        if (auto stopped = subject->stop(); !stopped) {
            return fail(std::move(stopped.error()));
        }
    }
    return passed("started and stopped three times, with events in between");
}

Result<CheckVerdict> check_many_instances(Workbench& bench) {
    const auto exam = make_exam(bench, {.bars = 300});
    if (!exam) {
        return fail(exam.error());
    }
    auto random = random_for(bench, "L3");
    constexpr std::size_t kinds = 8;
    constexpr std::size_t instances = 64;
    std::vector<std::vector<std::int64_t>> ticks;
    std::vector<DecisionHash> alone;
    for (std::size_t kind = 0; kind < kinds; ++kind) {
        last_words::in_run(fmt::format("instance {} alone", kind));
        ticks.push_back(kind == 0 ? exam->ticks : random_ticks(exam->specimen.declaration, random));
        const auto recording = record(*exam, exam->events, {}, {.ticks = ticks.back()});
        if (!recording) {
            return fail(recording.error());
        }
        alone.push_back(recording->hash());
    }
    std::vector<Subject> subjects;
    std::vector<Feed> feeds;
    subjects.reserve(instances);  // feeds point into it
    for (std::size_t at = 0; at < instances; ++at) {
        auto subject = Subject::create(exam->specimen, {.ticks = ticks[at % kinds]});
        if (!subject) {
            return fail(std::move(subject.error()));
        }
        subjects.push_back(std::move(*subject));
        if (auto started = subjects.back().start(); !started) {
            return fail(std::move(started.error()));
        }
        if (exam->specimen.is_strategy()) {
            auto feed = Feed::make(subjects.back(), {});
            if (!feed) {
                return fail(std::move(feed.error()));
            }
            feeds.push_back(std::move(*feed));
        }
    }
    last_words::in_run("64 instances at once");
    last_words::enter("processing");
    for (std::size_t from = 0; from < exam->events.count(); from += 32) {
        for (Feed& feed : feeds) {
            const std::size_t to = std::min(exam->events.count(), from + 32);
            if (auto fed = feed.run(exam->events, from, to); !fed) {
                return fail(std::move(fed.error()));
            }
        }
    }
    for (std::size_t at = 0; at < feeds.size(); ++at) {
        if (feeds[at].recording().hash() != alone[at % kinds]) {
            return failed(
                fmt::format("instance {} of {} decides otherwise than alone: instances "
                            "share something, such as a static variable",
                            at + 1,
                            instances));
        }
    }
    return passed("64 instances of 8 parameter sets in turns: each as if alone");
}

Result<CheckVerdict> check_states(Workbench& bench) {
    const auto exam = make_exam(bench, {.bars = 8});
    if (!exam) {
        return fail(exam.error());
    }
    {
        const auto never_started = Subject::create(exam->specimen, {.ticks = exam->ticks});
        if (!never_started) {
            return fail(never_started.error());
        }
    }
    auto subject = Subject::create(exam->specimen, {.ticks = exam->ticks});
    if (!subject) {
        return fail(std::move(subject.error()));
    }
    tl_instance* const raw = &subject->raw();
    const auto refused = [](std::string_view what,
                            tl_status status) -> std::optional<CheckVerdict> {
        return status == TL_E_STATE
                   ? std::nullopt
                   : std::optional(failed(fmt::format(
                         "{} returned {}: it is TL_E_STATE ({})", what, status, TL_E_STATE)));
    };
    if (const auto wrong = refused("stop before start", raw->stop(raw))) {
        return *wrong;
    }
    if (exam->specimen.is_strategy() && exam->events.count() != 0) {
        const tl_strategy* const table = subject->strategy();
        std::vector<tl_intent> out(table->intents_max);
        tl_batch batch{.size = sizeof(tl_batch),
                       .count = 1,
                       .first = &exam->events[0],
                       .bytes = exam->events[0].size,
                       .out = out.data(),
                       .out_cap = table->intents_max,
                       .out_len = 0,
                       .consumed = 0,
                       .reserved = 0};
        last_words::enter("processing while stopped");
        if (const auto wrong = refused("process before start", table->process(raw, &batch))) {
            return *wrong;
        }
    }
    if (auto started = subject->start(); !started) {
        return fail(std::move(started.error()), "after refusals");
    }
    if (const auto wrong = refused("start while running", raw->start(raw))) {
        return *wrong;
    }
    if (auto stopped = subject->stop(); !stopped) {
        return fail(std::move(stopped.error()));
    }
    if (const auto wrong = refused("stop after stop", raw->stop(raw))) {
        return *wrong;
    }
    return passed("calls in the wrong state are refused, and change nothing");
}

Result<CheckVerdict> check_threads(Workbench& bench) {
    const auto exam = make_exam(bench);
    if (!exam) {
        return fail(exam.error());
    }
    if (!exam->specimen.is_strategy()) {
        return skipped("it takes no events yet");
    }
    const auto one_thread = record(*exam);
    if (!one_thread) {
        return fail(one_thread.error());
    }
    auto subject = Subject::create(exam->specimen, {.ticks = exam->ticks});
    if (!subject) {
        return fail(std::move(subject.error()));
    }
    auto feed = Feed::make(*subject, {});
    if (!feed) {
        return fail(std::move(feed.error()));
    }
    Status state = subject->start();
    constexpr std::size_t threads = 5;
    const std::size_t count = exam->events.count();
    for (std::size_t part = 0; part < threads && state; ++part) {
        last_words::in_run(fmt::format("thread {}", part + 1));
        last_words::enter("processing");
        std::thread([&] {
            try {
                state =
                    feed->run(exam->events, count * part / threads, count * (part + 1) / threads);
            } catch (...) {
                state = fail(ErrorCode::crashed, "an exception came through the C border");
            }
        }).join();
    }
    if (!state) {
        return fail(state.error(), "from several threads in turn");
    }
    const auto difference =
        first_difference(*one_thread, "one thread", feed->recording(), "five threads in turn");
    return difference ? failed(*difference + ": it keeps something in thread_local variables")
                      : passed("five threads in turn: the same as one");
}

}  // namespace tradelab
