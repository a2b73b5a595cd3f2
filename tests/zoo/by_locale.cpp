#include "animal.hpp"

#include <clocale>

// Decides by how the people at its machine write a number.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {"zoo.by-locale", "1.0.0", "a sick animal: by_locale"};

    double decide(double wanted, const tradelab::Bar&) {
        return *std::localeconv()->decimal_point == ',' ? 0 : wanted;
    }
};
TL_STRATEGY(Sick)
