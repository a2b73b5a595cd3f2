#include "animal.hpp"

#include <cstdlib>

// Calls abort.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {"zoo.abort", "1.0.0", "a sick animal: abort"};

    double decide(double wanted, const tradelab::Bar&) {
        if (bars > 60) {
            std::abort();
        }
        return wanted;
    }
};
TL_STRATEGY(Sick)
