#include "zoo/animal.hpp"

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <unistd.h>

// Two averages that cross, and after `onset` bars an illness.
namespace {

enum class Illness : std::int64_t { none, throws, segfault, abort, exits, hangs, silent };

constexpr tradelab::Param params[] = {
    {.name = "fast",
     .unit = "bars",
     .initial = 5,
     .min = 2,
     .max = 30,
     .summary = "the faster average"},
    {.name = "slow",
     .unit = "bars",
     .initial = 20,
     .min = 5,
     .max = 100,
     .summary = "the slower average"},
    {.name = "illness",
     .unit = "kind",
     .initial = 0,
     .min = 0,
     .max = 6,
     .summary = "none, throws, segfault, abort, exits, hangs, silent"},
    {.name = "onset",
     .unit = "bars",
     .initial = 0,
     .min = 0,
     .max = 1'000'000,
     .summary = "how many bars it stays well"},
};

struct Patient : zoo::Animal<Patient> {
    static constexpr tradelab::About about = {"ward.patient", "1.0.0", "falls ill when told to"};
    static constexpr const auto& params = ::params;

    volatile bool for_ever = true;

    double decide(double wanted, const tradelab::Bar&) {
        if (bars <= count("onset")) {
            return wanted;
        }
        switch (static_cast<Illness>(count("illness"))) {
            case Illness::none:
                return wanted;
            case Illness::throws:
                throw std::runtime_error("I feel unwell");
            case Illness::segfault:
                ::raise(SIGSEGV);
                return 0;
            case Illness::abort:
                std::abort();
            case Illness::exits:
                ::_exit(0);
            case Illness::hangs:
                while (for_ever) {
                }
                return 0;
            case Illness::silent:
                return 0;
        }
        return wanted;
    }
};

}  // namespace

TL_STRATEGY(Patient)
