#include "paper/seat.hpp"

#include "core/check.hpp"
#include "paper/lines.hpp"
#include "plugin/event_walk.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

// The events of a batch up to and including the one of that number, which is one of them.
CellEvents up_to(const tl_batch& batch, std::uint64_t seq) {
    CellEvents out{.first = batch.first, .count = 0, .bytes = 0};
    for (const tl_ev* event = batch.first; out.count < batch.count; event = event_after(event)) {
        ++out.count;
        out.bytes += event->size;
        if (event->seq == seq) {
            break;
        }
    }
    return out;
}

}  // namespace

Seat::Seat(InstanceId id, std::unique_ptr<Player> player, Answers& answers)
    : id_(id), player_(std::move(player)), answers_(answers) {
    instance_ = {.size = sizeof(tl_instance),
                 .abi = TL_ABI_VERSION,
                 .self = this,
                 .start = nullptr,
                 .stop = nullptr,
                 .destroy = nullptr,
                 .get = nullptr};
    strategy_ = {.size = sizeof(tl_strategy),
                 .intents_max = player_->intents_max(),
                 .process = process,
                 .warmup_bars = warmup_bars};
}

SeatedStrategy Seat::seated() {
    return {.instance = &instance_,
            .strategy = &strategy_,
            .last_error = [this] { return said_; },
            .let_go = [this] { player_.reset(); }};
}

tl_status Seat::process(tl_instance* instance, tl_batch* batch) {
    return static_cast<Seat*>(instance->self)->process(*batch);
}

std::uint32_t Seat::warmup_bars(const tl_instance* instance, std::uint32_t role) {
    return static_cast<const Seat*>(instance->self)->player_->warmup_bars(role);
}

tl_status Seat::process(tl_batch& batch) {
    TL_CHECK_MSG(player_ != nullptr, "a strategy that failed is asked again");
    batch.consumed = batch.out_len = 0;
    // The kernel numbers the events of a batch one after the other.
    const std::uint64_t first = batch.first->seq;
    const auto recalled = answers_.recall(id_, first, first + batch.count - 1);
    if (recalled.is_known) {
        return answer_again(batch, recalled.answer);
    }
    const tl_status status = player_->process(batch);
    Answer answer{.instance = id_, .event = first, .at = UnixNanos(batch.first->ts_recv)};
    if (status != TL_OK) {
        answer.status = status;
        answer.said = on_one_line(player_->last_error());
        answers_.note(answer);
        return leave(answer);
    }
    if (batch.out_len > 0) {
        const tl_ev& cause = event_at(batch.first, batch.consumed - 1);
        answer.event = cause.seq;
        answer.at = UnixNanos(cause.ts_recv);
        answer.intents.assign(batch.out, batch.out + batch.out_len);
        answers_.note(std::move(answer));
    }
    return TL_OK;
}

tl_status Seat::answer_again(tl_batch& batch, const Answer* answer) {
    if (answer != nullptr && answer->status != TL_OK) {
        return leave(*answer);
    }
    const auto intents =
        answer != nullptr ? std::span(answer->intents) : std::span<const tl_intent>();
    if (intents.size() > batch.out_cap) {
        return TL_E_INVALID;  // of another plugin: the record tells
    }
    const CellEvents seen =
        answer != nullptr
            ? up_to(batch, answer->event)
            : CellEvents{.first = batch.first, .count = batch.count, .bytes = batch.bytes};
    player_->see_again(seen, intents);
    std::ranges::copy(intents, batch.out);
    batch.consumed = seen.count;
    batch.out_len = static_cast<std::uint32_t>(intents.size());
    return TL_OK;
}

tl_status Seat::leave(const Answer& answer) {
    said_ = answer.said;
    player_.reset();
    return answer.status;
}

}  // namespace tradelab
