#include "raw_animal.hpp"

// Names the event after the one that it consumed.
namespace zoo {
namespace {

tl_status process(tl_instance* instance, tl_batch* batch) {
    const tl_status status = process_properly(
        instance, batch, [](const tl_ev_bar& bar, const tl_batch&) { return is_up(bar); });
    batch->out[0].cause_seq += batch->out_len;
    return status;
}

}  // namespace

const RawKind& kind() {
    static const RawKind kind{"zoo.wrong-cause", {sizeof(tl_strategy), 1, process, no_warmup}};
    return kind;
}

}  // namespace zoo
