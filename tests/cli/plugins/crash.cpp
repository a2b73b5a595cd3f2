#include <tradelab/strategy.hpp>

#include <csignal>

namespace {

// Dies as soon as an instance is made: nothing but its own process may notice.
struct Crash : tradelab::Strategy<Crash> {
    static constexpr tradelab::About about = {
        .id = "org.example.crash", .version = "1.0.0", .summary = "Dies when it is made."};
    static constexpr tradelab::Param params[] = {{.name = "bars",
                                                  .unit = "bars",
                                                  .initial = 1,
                                                  .min = 1,
                                                  .max = 2,
                                                  .summary = "Nothing comes of it."}};

    Crash() { std::raise(SIGKILL); }
    void on_bar(const tradelab::Bar&) {}
};

}  // namespace

TL_STRATEGY(Crash)
