#include "animal.hpp"

// Reads a null pointer after a while.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {"zoo.segfault", "1.0.0", "a sick animal: segfault"};

    double decide(double wanted, const tradelab::Bar&) {
        const double* volatile nowhere = nullptr;
        return bars > 60 ? *nowhere : wanted;
    }
};
TL_STRATEGY(Sick)
