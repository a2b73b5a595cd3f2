#include "animal.hpp"

// Allocates and frees with each bar.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {"zoo.allocates", "1.0.0", "a sick animal: allocates"};

    double decide(double wanted, const tradelab::Bar&) {
        auto* volatile scratch = new double[64];
        scratch[0] = wanted;
        const double kept = scratch[0];
        delete[] scratch;
        return kept;
    }
};
TL_STRATEGY(Sick)
