#include "animal.hpp"

#include <csignal>
#include <unistd.h>

// Sends a signal to whoever started it, as soon as it is loaded.  This one does no harm; another
// would end the validator.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {"zoo.signals", "1.0.0", "a sick animal: signals"};

    static inline const int made_at_load = ::kill(::getppid(), SIGURG);

    double decide(double wanted, const tradelab::Bar&) { return made_at_load < 0 ? 0 : wanted; }
};
TL_STRATEGY(Sick)
