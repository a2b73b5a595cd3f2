#include "plugin/cell_memory.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace tradelab {
namespace {

bool are_equal(std::span<const tl_intent> a, std::span<const tl_intent> b) {
    return a.size() == b.size() &&
           (a.empty() || std::memcmp(a.data(), b.data(), a.size_bytes()) == 0);
}

}  // namespace

void CellMemory::add(const CellEvents& events, std::span<const tl_intent> intents) {
    if (!is_whole_) {
        return;
    }
    if (events_.bytes() + events.bytes + (intents_.size() + intents.size()) * sizeof(tl_intent) >
        bytes_max_) {
        begin_at({});
        is_whole_ = false;
        return;
    }
    const auto* at = reinterpret_cast<const char*>(events.first);
    for (std::uint32_t passed = 0; passed < events.count; ++passed) {
        const auto& event = *reinterpret_cast<const tl_ev*>(at);
        events_.append(event);
        at += event.size;
    }
    if (!intents.empty()) {
        answers_.push_back(
            {.event = events_.count() - 1, .first = intents_.size(), .count = intents.size()});
        intents_.insert(intents_.end(), intents.begin(), intents.end());
    }
}

void CellMemory::add(const CellMemory& later) {
    for (std::size_t event = 0; event < later.events_.count();) {
        const auto next = std::ranges::find_if(
            later.answers_, [&](const Answer& one) { return one.event >= event; });
        const bool is_answered = next != later.answers_.end();
        const std::size_t end = is_answered ? next->event + 1 : later.events_.count();
        add({.first = &later.events_[event],
             .count = static_cast<std::uint32_t>(end - event),
             .bytes = later.events_.offset(end) - later.events_.offset(event)},
            is_answered ? std::span(later.intents_).subspan(next->first, next->count)
                        : std::span<const tl_intent>());
        event = end;
    }
}

void CellMemory::begin_at(std::string state) {
    state_ = std::move(state);
    events_.clear();
    answers_.clear();
    intents_.clear();
    is_whole_ = true;
}

CellEvents CellMemory::batch_from(std::size_t event) const {
    const std::size_t end = std::min(events_.count(), event + limits::batch_max);
    std::size_t last = end;
    while (events_.offset(last) - events_.offset(event) > cell::payload_max) {
        last = event + (last - event) / 2;
    }
    return {.first = &events_[event],
            .count = static_cast<std::uint32_t>(last - event),
            .bytes = events_.offset(last) - events_.offset(event)};
}

Status CellMemory::replay(CellLink& link, CellLink::Patience patience) const {
    auto next = answers_.begin();
    for (std::size_t event = 0; event < events_.count();) {
        const CellEvents batch = batch_from(event);
        const auto answer = link.process(batch, patience);
        if (!answer) {
            return fail(answer.error(), "seeing again what it had seen");
        }
        const bool was_answered = next != answers_.end() && next->event < event + batch.count;
        const std::size_t consumed = was_answered ? next->event + 1 - event : batch.count;
        const std::span<const tl_intent> intents =
            was_answered ? std::span(intents_).subspan(next->first, next->count)
                         : std::span<const tl_intent>();
        if (answer->status != TL_OK || answer->consumed != consumed ||
            !are_equal(answer->intents, intents)) {
            const std::size_t place = std::min<std::size_t>(answer->consumed, consumed);
            const std::size_t apart = event + std::max<std::size_t>(place, 1) - 1;
            return fail(ErrorCode::refused,
                        "its answers after the restart differ from those before at event " +
                            std::to_string(events_[apart].seq),
                        "a strategy must decide by its events and its saved state alone: "
                        "tradelab plugin validate finds what else it reads");
        }
        event += consumed;
        next += was_answered ? 1 : 0;
    }
    return {};
}

}  // namespace tradelab
