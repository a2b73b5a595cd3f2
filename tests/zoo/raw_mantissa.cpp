#include "raw_animal.hpp"

// Takes mantissas for prices, whatever the decimal places are.
namespace zoo {
namespace {

tl_status process(tl_instance* instance, tl_batch* batch) {
    return process_properly(instance, batch, [](const tl_ev_bar& bar, const tl_batch&) {
        return bar.close - bar.open > 2'000;
    });
}

}  // namespace

const RawKind& kind() {
    static const RawKind kind{"zoo.raw-mantissa", {sizeof(tl_strategy), 1, process, no_warmup}};
    return kind;
}

}  // namespace zoo
