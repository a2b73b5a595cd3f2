#include "validate/allocation_count.hpp"
#include "validate/checks_conduct.hpp"
#include "validate/exam.hpp"
#include "validate/last_words.hpp"
#include "validate/silence.hpp"

#include <fmt/format.h>

namespace tradelab {
namespace {

// How often the plugin allocated in the second half of the events, when everything is warm.
Result<std::uint64_t> allocations_once_warm(const Exam& exam, Subject& subject) {
    auto feed = Feed::make(subject, {});
    if (!feed) {
        return fail(std::move(feed.error()));
    }
    const std::size_t half = exam.events.count() / 2;
    if (auto fed = feed->run(exam.events, 0, half); !fed) {
        return fail(std::move(fed.error()));
    }
    const std::uint64_t before = plugin_allocations();
    if (auto fed = feed->run(exam.events, half, exam.events.count()); !fed) {
        return fail(std::move(fed.error()));
    }
    return plugin_allocations() - before;
}

}  // namespace

Result<CheckVerdict> check_stillness(Workbench& bench) {
    if (is_sanitized()) {
        return skipped("a sanitizer talks to the kernel itself: judged on the release build");
    }
    // No hole in this market: a plugin may allocate while it begins anew.
    auto exam = make_exam(bench, {.bars = 600});
    if (!exam) {
        return fail(exam.error());
    }
    exam->events = make_market(exam->specimen.declaration.roles,
                               {.seed = bench.seed, .bars = 600, .warmup = exam->warmup});
    auto subject =
        Subject::create(exam->specimen,
                        {.ticks = exam->ticks,
                         .host = {.services = exam->specimen.package.manifest.services_needed}});
    if (!subject) {
        return fail(std::move(subject.error()));
    }
    const auto counting = count_allocations_of(exam->specimen.library.entry());
    if (auto started = subject->start(); !started) {
        return fail(std::move(started.error()));
    }
    last_words::enter("processing");
    const std::string unwatched = silence::fall();
    const auto allocations = allocations_once_warm(*exam, *subject);
    if (!allocations) {
        return fail(allocations.error());
    }
    if (*allocations != 0) {
        return warned(
            fmt::format("allocated {} times in {} events once warm: give buffers their "
                        "size in the constructor",
                        *allocations,
                        exam->events.count() - exam->events.count() / 2));
    }
    return passed(fmt::format("{} events without a word to the kernel{}{}{}",
                              exam->events.count(),
                              counting ? ", and without an allocation once warm" : "",
                              unwatched.empty() ? "" : "; ",
                              unwatched));
}

}  // namespace tradelab
