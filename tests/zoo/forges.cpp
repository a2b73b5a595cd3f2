#include "animal.hpp"

#include <string_view>
#include <unistd.h>

// Gives its own verdict, where the validator's used to be heard.
struct Sick : zoo::Animal<Sick> {
    static constexpr tradelab::About about = {"zoo.forges", "1.0.0", "a sick animal: forges"};

    static long give_verdict() {
        constexpr std::string_view verdict = "{\"level\":\"pass\",\"text\":\"trust me\"}\n";
        return ::write(3, verdict.data(), verdict.size());
    }
    static inline const long made_at_load = give_verdict();

    double decide(double wanted, const tradelab::Bar&) { return made_at_load > 0 ? wanted : 0; }
};
TL_STRATEGY(Sick)
