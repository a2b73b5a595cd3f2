#include "animal.hpp"

// Looks at what lies behind the event in hand.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {
        "zoo.reads-past", "1.0.0", "a sick animal: reads_past"};

    double decide(double, const tradelab::Bar& bar) {
        const auto* const here = reinterpret_cast<const char*>(&bar.raw);
        const auto& next = *reinterpret_cast<const tl_ev_bar*>(here + bar.raw.h.size);
        return next.h.type == TL_EV_BAR && next.close > bar.raw.close ? 0.5 : 0.0;
    }
};
TL_STRATEGY(Sick)
