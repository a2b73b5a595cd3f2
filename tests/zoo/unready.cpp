#include "animal.hpp"

#include <cstdlib>

// Crashes before anybody can ask it anything.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {"zoo.unready", "1.0.0", "a sick animal: unready"};

    static inline const int made_at_load = (std::abort(), 0);

    double decide(double wanted, const tradelab::Bar&) { return wanted + made_at_load; }
};
TL_STRATEGY(Sick)
