#include "animal.hpp"

#include <cstdio>

// Moves a file while it is loaded, and leaves nothing open that could be counted.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {
        "zoo.moves-files", "1.0.0", "a sick animal: moves_files"};

    static inline const int made_at_load = std::rename("/nowhere/precious", "/nowhere/gone");

    double decide(double wanted, const tradelab::Bar&) { return made_at_load == 0 ? 0 : wanted; }
};
TL_STRATEGY(Sick)
