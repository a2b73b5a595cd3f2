#include "animal.hpp"

// Says another version in its code than in its manifest.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {"zoo.mismatch", "2.0.0", "a sick animal: mismatch"};
};
TL_STRATEGY(Sick)
