#include <tradelab/strategy.hpp>

#include <string>

namespace {

// Says what it does, to whoever reads the host's log.
struct Talks : tradelab::Strategy<Talks> {
    static constexpr tradelab::About about = {
        .id = "org.example.talks", .version = "1.0.0", .summary = "Says what it does."};
    static constexpr tradelab::Param params[] = {{.name = "every",
                                                  .unit = "bars",
                                                  .initial = 100,
                                                  .min = 1,
                                                  .max = 1000,
                                                  .summary = "How often it changes its mind."}};
    std::int64_t bars = 0;

    void on_bar(const tradelab::Bar&) {
        if (++bars % count("every") == 0) {
            target(bars / count("every") % 2 == 0 ? 0.0 : 0.5);
            log("bar " + std::to_string(bars) + " by \x1b[2Jcount");
        }
        if (bars == 1) {
            log(tradelab::LogLevel::warning, "this is the first bar");
        }
    }
};

}  // namespace

TL_STRATEGY(Talks)
