#include "animal.hpp"

// Opens a position when data is missing.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {"zoo.buys-gaps", "1.0.0", "a sick animal: buys_gaps"};

    void on_gap(const tl_ev_gap&) { target(0.25); }
};
TL_STRATEGY(Sick)
