#pragma once

#include <tradelab/abi/layout.h>

#include <cstdint>
#include <cstring>
#include <new>

// A strategy on the bare C tables: up bars are held, down bars are not.  The sick ones say how they
// process a batch; nothing stands between that and the host.
namespace zoo {

struct RawAnimal {
    tl_instance table{};
    bool running = false;
    std::int64_t held_e9 = 0;
    std::uint32_t bars = 0;
};

inline RawAnimal& of(tl_instance* instance) {
    return *static_cast<RawAnimal*>(instance->self);
}

inline const tl_ev* next(const tl_ev* event) {
    return reinterpret_cast<const tl_ev*>(reinterpret_cast<const char*>(event) + event->size);
}

inline const tl_ev_bar* bar_of(const tl_ev* event) {
    return event->type == TL_EV_BAR ? reinterpret_cast<const tl_ev_bar*>(event) : nullptr;
}

// The target of an up bar or a down bar, as an intent where it is a change.
inline bool decide(RawAnimal& animal, const tl_ev_bar& bar, bool up, tl_intent& out) {
    const std::int64_t wanted = up ? 500'000'000 : 0;
    if (wanted == animal.held_e9) {
        return false;
    }
    animal.held_e9 = wanted;
    out = tl_intent{};
    out.size = sizeof out;
    out.type = TL_IN_TARGET;
    out.inst = bar.h.inst;
    out.cause_seq = bar.h.seq;
    out.target_e9 = wanted;
    out.limit_price = out.stop_price = out.take_price = out.expires = TL_NONE;
    return true;
}

// A batch as it should be: returns after the first event that caused an intent.  `judge` says
// whether a bar that may be acted on is an up bar.
template <class Judge>
tl_status process_properly(tl_instance* instance, tl_batch* batch, Judge judge) {
    RawAnimal& animal = of(instance);
    batch->consumed = batch->out_len = 0;
    if (!animal.running) {
        return TL_E_STATE;
    }
    if (batch->out_cap < 1) {
        return TL_E_INVALID;
    }
    const tl_ev* event = batch->first;
    while (batch->consumed < batch->count && batch->out_len == 0) {
        ++batch->consumed;
        const tl_ev_bar* const bar = bar_of(event);
        if (bar != nullptr && bar->h.inst == 1) {
            ++animal.bars;
            const bool warm = (bar->h.flags & TL_EV_F_WARMUP) == 0;
            if (warm && decide(animal, *bar, judge(*bar, *batch), *batch->out)) {
                batch->out_len = 1;
            }
        }
        event = next(event);
    }
    return TL_OK;
}

inline bool is_up(const tl_ev_bar& bar) {
    return bar.close > bar.open;
}

// What an animal says of itself and how it processes.
struct RawKind {
    const char* id;
    tl_strategy strategy;
    std::uint32_t abi = TL_ABI_VERSION;
    const tl_param* params = nullptr;
    std::uint32_t param_count = 0;
};
const RawKind& kind();  // the animal's own

inline tl_status start(tl_instance* instance) {
    const bool was = of(instance).running;
    of(instance).running = true;
    return was ? TL_E_STATE : TL_OK;
}
inline tl_status stop(tl_instance* instance) {
    const bool was = of(instance).running;
    of(instance).running = false;
    return was ? TL_OK : TL_E_STATE;
}
inline void destroy(tl_instance* instance) {
    delete &of(instance);
}
inline const void* get(tl_instance*, const char* id) {
    return std::strcmp(id, TL_EXT_STRATEGY) == 0 ? &kind().strategy : nullptr;
}
inline std::uint32_t no_warmup(const tl_instance*, std::uint32_t) {
    return 0;
}

inline tl_status create(const char* id, const tl_host*, const tl_config*, tl_instance** out) {
    if (std::strcmp(id, kind().id) != 0) {
        return TL_E_UNSUPPORTED;
    }
    auto* const animal = new (std::nothrow) RawAnimal;
    if (animal == nullptr) {
        return TL_E_NOMEM;
    }
    animal->table = {sizeof(tl_instance), TL_ABI_VERSION, animal, start, stop, destroy, get};
    *out = &animal->table;
    return TL_OK;
}

inline const tl_descriptor* describe(std::uint32_t index) {
    static const tl_role roles[] = {
        {sizeof(tl_role), 0x1e, "main", "what is traded", 1ULL << TL_EV_BAR}};
    static const char* const reasons[] = {""};
    static tl_descriptor descriptor{};
    descriptor.size = sizeof descriptor;
    descriptor.id = kind().id;
    descriptor.version = "1.0.0";
    descriptor.kind = TL_KIND_STRATEGY;
    descriptor.summary = "a sick animal on bare tables";
    descriptor.params = kind().params;
    descriptor.param_count = kind().param_count;
    descriptor.roles = roles;
    descriptor.role_count = 1;
    descriptor.reasons = reasons;
    descriptor.reason_count = 1;
    return index == 0 ? &descriptor : nullptr;
}

}  // namespace zoo

extern "C" TL_EXPORT const tl_entry* tl_plugin_entry_v1() noexcept {
    static const tl_entry entry = {
        sizeof(tl_entry), zoo::kind().abi, "none", 1, 0, zoo::describe, zoo::create};
    return &entry;
}
