#include "validate/checks_state.hpp"

#include "core/limits.hpp"
#include "validate/exam.hpp"
#include "validate/last_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>

namespace tradelab {
namespace {

// Takes what is saved, up to `room`; then refuses.
struct Sink {
    std::string bytes;
    std::uint64_t room = limits::state_bytes_max;

    [[nodiscard]] tl_sink table() {
        return {.size = sizeof(tl_sink), .reserved = 0, .ctx = this, .write = write};
    }
    static tl_status write(void* ctx, const void* data, std::uint64_t len) {
        Sink& self = *static_cast<Sink*>(ctx);
        const std::uint64_t taken = std::min<std::uint64_t>(len, self.room - self.bytes.size());
        if (data != nullptr) {
            self.bytes.append(static_cast<const char*>(data), taken);
        }
        return taken == len ? TL_OK : TL_E_IO;
    }
};

Result<std::string> save(const Subject& subject) {
    last_words::enter("saving its state");
    Sink sink;
    const tl_sink table = sink.table();
    if (auto saved = subject.result(subject.state()->save(&subject.raw(), &table), "save");
        !saved) {
        return fail(std::move(saved.error()));
    }
    last_words::enter("processing");
    return std::move(sink.bytes);
}

tl_status load(const Subject& subject, std::string_view blob) {
    last_words::enter("loading a state");
    // Exactly as long as it is: reading past its end is seen.
    const GuardedMemory memory(blob.size(), "past the end of a saved state");
    std::byte* const at = memory.last(blob.size());
    std::ranges::copy(std::as_bytes(std::span(blob)), at);
    const tl_status status = subject.state()->load(
        &subject.raw(), {.ptr = blob.empty() ? nullptr : at, .len = blob.size()});
    last_words::enter("processing");
    return status;
}

// An exam of a plugin that keeps state, or the verdict on one that does not.
struct StateExam {
    Exam exam;
    Recording uninterrupted;
};
Result<StateExam> make_state_exam(const Workbench& bench, std::optional<CheckVerdict>& instead) {
    auto exam = make_exam(bench, {.bars = 400});
    if (!exam) {
        return fail(std::move(exam.error()));
    }
    const auto subject = Subject::create(exam->specimen, {.ticks = exam->ticks});
    if (!subject) {
        return fail(subject.error());
    }
    const bool keeps = exam->specimen.declaration.keeps_state();
    const bool has_table = subject->state() != nullptr;
    if (keeps && !has_table) {
        return fail(ErrorCode::malformed,
                    "TL_PLUGIN_STATEFUL is set and get(\"" TL_EXT_STATE "\") gives no whole table",
                    "give the table, or take the flag away");
    }
    if (!keeps) {
        instead = has_table ? warned("has " TL_EXT_STATE
                                     ", but TL_PLUGIN_STATEFUL is not set: the "
                                     "host will not use it")
                            : skipped("it keeps no state: after a restart it warms up again");
    }
    auto recording = record(*exam);
    if (!recording) {
        return fail(std::move(recording.error()));
    }
    return StateExam{.exam = std::move(*exam), .uninterrupted = std::move(*recording)};
}

// A running instance that has seen the first `count` events.
Result<Subject> grown(const Exam& exam, std::size_t count, Recording& recording) {
    auto subject = Subject::create(exam.specimen, {.ticks = exam.ticks});
    if (!subject) {
        return fail(std::move(subject.error()));
    }
    if (auto started = subject->start(); !started) {
        return fail(std::move(started.error()));
    }
    auto feed = Feed::make(*subject, {});
    if (!feed) {
        return fail(std::move(feed.error()));
    }
    if (auto fed = feed->run(exam.events, 0, count); !fed) {
        return fail(std::move(fed.error()));
    }
    recording = feed->take_recording();
    return subject;
}

Status feed_rest(const Exam& exam, Subject& subject, std::size_t from, Recording& recording) {
    if (auto started = subject.start(); !started) {
        return started;
    }
    auto feed = Feed::make(subject, {});
    if (!feed) {
        return fail(feed.error());
    }
    if (auto fed = feed->run(exam.events, from, exam.events.count()); !fed) {
        return fed;
    }
    recording.add(feed->recording().intents());
    return {};
}

// Saved after `at` events, and continued by another instance.
Result<Recording> interrupted(const Exam& exam, std::size_t at) {
    Recording recording;
    const auto before = grown(exam, at, recording);
    if (!before) {
        return fail(before.error());
    }
    const auto blob = save(*before);
    if (!blob) {
        return fail(blob.error());
    }
    auto after = Subject::create(exam.specimen, {.ticks = exam.ticks});
    if (!after) {
        return fail(std::move(after.error()));
    }
    if (auto loaded = after->result(load(*after, *blob), "load of what save wrote"); !loaded) {
        return fail(std::move(loaded.error()));
    }
    if (auto fed = feed_rest(exam, *after, at, recording); !fed) {
        return fail(std::move(fed.error()));
    }
    return recording;
}

}  // namespace

Result<CheckVerdict> check_continuation(Workbench& bench) {
    std::optional<CheckVerdict> instead;
    const auto state = make_state_exam(bench, instead);
    if (!state || instead) {
        return state ? Result<CheckVerdict>(*instead) : fail(state.error());
    }
    auto random = random_for(bench, "T1");
    constexpr int points = 20;
    for (int point = 0; point < points; ++point) {
        const std::size_t at = random.below(state->exam.events.count());
        const auto name = fmt::format("saved after {} events", at);
        last_words::in_run(name);
        const auto recording = interrupted(state->exam, at);
        if (!recording) {
            return fail(recording.error(), name);
        }
        if (const auto difference =
                first_difference(state->uninterrupted, "uninterrupted", *recording, name)) {
            return failed(*difference + ": something is missing from its state");
        }
    }
    return passed(
        fmt::format("saved and continued at {} places as if nothing had happened", points));
}

Result<CheckVerdict> check_saved_twice(Workbench& bench) {
    std::optional<CheckVerdict> instead;
    const auto state = make_state_exam(bench, instead);
    if (!state || instead) {
        return state ? Result<CheckVerdict>(*instead) : fail(state.error());
    }
    const std::size_t count = state->exam.events.count();
    std::size_t bytes = 0;
    for (const std::size_t at : {std::size_t{0}, count / 4, count / 2, count}) {
        Recording ignored;
        const auto before = grown(state->exam, at, ignored);
        if (!before) {
            return fail(before.error());
        }
        const auto blob = save(*before);
        auto after = Subject::create(state->exam.specimen, {.ticks = state->exam.ticks});
        if (!blob || !after) {
            return fail(blob ? after.error() : blob.error());
        }
        if (auto loaded = after->result(load(*after, *blob), "load"); !loaded) {
            return fail(std::move(loaded.error()));
        }
        const auto again = save(*after);
        if (!again) {
            return fail(again.error());
        }
        if (*again != *blob) {
            return failed(
                fmt::format("after {} events: what was loaded is saved as other bytes ({} "
                            "and {})",
                            at,
                            blob->size(),
                            again->size()));
        }
        bytes = blob->size();
    }
    return passed(fmt::format("{} bytes, the same when saved again", bytes));
}

Result<CheckVerdict> check_refusing_sink(Workbench& bench) {
    std::optional<CheckVerdict> instead;
    const auto state = make_state_exam(bench, instead);
    if (!state || instead) {
        return state ? Result<CheckVerdict>(*instead) : fail(state.error());
    }
    const std::size_t half = state->exam.events.count() / 2;
    Recording recording;
    auto subject = grown(state->exam, half, recording);
    if (!subject) {
        return fail(std::move(subject.error()));
    }
    const auto whole = save(*subject);
    if (!whole) {
        return fail(whole.error());
    }
    for (std::uint64_t room = 0; room < whole->size(); room += 7) {
        last_words::in_run(fmt::format("a sink with room for {} bytes", room));
        Sink sink{.bytes = {}, .room = room};
        const tl_sink table = sink.table();
        if (subject->state()->save(&subject->raw(), &table) == TL_OK) {
            return failed(
                fmt::format("save says TL_OK where the sink refused after {} bytes: pass "
                            "its status up",
                            room));
        }
    }
    auto feed = Feed::make(*subject, {});
    if (!feed) {
        return fail(std::move(feed.error()));
    }
    if (auto fed = feed->run(state->exam.events, half, state->exam.events.count()); !fed) {
        return fail(std::move(fed.error()), "after a save that failed");
    }
    recording.add(feed->recording().intents());
    const auto difference = first_difference(
        state->uninterrupted, "uninterrupted", recording, "after saves that failed");
    return difference ? failed(*difference)
                      : passed("a sink that is full is told, and harms nothing");
}

namespace {

std::vector<std::string> broken_blobs(const std::string& good, Random& random) {
    std::vector<std::string> blobs = {""};
    for (int made = 0; made < 3; ++made) {
        std::string noise(std::size_t{1} << 20, '\0');
        random.fill(std::as_writable_bytes(std::span(noise)));
        blobs.push_back(std::move(noise));
    }
    for (std::size_t length = 1; length < good.size(); length += 1 + good.size() / 64) {
        blobs.push_back(good.substr(0, length));
    }
    for (int flip = 0; flip < 200 && !good.empty(); ++flip) {
        std::string bent = good;
        const std::size_t at =
            flip < 64 ? static_cast<std::size_t>(flip) % good.size() : random.below(good.size());
        bent[at] = static_cast<char>(bent[at] ^ (1 << random.below(8)));
        blobs.push_back(std::move(bent));
    }
    blobs.push_back(good + '\0');
    return blobs;
}

}  // namespace

Result<CheckVerdict> check_broken_blobs(Workbench& bench) {
    std::optional<CheckVerdict> instead;
    const auto state = make_state_exam(bench, instead);
    if (!state || instead) {
        return state ? Result<CheckVerdict>(*instead) : fail(state.error());
    }
    const std::size_t half = state->exam.events.count() / 2;
    Recording recording;
    auto subject = grown(state->exam, half, recording);
    if (!subject) {
        return fail(std::move(subject.error()));
    }
    const auto good = save(*subject);
    if (!good) {
        return fail(good.error());
    }
    if (load(*subject, *good) != TL_E_STATE) {
        return failed("load of a running instance is TL_E_STATE");
    }
    if (auto stopped = subject->stop(); !stopped) {
        return fail(std::move(stopped.error()));
    }
    auto random = random_for(bench, "T4");
    const auto blobs = broken_blobs(*good, random);
    for (std::size_t at = 0; at < blobs.size(); ++at) {
        last_words::in_run(fmt::format("broken state {} of {}", at + 1, blobs.size()));
        if (load(*subject, blobs[at]) == TL_OK) {
            return failed(
                fmt::format("loads a state that it never saved (number {}, {} bytes): "
                            "keep a checksum in it",
                            at + 1,
                            blobs[at].size()));
        }
    }
    if (auto fed = feed_rest(state->exam, *subject, half, recording); !fed) {
        return fail(std::move(fed.error()), "after refused states");
    }
    const auto difference =
        first_difference(state->uninterrupted, "uninterrupted", recording, "after refused states");
    return difference ? failed(*difference + ": a state that is refused must change nothing")
                      : passed(fmt::format("{} broken states refused, none changed anything",
                                           blobs.size()));
}

Result<CheckVerdict> check_old_blobs(Workbench&) {
    return skipped("there is no earlier release yet");
}

}  // namespace tradelab
