#include "raw_animal.hpp"

// Looks through the whole batch and answers once, at its end.
namespace zoo {
namespace {

tl_status process(tl_instance* instance, tl_batch* batch) {
    RawAnimal& animal = of(instance);
    batch->consumed = batch->out_len = 0;
    if (!animal.running || batch->out_cap < 1) {
        return animal.running ? TL_E_INVALID : TL_E_STATE;
    }
    const tl_ev_bar* last = nullptr;
    for (const tl_ev* event = batch->first; batch->consumed < batch->count; event = next(event)) {
        ++batch->consumed;
        last = bar_of(event);
    }
    if (last != nullptr && (last->h.flags & TL_EV_F_WARMUP) == 0 &&
        decide(animal, *last, is_up(*last), *batch->out)) {
        batch->out_len = 1;
    }
    return TL_OK;
}

}  // namespace

const RawKind& kind() {
    static const RawKind kind{"zoo.once-per-batch", {sizeof(tl_strategy), 1, process, no_warmup}};
    return kind;
}

}  // namespace zoo
