#include "plugin/cell.hpp"

#include "core/check.hpp"
#include "plugin/event_walk.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

CellEvents first_of(const CellEvents& events, std::uint32_t count, std::uint64_t bytes_max) {
    CellEvents out{.first = events.first, .count = 0, .bytes = 0};
    for (const tl_ev* event = events.first; out.count < count; event = event_after(event)) {
        if (out.bytes + event->size > bytes_max) {
            break;
        }
        out.bytes += event->size;
        ++out.count;
    }
    TL_CHECK_MSG(out.count > 0, "an event larger than limits::event_bytes_max");
    return out;
}

CellEvents without(const CellEvents& events, const CellEvents& taken) {
    return {.first = reinterpret_cast<const tl_ev*>(reinterpret_cast<const char*>(events.first) +
                                                    taken.bytes),
            .count = events.count - taken.count,
            .bytes = events.bytes - taken.bytes};
}

constexpr std::size_t behind_max = 4'096;

std::string named(const CellEvents& events) {
    const std::string first = std::to_string(events.first->seq);
    if (events.count == 1) {
        return "event " + first + " (type " + std::to_string(events.first->type) + ")";
    }
    return "one of " + std::to_string(events.count) + " events from " + first + " on";
}

}  // namespace

StrategyCell::StrategyCell(Companions& companions, CellOptions options)
    : companions_(companions),
      options_(std::move(options)),
      memory_(options_.memory_bytes_max),
      behind_(options_.memory_bytes_max) {
    memory_.begin_at(options_.state);
}

StrategyCell::~StrategyCell() {
    if (link_) {
        link_->leave(options_.patience.leave);
    }
}

Result<std::unique_ptr<StrategyCell>> StrategyCell::start(Companions& companions,
                                                          CellOptions options) {
    std::unique_ptr<StrategyCell> cell(new StrategyCell(companions, std::move(options)));
    auto link = cell->begin();
    if (!link) {
        return fail(std::move(link).error(), cell->options_.name);
    }
    cell->link_.emplace(*std::move(link));
    cell->save_due_ = cell->options_.save_every;
    // Made and started by the child: nobody here has anything to call but process.
    cell->instance_ = {.size = sizeof(tl_instance),
                       .abi = TL_ABI_VERSION,
                       .self = cell.get(),
                       .start = nullptr,
                       .stop = nullptr,
                       .destroy = nullptr,
                       .get = nullptr};
    cell->strategy_ = {.size = sizeof(tl_strategy),
                       .intents_max = cell->hello_.intents_max,
                       .process = process,
                       .warmup_bars = warmup_bars};
    return cell;
}

tl_status StrategyCell::process(tl_instance* instance, tl_batch* batch) {
    return static_cast<StrategyCell*>(instance->self)->process(*batch);
}

std::uint32_t StrategyCell::warmup_bars(const tl_instance* instance, std::uint32_t role) {
    const auto& bars = static_cast<const StrategyCell*>(instance->self)->hello_.warmup_bars;
    return role < bars.size() ? bars[role] : 0;
}

std::string StrategyCell::last_error() const {
    return given_up_ ? describe(*given_up_) : last_error_;
}

std::int64_t StrategyCell::process_number() const {
    return link_ ? link_->number() : 0;
}

tl_status StrategyCell::process(tl_batch& batch) {
    batch.consumed = batch.out_len = 0;
    if (given_up_) {
        return TL_E_STATE;
    }
    if (batch.out_cap < hello_.intents_max) {
        return TL_E_INVALID;
    }
    if (const auto caught_up = catch_up(); !caught_up) {
        return TL_E_INTERNAL;
    }
    CellEvents left{.first = batch.first, .count = batch.count, .bytes = batch.bytes};
    while (left.count > 0 && batch.out_len == 0) {
        const CellEvents part = part_of(left);
        const auto answer = ask(part);
        if (!answer) {
            return TL_E_INTERNAL;
        }
        if (answer->status != TL_OK) {
            last_error_ = answer->text;
            return answer->status;
        }
        const CellEvents consumed = first_of(part, answer->consumed, part.bytes);
        memory_.add(consumed, answer->intents);
        events_ += consumed.count;
        batch.consumed += consumed.count;
        batch.out_len = static_cast<std::uint32_t>(answer->intents.size());
        std::ranges::copy(answer->intents, batch.out);
        left = without(left, consumed);
    }
    save_if_due();
    return TL_OK;
}

void StrategyCell::see_again(const CellEvents& events, std::span<const tl_intent> intents) {
    if (given_up_) {
        return;
    }
    behind_.add(events, intents);
    if (!behind_.is_whole()) {
        static_cast<void>(give_up({.code = ErrorCode::too_large,
                                   .context = "what it must see again is more than is kept",
                                   .hint = {}}));
        return;
    }
    // Often enough that a state is saved in time, and seldom enough to be quick.
    if (behind_.events() >= behind_max) {
        // Given up or not: who asks something new hears of it.
        static_cast<void>(catch_up());
    }
}

