#include "animal.hpp"

// Never comes back.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {"zoo.endless", "1.0.0", "a sick animal: endless"};

    volatile bool for_ever = true;

    double decide(double wanted, const tradelab::Bar&) {
        while (bars > 60 && for_ever) {
        }
        return wanted;
    }
};
TL_STRATEGY(Sick)
