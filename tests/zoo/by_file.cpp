#include "animal.hpp"

#include <cstdio>

// Decides by what is in a file.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {"zoo.by-file", "1.0.0", "a sick animal: by_file"};

    double decide(double wanted, const tradelab::Bar&) {
        std::FILE* const file = std::fopen("/proc/uptime", "r");
        const int first = file == nullptr ? 0 : std::fgetc(file);
        if (file != nullptr) {
            std::fclose(file);
        }
        return first == 0 ? 0 : wanted;
    }
};
TL_STRATEGY(Sick)
