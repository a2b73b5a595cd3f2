#include "validate/feed.hpp"

#include "core/check.hpp"
#include "core/limits.hpp"
#include "validate/last_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <string_view>
#include <utility>

namespace tradelab {

Result<Feed> Feed::make(Subject& subject, const Options& options) {
    const tl_strategy* const table = options.table != nullptr ? options.table : subject.strategy();
    if (table == nullptr) {
        return fail(ErrorCode::malformed,
                    "the instance has no " TL_EXT_STRATEGY " table",
                    "a plugin of kind strategy answers get(\"" TL_EXT_STRATEGY "\")");
    }
    Feed feed(subject, options);
    const std::size_t intents =
        std::clamp<std::size_t>(table->intents_max, 1, limits::intents_per_event_max);
    feed.out_ = std::make_unique<GuardedMemory>(intents * sizeof(tl_intent),
                                                "past the end of the array for intents");
    auto* const out = reinterpret_cast<tl_intent*>(feed.out_->last(intents * sizeof(tl_intent)));
    auto runner = Runner::make(subject.raw(), *table, {.batch = options.batch, .out = out});
    if (!runner) {
        return fail(std::move(runner.error()));
    }
    feed.runner_ = std::make_unique<Runner>(std::move(*runner));
    return feed;
}

std::size_t Feed::batch_end(std::size_t from, std::size_t to) const {
    const std::size_t size =
        options_.sizes == nullptr ? options_.batch : options_.sizes->below(options_.batch) + 1;
    return std::min(to, from + size);
}

const tl_ev* Feed::place(const EventBuffer& events, std::size_t from, std::size_t to) {
    if (options_.events == Events::in_one_piece) {
        return &events[from];
    }
    const std::size_t bytes = events.offset(to) - events.offset(from);
    if (window_ == nullptr || bytes > window_bytes_) {
        window_.reset();
        window_ = std::make_unique<GuardedMemory>(bytes, "past the end of the batch of events");
        window_bytes_ = bytes;
    }
    window_->allow_writing();
    std::byte* const at = window_->last(bytes);
    std::memcpy(at, &events[from], bytes);
    window_->allow_reading_only();
    return reinterpret_cast<const tl_ev*>(at);
}

Result<Runner::Step> Feed::step_over(const tl_ev* first, std::size_t count, std::size_t bytes) {
    constexpr std::string_view remedy = "catch it in the plugin and return a status";
    // Here a stranger's exceptions end, where the place is still known.
    try {
        return runner_->step(first, static_cast<std::uint32_t>(count), bytes);
    } catch (const std::exception& error) {
        return fail(ErrorCode::crashed,
                    fmt::format("an exception came through the C border: {}", error.what()),
                    std::string(remedy));
    } catch (...) {
        return fail(ErrorCode::crashed,
                    "an exception of unknown type came through the C border",
                    std::string(remedy));
    }
}

Status Feed::run(const EventBuffer& events, std::size_t from, std::size_t to, const Judge& judge) {
    TL_CHECK(to <= events.count());
    while (from < to) {
        const std::size_t end = batch_end(from, to);
        const tl_ev* const first = place(events, from, end);
        last_words::at_events(from, end - from);
        const auto step = step_over(first, end - from, events.offset(end) - events.offset(from));
        if (!step) {
            const std::string reason = subject_->host().take_error();
            Error error = step.error();
            error.context += fmt::format(" at event {}", from);
            error.hint = reason.empty() ? error.hint : "it says: " + reason;
            return fail(std::move(error));
        }
        from += step->consumed;
        recording_.add(step->intents);
        if (judge && !step->intents.empty()) {
            if (auto judged = judge(events[from - 1], step->intents); !judged) {
                return judged;
            }
        }
    }
    last_words::at_events(0, 0);
    return {};
}

}  // namespace tradelab
