#include "validate/checks_host.hpp"

#include "core/text.hpp"
#include "validate/exam.hpp"
#include "validate/last_words.hpp"

#include <fmt/format.h>

#include <cstring>
#include <memory>

namespace tradelab {
namespace {

constexpr std::uint32_t tail_bytes = 64;
constexpr std::uint64_t garbage = 0xa5a5a5a5a5a5a5a5ULL;

// The same market as a newer host would tell it: every event longer, and between them events of
// types that nobody knows yet.
EventBuffer told_by_newer_host(const EventBuffer& events) {
    EventBuffer out;
    for (std::size_t at = 0; at < events.count(); ++at) {
        std::vector<std::uint64_t> words((events[at].size + tail_bytes) / 8, garbage);
        std::memcpy(words.data(), &events[at], events[at].size);
        auto& longer = reinterpret_cast<tl_ev&>(words[0]);
        longer.size = static_cast<std::uint32_t>(words.size() * 8);
        longer.seq *= 2;
        out.append(longer);

        std::vector<std::uint64_t> strange(9 + at % 5, garbage);
        auto& unknown = reinterpret_cast<tl_ev&>(strange[0]);
        unknown = {.size = static_cast<std::uint32_t>(strange.size() * 8),
                   .type = static_cast<std::uint16_t>(900 + at % 7),
                   .flags = 0,
                   .inst = events[at].inst,
                   .reserved = 0,
                   .seq = longer.seq + 1,
                   .ts_event = longer.ts_event,
                   .ts_recv = longer.ts_recv};
        out.append(unknown);
    }
    return out;
}

EventBuffer with_doubled_seq(const EventBuffer& events) {
    EventBuffer out;
    for (std::size_t at = 0; at < events.count(); ++at) {
        out.append(events[at]);
        out[at].seq *= 2;
    }
    return out;
}

// Between us and the plugin: the same batch with a tail.  A function of the ABI carries no
// environment, so the real one waits here; one run at a time.
tl_status (*real_process)(tl_instance*, tl_batch*) = nullptr;

tl_status process_longer_batch(tl_instance* instance, tl_batch* batch) {
    struct Longer {
        tl_batch batch;
        std::uint64_t tail[8];
    } longer{};
    for (std::uint64_t& word : longer.tail) {
        word = garbage;
    }
    longer.batch = *batch;
    longer.batch.size = sizeof longer;
    const tl_status status = real_process(instance, &longer.batch);
    longer.batch.size = batch->size;
    *batch = longer.batch;
    return status;
}

}  // namespace

Result<CheckVerdict> check_older_host(Workbench& bench) {
    const auto exam = make_exam(bench);
    if (!exam) {
        return fail(exam.error());
    }
    last_words::in_run("a host without services");
    auto subject = Subject::create(exam->specimen, {.ticks = exam->ticks});
    if (!subject) {
        if (subject.error().hint == "it gave no reason with set_error") {
            return warned(
                "a host without services is refused without a word: say why with "
                "set_error");
        }
        return passed("a host without services is refused: " + subject.error().hint);
    }
    const auto recording =
        record(*exam, exam->events, {}, {.ticks = exam->ticks, .host = {.services = {}}});
    if (!recording) {
        return fail(recording.error(), "with a host that offers no service");
    }
    return passed("works where the host offers no service at all");
}

Result<CheckVerdict> check_newer_host(Workbench& bench) {
    const auto exam = make_exam(bench);
    if (!exam) {
        return fail(exam.error());
    }
    last_words::in_run("this host");
    const auto now = record(*exam, with_doubled_seq(exam->events), {}, {.ticks = exam->ticks});
    if (!now) {
        return fail(now.error());
    }
    last_words::in_run("a newer host");
    const Subject::Options newer{
        .ticks = exam->ticks, .tail_bytes = tail_bytes, .host = {.abi = TL_ABI_VERSION + 7}};
    tl_strategy table{};
    if (exam->specimen.is_strategy()) {
        auto subject = Subject::create(exam->specimen, newer);
        if (!subject) {
            return fail(std::move(subject.error()), "with a newer host");
        }
        table = *subject->strategy();
        real_process = std::exchange(table.process, process_longer_batch);
    }
    const auto later = record(*exam,
                              told_by_newer_host(exam->events),
                              {.table = exam->specimen.is_strategy() ? &table : nullptr},
                              newer);
    if (!later) {
        return fail(later.error(), "with a newer host");
    }
    if (const auto difference = first_difference(*now, "this host", *later, "a newer host")) {
        return failed(*difference +
                      ": step from event to event by its size, and skip types you do not know");
    }
    return passed(
        fmt::format("{} intents, the same from a host with longer tables, longer events "
                    "and unknown ones between them",
                    now->size()));
}

Result<CheckVerdict> check_missing_service(Workbench& bench) {
    const auto specimen = load_specimen(bench.disk, bench.folder);
    if (!specimen) {
        return fail(specimen.error());
    }
    const auto& needed = specimen->package.manifest.services_needed;
    if (needed.empty()) {
        return skipped("it needs no service of the host");
    }
    for (std::size_t missing = 0; missing < needed.size(); ++missing) {
        last_words::in_run("without a service it needs");
        std::vector<std::string> offered = needed;
        offered.erase(offered.begin() + static_cast<std::ptrdiff_t>(missing));
        const auto subject = Subject::create(*specimen, {.host = {.services = offered}});
        if (!subject && subject.error().hint == "it gave no reason with set_error") {
            return warned("without " + in_quotes(needed[missing]) +
                          " it refuses without a word: say why with set_error");
        }
    }
    return passed("a missing service is refused in words, or done without");
}

namespace {

// Events to two instances in turns, each with a host of its own that knows whose turn it is.
Result<CheckVerdict> feed_in_turns(const Exam& exam, Subject& one, Subject& other) {
    auto feed_one = Feed::make(one, {.batch = 16});
    auto feed_other = Feed::make(other, {.batch = 16});
    if (!feed_one || !feed_other) {
        return fail(feed_one ? feed_other.error() : feed_one.error());
    }
    last_words::enter("processing");
    const std::size_t middle = exam.events.count() / 2;
    for (std::size_t from = 0; from < middle; from += 16) {
        const std::size_t to = std::min(middle, from + 16);
        other.host().calls_are(ProbeHost::Calls::misuse);
        one.host().calls_are(ProbeHost::Calls::expected);
        if (auto fed = feed_one->run(exam.events, from, to); !fed) {
            return fail(std::move(fed.error()));
        }
        one.host().calls_are(ProbeHost::Calls::misuse);
        other.host().calls_are(ProbeHost::Calls::expected);
        if (auto fed = feed_other->run(exam.events, from, to); !fed) {
            return fail(std::move(fed.error()));
        }
    }
    // One goes away with its host; the other must not notice.
    one.host().calls_are(ProbeHost::Calls::expected);
    if (auto stopped = one.stop(); !stopped) {
        return fail(std::move(stopped.error()));
    }
    one.destroy();
    one.host().poison();
    last_words::enter("processing after another instance was destroyed");
    if (auto fed = feed_other->run(exam.events, middle, exam.events.count()); !fed) {
        return fail(std::move(fed.error()));
    }
    return passed("each instance calls its own host, and only when asked");
}

}  // namespace

Result<CheckVerdict> check_host_calls(Workbench& bench) {
    const auto exam = make_exam(bench);
    if (!exam) {
        return fail(exam.error());
    }
    const Subject::Options options{
        .ticks = exam->ticks,
        .host = {.services = exam->specimen.package.manifest.services_needed}};
    auto one = Subject::create(exam->specimen, options);
    auto other = Subject::create(exam->specimen, options);
    if (!one || !other) {
        return fail(one ? other.error() : one.error());
    }
    for (Subject* subject : {&*one, &*other}) {
        if (auto started = subject->start(); !started) {
            return fail(std::move(started.error()));
        }
    }
    if (!exam->specimen.is_strategy()) {
        return passed("started and stopped");
    }
    auto verdict = feed_in_turns(*exam, *one, *other);
    other->host().calls_are(ProbeHost::Calls::expected);
    for (const Subject* subject : {&*one, &*other}) {
        if (const auto misuses = subject->host().misuses(); verdict && !misuses.empty()) {
            return failed(misuses.front());
        }
    }
    return verdict;
}

}  // namespace tradelab
