#include "animal.hpp"

#include <cstdlib>

// Ends the process as if all were well.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {"zoo.leaves", "1.0.0", "a sick animal: leaves"};

    double decide(double wanted, const tradelab::Bar&) {
        if (bars > 60) {
            std::exit(0);
        }
        return wanted;
    }
};
TL_STRATEGY(Sick)
