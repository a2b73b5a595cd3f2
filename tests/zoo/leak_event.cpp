#include "animal.hpp"

// Loses a little with each bar.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {
        "zoo.leak-event", "1.0.0", "a sick animal: leak_event"};

    double decide(double wanted, const tradelab::Bar&) {
        auto* volatile lost = new double[8];
        lost[0] = wanted;
        return lost[0];
    }
};
TL_STRATEGY(Sick)
