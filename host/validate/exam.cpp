#include "validate/exam.hpp"

#include "core/hash.hpp"
#include "validate/last_words.hpp"

#include <fmt/format.h>

#include <utility>

namespace tradelab {
namespace {

// A strategy that warms up longer than this on hourly bars looks back eleven years.
constexpr std::uint32_t warmup_bars_max = 100'000;

}  // namespace

Result<std::vector<std::uint32_t>> warmup_of(const Specimen& specimen,
                                             const std::vector<std::int64_t>& ticks) {
    std::vector<std::uint32_t> warmup;
    if (!specimen.is_strategy()) {
        return warmup;
    }
    auto subject = Subject::create(specimen, {.ticks = ticks});
    if (!subject) {
        return fail(std::move(subject.error()));
    }
    const tl_strategy* const table = subject->strategy();
    if (!TL_HAS(tl_strategy, table, warmup_bars) || table->warmup_bars == nullptr) {
        return fail(ErrorCode::malformed,
                    "the instance has no whole " TL_EXT_STRATEGY " table",
                    "fill in process and warmup_bars");
    }
    for (std::uint32_t role = 0; role < specimen.declaration.roles.size(); ++role) {
        warmup.push_back(table->warmup_bars(&subject->raw(), role));
        if (warmup.back() > warmup_bars_max) {
            return fail(ErrorCode::malformed,
                        fmt::format("role {} wants {} bars of warm-up", role, warmup.back()),
                        fmt::format("at most {}", warmup_bars_max));
        }
    }
    return warmup;
}

Result<Exam> make_exam(const Workbench& bench, const ExamOptions& options) {
    auto specimen = load_specimen(bench.disk, bench.folder);
    if (!specimen) {
        return fail(std::move(specimen.error()));
    }
    auto ticks = options.ticks.empty() ? initial_ticks(specimen->declaration) : options.ticks;
    auto warmup = warmup_of(*specimen, ticks);
    if (!warmup) {
        return fail(std::move(warmup.error()));
    }
    EventBuffer events;
    if (specimen->is_strategy()) {
        events = make_market(specimen->declaration.roles,
                             {.seed = bench.seed,
                              .bars = options.bars,
                              .warmup = *warmup,
                              .warmup_flags = options.warmup_flags,
                              .gap_after = options.bars / 2});
    }
    return Exam{.specimen = std::move(*specimen),
                .ticks = std::move(ticks),
                .warmup = std::move(*warmup),
                .events = std::move(events)};
}

Result<Recording> record(const Exam& exam,
                         const EventBuffer& events,
                         const Feed::Options& feed_options,
                         const Subject::Options& subject_options,
                         const Feed::Judge& judge) {
    auto subject = Subject::create(exam.specimen, subject_options);
    if (!subject) {
        return fail(std::move(subject.error()));
    }
    if (auto started = subject->start(); !started) {
        return fail(std::move(started.error()));
    }
    Recording recording;
    if (events.count() != 0) {
        auto feed = Feed::make(*subject, feed_options);
        if (!feed) {
            return fail(std::move(feed.error()));
        }
        last_words::enter("processing");
        if (auto fed = feed->run(events, 0, events.count(), judge); !fed) {
            return fail(std::move(fed.error()));
        }
        recording = feed->take_recording();
    }
    last_words::enter("stopping");
    if (auto stopped = subject->stop(); !stopped) {
        return fail(std::move(stopped.error()));
    }
    return recording;
}

Result<Recording> record(const Exam& exam, const Feed::Options& feed) {
    return record(exam, exam.events, feed, {.ticks = exam.ticks});
}

SeededRandom random_for(const Workbench& bench, std::string_view id) {
    DecisionHash hash;
    hash.add(bench.seed);
    hash.add(id);
    return SeededRandom(hash.low());
}

std::vector<std::int64_t> random_ticks(const Declaration& declaration, Random& random) {
    constexpr int attempts_max = 200;
    for (int attempt = 0; attempt < attempts_max; ++attempt) {
        std::vector<std::int64_t> ticks;
        for (const Parameter& parameter : declaration.parameters) {
            ticks.push_back(random.between(parameter.min, parameter.max));
        }
        if (check_ticks(declaration, ticks)) {
            return ticks;
        }
    }
    return initial_ticks(declaration);
}

}  // namespace tradelab
