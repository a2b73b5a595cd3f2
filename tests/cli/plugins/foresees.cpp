#include "zoo/raw_animal.hpp"

// Reads the batch that it is handed to its end before it decides on the first of its bars: what it
// earns it earns by what has not happened yet.
namespace zoo {
namespace {

const tl_ev_bar* last_bar(const tl_ev_bar& bar, const tl_batch& all) {
    const tl_ev_bar* out = &bar;
    const tl_ev* event = &bar.h;
    for (std::uint32_t left = all.count - all.consumed; left > 0; --left) {
        event = next(event);
        const tl_ev_bar* const later = bar_of(event);
        out = later != nullptr && later->h.inst == bar.h.inst ? later : out;
    }
    return out;
}

tl_status process(tl_instance* instance, tl_batch* batch) {
    return process_properly(instance, batch, [&](const tl_ev_bar& bar, const tl_batch& all) {
        const tl_ev_bar& last = *last_bar(bar, all);
        // Often for less than a trade costs: who has never lost has shown nothing.
        const std::int64_t enough = bar.close / 1000;
        const bool holds = of(instance).held_e9 != 0;
        return holds ? last.close >= bar.close : last.close > bar.close + enough;
    });
}

}  // namespace

const RawKind& kind() {
    static const RawKind kind{"org.example.foresees", {sizeof(tl_strategy), 1, process, no_warmup}};
    return kind;
}

}  // namespace zoo
