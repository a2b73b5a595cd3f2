#include "animal.hpp"

// Calls itself without end.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {
        "zoo.stack-overflow", "1.0.0", "a sick animal: stack_overflow"};

    static int deeper(volatile char* above) {
        volatile char here[1'000] = {};
        here[0] = *above;
        return deeper(here) + here[0];
    }

    double decide(double wanted, const tradelab::Bar&) {
        volatile char first = 1;
        return bars > 60 ? deeper(&first) : wanted;
    }
};
TL_STRATEGY(Sick)
