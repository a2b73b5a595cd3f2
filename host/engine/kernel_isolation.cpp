#include "engine/kernel_state.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

// What becomes of an instance that fails, and of all others.
namespace tradelab {
namespace {

// One that is due already rings at once, and a strategy may set it again whenever it rings: then
// time would never go on.  A ring for every millisecond is more than any market of bars asks for,
// and all 64 timers may ring at one instant sixteen times over.
constexpr std::size_t rings_at_once_max = 1'024;

}  // namespace

void Kernel::State::isolate(KernelInstance& instance, const Error& why) {
    if (instance.is_isolated) {
        return;
    }
    instance.is_isolated = true;
    // Roles that want nothing are never fed, so the loop over events need not ask who is isolated.
    for (KernelRole& role : instance.roles) {
        role.events = 0;
        role.warmup_left = 0;
    }
    instance.timers.clear();
    instance.feedback.clear();
    const auto at = static_cast<std::size_t>(&instance - instances.data());
    for (const LiveOrder& one : live) {
        const bool is_entry =
            (one.purpose == OrderPurpose::target || one.purpose == OrderPurpose::order) &&
            one.order.terms().reduce_only == ReduceOnly::no;
        if (one.instance == at && is_entry) {
            to_cancel.push_back(one.order.ids().order);
        }
    }
    if (instance.spec.let_go) {
        instance.spec.let_go();
    }
    record.isolations.push_back({.instance = instance.spec.id, .at = now, .why = describe(why)});
}

Status Kernel::State::bear(KernelInstance& instance, Error failure) {
    const std::string said = instance.spec.last_error ? instance.spec.last_error() : "";
    if (!said.empty()) {
        failure.hint = said;
    }
    if (instance.spec.on_failure == OnFailure::end_run) {
        return fail(std::move(failure), "instance " + std::to_string(instance.spec.id.value()));
    }
    isolate(instance, failure);
    return {};
}

Status Kernel::State::bear_endless_timers(KernelInstance& instance, std::size_t due) {
    instance.rings += due;
    const auto stands_still = std::chrono::floor<std::chrono::milliseconds>(now - moved_at);
    const auto in_time = static_cast<std::size_t>(std::max<std::int64_t>(stands_still.count(), 0));
    if (instance.rings <= rings_at_once_max + in_time) {
        return {};
    }
    Error endless{.code = ErrorCode::refused,
                  .context = "its timers have rung " + std::to_string(instance.rings) +
                             " times within " + std::to_string(stands_still.count()) +
                             " ms while the market stood still",
                  .hint = "set a timer at least a millisecond later than the event in hand"};
    return bear(instance, std::move(endless));
}

Status Kernel::State::bear_endless_answers(int rounds) {
    const Error endless{.code = ErrorCode::refused,
                        .context = "a strategy has answered " + std::to_string(rounds) +
                                   " times in a row to reports of one instant",
                        .hint = "wait for the market to move before asking again"};
    for (KernelInstance& instance : instances) {
        if (instance.feedback.empty()) {
            continue;
        }
        if (auto borne = bear(instance, endless); !borne) {
            return borne;
        }
    }
    is_told = true;
    return settle();
}

Status Kernel::isolate(InstanceId id, const Error& why) {
    State& state = *state_;
    const auto found = std::ranges::find(
        state.instances, id, [](const KernelInstance& one) { return one.spec.id; });
    if (found == state.instances.end()) {
        return fail(ErrorCode::not_found,
                    "instance " + std::to_string(id.value()) + " is none of this run",
                    "name one that the kernel was made with");
    }
    state.isolate(*found, why);
    return state.tell();
}

}  // namespace tradelab
