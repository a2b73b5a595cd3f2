#include "plugin/cell_link.hpp"

#include "core/check.hpp"
#include "core/text.hpp"
#include "plugin/event_walk.hpp"

#include <cstring>

namespace tradelab {
namespace {

using cell::Ask;
using cell::Request;

Failure rubbish(std::string what) {
    return fail(ErrorCode::malformed, "its process answered " + std::move(what));
}

std::string of(std::uint64_t said, std::uint64_t bound) {
    return std::to_string(said) + " of " + std::to_string(bound);
}

}  // namespace

Failure CellLink::silent(Companion::Heard heard, Patience patience) {
    const CompanionEnd end = companion_->end();
    std::string last_words;
    if (!end.errors.empty()) {
        last_words = "; it wrote " + in_quotes(end.errors);
    }
    if (heard == Companion::Heard::ended) {
        return fail(ErrorCode::crashed, "its process " + describe(end) + last_words);
    }
    const auto waited = std::chrono::duration_cast<std::chrono::milliseconds>(patience);
    return fail(ErrorCode::timed_out,
                "its process gave no answer within " + std::to_string(waited.count()) +
                    " ms and was ended" + last_words);
}

Status CellLink::ask(Request request, Patience patience) {
    request.number = ++number_;
    std::memcpy(companion_->memory().data() + cell::request_at, &request, sizeof request);
    companion_->ring();
    const Companion::Heard heard = companion_->wait(patience);
    if (heard != Companion::Heard::bell) {
        return silent(heard, patience);
    }
    std::memcpy(&reply_, companion_->memory().data() + cell::reply_at, sizeof reply_);
    if (reply_.number != number_) {
        return rubbish("request " + std::to_string(reply_.number) + " when asked number " +
                       std::to_string(number_));
    }
    if (reply_.text_bytes > reply_.text.size()) {
        return rubbish("with a text of " + of(reply_.text_bytes, reply_.text.size()) + " bytes");
    }
    return {};
}

std::string CellLink::text() const {
    return printable({reply_.text.data(), reply_.text_bytes}, reply_.text.size());
}

Result<CellHello> CellLink::begin(std::string_view state, Patience patience) {
    TL_CHECK(state.size() <= cell::payload_max);
    if (!state.empty()) {
        std::memcpy(
            companion_->memory().data() + cell::request_payload_at, state.data(), state.size());
    }
    if (auto asked =
            ask({.number = 0, .ask = Ask::begin, .count = 0, .bytes = state.size()}, patience);
        !asked) {
        return fail(std::move(asked).error());
    }
    if (reply_.status != TL_OK) {
        return fail(ErrorCode::refused, "it could not begin: " + text());
    }
    if (reply_.intents_max == 0 || reply_.intents_max > limits::intents_per_event_max) {
        return rubbish("that one event can cause " +
                       of(reply_.intents_max, limits::intents_per_event_max) + " intents");
    }
    if (reply_.keeps_state > 1) {
        return rubbish("neither that it keeps state nor that it does not");
    }
    hello_ = {.intents_max = reply_.intents_max,
              .keeps_state = reply_.keeps_state == 1,
              .warmup_bars = reply_.warmup_bars};
    return hello_;
}

Result<CellAnswer> CellLink::process(const CellEvents& events, Patience patience) {
    TL_CHECK(events.count > 0 && events.bytes <= cell::payload_max);
    std::memcpy(companion_->memory().data() + cell::request_payload_at, events.first, events.bytes);
    if (auto asked =
            ask({.number = 0, .ask = Ask::process, .count = events.count, .bytes = events.bytes},
                patience);
        !asked) {
        return fail(std::move(asked).error());
    }
    if (reply_.status != TL_OK) {
        return CellAnswer{.status = reply_.status, .consumed = 0, .intents = {}, .text = text()};
    }
    if (auto good = check_processed(events); !good) {
        return fail(std::move(good).error());
    }
    return CellAnswer{.status = TL_OK,
                      .consumed = reply_.consumed,
                      .intents = {intents_.data(), reply_.intents},
                      .text = {}};
}

// What strategy/runner holds every plugin to, and here with a child's process as the price.
Status CellLink::check_processed(const CellEvents& events) {
    const std::uint32_t consumed = reply_.consumed;
    const std::uint32_t intents = reply_.intents;
    if (consumed > events.count || intents > hello_.intents_max) {
        return rubbish(of(consumed, events.count) + " events and " +
                       of(intents, hello_.intents_max) + " intents");
    }
    if (intents == 0 ? consumed != events.count : consumed == 0) {
        return rubbish(of(consumed, events.count) + " events with " + std::to_string(intents) +
                       " intents");
    }
    if (intents == 0) {
        return {};
    }
    std::memcpy(intents_.data(),
                companion_->memory().data() + cell::intents_at,
                intents * sizeof(tl_intent));
    const std::uint64_t cause = event_at(events.first, consumed - 1).seq;
    for (std::uint32_t at = 0; at < intents; ++at) {
        if (intents_[at].cause_seq != cause) {
            return rubbish("that event " + std::to_string(intents_[at].cause_seq) +
                           " is the cause, the last one consumed is " + std::to_string(cause));
        }
    }
    return {};
}

Result<CellLink::Saved> CellLink::save(Patience patience) {
    if (auto asked = ask({.number = 0, .ask = Ask::save, .count = 0, .bytes = 0}, patience);
        !asked) {
        return fail(std::move(asked).error());
    }
    if (reply_.status != TL_OK) {
        return Saved{.status = reply_.status, .state = {}, .text = text()};
    }
    if (reply_.bytes == 0 || reply_.bytes > cell::payload_max) {
        return rubbish("a state of " + of(reply_.bytes, cell::payload_max) + " bytes");
    }
    const auto* const at =
        reinterpret_cast<const char*>(companion_->memory().data() + cell::reply_payload_at);
    return Saved{.status = TL_OK, .state = {at, reply_.bytes}, .text = {}};
}

void CellLink::leave(Patience patience) {
    // Whatever it answers, or does not: it ends here.
    static_cast<void>(ask({.number = 0, .ask = Ask::leave, .count = 0, .bytes = 0}, patience));
}

}  // namespace tradelab
