#include "raw_animal.hpp"

// Speaks an ABI of another major.
namespace zoo {
namespace {

tl_status process(tl_instance* instance, tl_batch* batch) {
    return process_properly(
        instance, batch, [](const tl_ev_bar& bar, const tl_batch&) { return is_up(bar); });
}

}  // namespace

const RawKind& kind() {
    static const RawKind kind{
        "zoo.wrong-major", {sizeof(tl_strategy), 1, process, no_warmup}, 2U << 16U};
    return kind;
}

}  // namespace zoo
