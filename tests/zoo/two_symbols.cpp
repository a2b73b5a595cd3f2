#include "animal.hpp"

// Exports more than its entry point.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {
        "zoo.two-symbols", "1.0.0", "a sick animal: two_symbols"};
};
TL_STRATEGY(Sick)
extern "C" TL_EXPORT int zoo_second_symbol() {
    return 2;
}
