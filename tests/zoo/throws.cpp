#include "raw_animal.hpp"

#include <stdexcept>

// Lets an exception out through the C border.
namespace zoo {
namespace {

tl_status process(tl_instance* instance, tl_batch* batch) {
    return process_properly(instance, batch, [&](const tl_ev_bar& bar, const tl_batch&) {
        if (of(instance).bars > 60) {
            throw std::runtime_error("nobody catches me");
        }
        return is_up(bar);
    });
}

}  // namespace

const RawKind& kind() {
    static const RawKind kind{"zoo.throws", {sizeof(tl_strategy), 1, process, no_warmup}};
    return kind;
}

}  // namespace zoo
