#include "animal.hpp"

// Decides by where it lies in memory.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {
        "zoo.by-address", "1.0.0", "a sick animal: by_address"};

    double decide(double wanted, const tradelab::Bar&) {
        const auto place = reinterpret_cast<std::uintptr_t>(this) >> 12U;
        return wanted == 0 ? 0 : wanted + static_cast<double>(place % 400) / 1000;
    }
};
TL_STRATEGY(Sick)
