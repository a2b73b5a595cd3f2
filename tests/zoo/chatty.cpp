#include "animal.hpp"

#include <cstdio>

// Prints while it is loaded.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {"zoo.chatty", "1.0.0", "a sick animal: chatty"};

    static inline const int made_at_load = std::puts("here I am");

    double decide(double wanted, const tradelab::Bar&) { return made_at_load < 0 ? 0 : wanted; }
};
TL_STRATEGY(Sick)
