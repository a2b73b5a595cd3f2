#include "raw_animal.hpp"

// Wishes for twice its budget.
namespace zoo {
namespace {

tl_status process(tl_instance* instance, tl_batch* batch) {
    const tl_status status = process_properly(
        instance, batch, [](const tl_ev_bar& bar, const tl_batch&) { return is_up(bar); });
    if (batch->out_len == 1) {
        batch->out[0].target_e9 *= 4;
    }
    return status;
}

}  // namespace

const RawKind& kind() {
    static const RawKind kind{"zoo.beyond-budget", {sizeof(tl_strategy), 1, process, no_warmup}};
    return kind;
}

}  // namespace zoo
