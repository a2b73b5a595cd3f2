#include "animal.hpp"

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <unistd.h>

// Finds the memory that its process shares with its parent, and writes over all of it; then rings
// the bell itself and stays where it is, so that the rubbish is read and no answer of its process
// takes the place of it.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {"zoo.scribbles", "1.0.0", "a sick animal: scribbles"};

    double decide(double wanted, const tradelab::Bar&) {
        if (bars > 60) {
            scribble();
        }
        return wanted;
    }

    static void scribble() {
        std::FILE* const maps = std::fopen("/proc/self/maps", "r");
        if (maps == nullptr) {
            return;
        }
        char line[512];
        while (std::fgets(line, sizeof line, maps) != nullptr) {
            unsigned long begin = 0;
            unsigned long end = 0;
            if (std::strstr(line, "memfd:tradelab") != nullptr &&
                std::sscanf(line, "%lx-%lx", &begin, &end) == 2) {
                std::memset(reinterpret_cast<void*>(begin), 0xa5, end - begin);
                if (std::FILE* const bell = ::fdopen(4, "w")) {
                    std::fputc('x', bell);
                    std::fflush(bell);
                    ::pause();
                }
            }
        }
        std::fclose(maps);
    }
};
TL_STRATEGY(Sick)
