#include "raw_animal.hpp"

// Writes one intent more than there is room for.
namespace zoo {
namespace {

tl_status process(tl_instance* instance, tl_batch* batch) {
    const tl_status status = process_properly(
        instance, batch, [](const tl_ev_bar& bar, const tl_batch&) { return is_up(bar); });
    if (batch->out_len == 1 && of(instance).bars > 60) {
        batch->out[1] = batch->out[0];
    }
    return status;
}

}  // namespace

const RawKind& kind() {
    static const RawKind kind{"zoo.writes-past", {sizeof(tl_strategy), 1, process, no_warmup}};
    return kind;
}

}  // namespace zoo