Status StrategyCell::catch_up() {
    while (behind_.events() > 0) {
        if (auto revived = link_ ? Status() : revive(); !revived) {
            return revived;
        }
        const auto seen = behind_.replay(*link_, options_.patience.replay);
        if (seen) {
            events_ += behind_.events();
            memory_.add(behind_);
            behind_.begin_at({});
            save_if_due();
        } else if (seen.error().code == ErrorCode::refused) {
            return give_up(seen.error());
        } else if (auto borne = bear(seen.error()); !borne) {
            return borne;
        }
    }
    return {};
}

CellEvents StrategyCell::part_of(const CellEvents& events) const {
    const bool is_careful = events_ < careful_until_;
    return first_of(events, is_careful ? 1 : events.count, cell::payload_max);
}

Result<CellAnswer> StrategyCell::ask(const CellEvents& events) {
    CellEvents part = events;
    while (true) {
        if (auto revived = link_ ? Status() : revive(); !revived) {
            return fail(std::move(revived).error());
        }
        auto answer = link_->process(part, options_.patience.process);
        if (answer) {
            return answer;
        }
        auto borne = bear({.code = answer.error().code,
                           .context = answer.error().context + ", while processing " + named(part),
                           .hint = answer.error().hint});
        if (!borne) {
            return fail(std::move(borne).error());
        }
        careful_until_ = std::max(careful_until_, events_ + part.count);
        part = part_of(part);
    }
}

Result<CellLink> StrategyCell::begin() {
    Command command{.program = options_.program,
                    .arguments = options_.arguments,
                    .variables = options_.variables,
                    .limits = options_.limits};
    for (std::string& argument : arguments_of(options_.task)) {
        command.arguments.push_back(std::move(argument));
    }
    auto companion = companions_.start(command, cell::memory_bytes);
    if (!companion) {
        return fail(std::move(companion).error());
    }
    CellLink link(*std::move(companion));
    const auto hello = link.begin(memory_.state(), options_.patience.begin);
    if (!hello) {
        return fail(hello.error());
    }
    if (hello_.intents_max != 0 && *hello != hello_) {
        return fail(ErrorCode::malformed, "its new process is of another plugin");
    }
    hello_ = *hello;
    return link;
}

Status StrategyCell::revive() {
    if (!memory_.is_whole()) {
        return give_up({.code = ErrorCode::too_large,
                        .context = "it cannot be brought back: it gives no state, and has seen "
                                   "more than is kept",
                        .hint = "a plugin with " TL_EXT_STATE " can be brought back at any time"});
    }
    while (true) {
        ++restarts_;
        auto link = begin();
        const auto replayed = link ? memory_.replay(*link, options_.patience.replay)
                                   : Status(fail(link.error(), "starting again"));
        if (replayed) {
            link_.emplace(*std::move(link));
            return {};
        }
        if (replayed.error().code == ErrorCode::refused && link) {
            return give_up(replayed.error());
        }
        if (auto borne = bear(replayed.error()); !borne) {
            return borne;
        }
    }
}

Status StrategyCell::bear(Error failure) {
    link_.reset();
    failures_.push_back(events_);
    while (events_ - failures_.front() > options_.restarts.window_events) {
        failures_.pop_front();
    }
    if (failures_.size() > options_.restarts.restarts_max) {
        failure.context += ", after " + std::to_string(options_.restarts.restarts_max) +
                           " restarts within " + std::to_string(options_.restarts.window_events) +
                           " events";
        return give_up(std::move(failure));
    }
    options_.tell({.cell = options_.name,
                   .outcome = CellIncident::Outcome::restarting,
                   .error = std::move(failure)});
    return {};
}

Failure StrategyCell::give_up(Error why) {
    link_.reset();
    given_up_ = why;
    options_.tell({.cell = options_.name,
                   .outcome = CellIncident::Outcome::given_up,
                   .error = std::move(why)});
    return fail(*given_up_, options_.name);
}

void StrategyCell::save_if_due() {
    if (!hello_.keeps_state || events_ < save_due_) {
        return;
    }
    save_due_ = events_ + options_.save_every;
    auto saved = save();
    if (saved) {
        memory_.begin_at(*std::move(saved));
    } else if (link_) {
        // It lives and refuses: its events go on being kept, up to their bound.
        options_.tell({.cell = options_.name,
                       .outcome = CellIncident::Outcome::not_saved,
                       .error = std::move(saved).error()});
    }
}

Result<std::string> StrategyCell::save() {
    if (given_up_) {
        return fail(*given_up_, options_.name);
    }
    auto ready = catch_up();
    ready = !ready || link_ ? std::move(ready) : revive();
    if (!ready) {
        return fail(std::move(ready).error());
    }
    auto saved = link_->save(options_.patience.save);
    if (!saved) {
        if (auto borne = bear(Error{.code = saved.error().code,
                                    .context = saved.error().context + ", while saving its state",
                                    .hint = saved.error().hint});
            !borne) {
            return fail(std::move(borne).error());
        }
        return fail(std::move(saved).error(), options_.name);
    }
    if (saved->status != TL_OK) {
        last_error_ = saved->text;
        return fail(saved->status == TL_E_UNSUPPORTED ? ErrorCode::unsupported : ErrorCode::refused,
                    options_.name + ": save failed: " + saved->text);
    }
    return std::move(saved->state);
}

}  // namespace tradelab
