#include "animal.hpp"

#include <chrono>

// Decides by the clock.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {"zoo.by-time", "1.0.0", "a sick animal: by_time"};

    double decide(double wanted, const tradelab::Bar&) {
        const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
        return wanted == 0 ? 0 : wanted + static_cast<double>(now % 400) / 1000;
    }
};
TL_STRATEGY(Sick)
