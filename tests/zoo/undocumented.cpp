#include "animal.hpp"

// Does not say what one of its parameters means.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {
        "zoo.undocumented", "1.0.0", "a sick animal: undocumented"};
    static constexpr tradelab::Param params[] = {
        {.name = "fast",
         .unit = "bars",
         .initial = 5,
         .min = 2,
         .max = 30,
         .summary = "the faster average"},
        {.name = "slow", .unit = "bars", .initial = 20, .min = 5, .max = 100, .summary = ""},
    };
};
TL_STRATEGY(Sick)
