#include "raw_animal.hpp"

// Looks at the next event of its batch, where there is one.
namespace zoo {
namespace {

tl_status process(tl_instance* instance, tl_batch* batch) {
    return process_properly(instance, batch, [](const tl_ev_bar& bar, const tl_batch& all) {
        const bool last = all.consumed == all.count;
        const tl_ev_bar* const later = last ? nullptr : bar_of(next(&bar.h));
        return is_up(later == nullptr ? bar : *later);
    });
}

}  // namespace

const RawKind& kind() {
    static const RawKind kind{"zoo.peeks", {sizeof(tl_strategy), 1, process, no_warmup}};
    return kind;
}

}  // namespace zoo
