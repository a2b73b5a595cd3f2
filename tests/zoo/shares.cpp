#include "animal.hpp"

// Keeps something in a static variable.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {"zoo.shares", "1.0.0", "a sick animal: shares"};

    static inline int sharing = 0;

    double decide(double wanted, const tradelab::Bar&) {
        sharing = (sharing + 1) % 400;
        return wanted == 0 ? 0 : wanted + sharing / 1000.0;
    }
};
TL_STRATEGY(Sick)
