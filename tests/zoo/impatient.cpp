#include "raw_animal.hpp"

// Declares thirty bars of warm-up and does not wait for them.
namespace zoo {
namespace {

tl_status process(tl_instance* instance, tl_batch* batch) {
    return process_properly(
        instance, batch, [](const tl_ev_bar& bar, const tl_batch&) { return is_up(bar); });
}

std::uint32_t thirty(const tl_instance*, std::uint32_t) {
    return 30;
}

}  // namespace

const RawKind& kind() {
    static const RawKind kind{"zoo.impatient", {sizeof(tl_strategy), 1, process, thirty}};
    return kind;
}

}  // namespace zoo
