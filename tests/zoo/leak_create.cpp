#include "animal.hpp"

// Loses 1 KiB with each instance.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {
        "zoo.leak-create", "1.0.0", "a sick animal: leak_create"};

    volatile char* lost = new char[1024];
};
TL_STRATEGY(Sick)
