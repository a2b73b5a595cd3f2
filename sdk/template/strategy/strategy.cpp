#include <tradelab/indicators.hpp>
#include <tradelab/strategy.hpp>

using namespace tradelab;

// Long while the fast average of closes is above the slow one, else flat.
struct Cross : Strategy<Cross> {
    static constexpr About about = {.id = "@ID@",
                                    .version = "0.1.0",
                                    .summary = "Long while the fast average is above the slow."};
    static constexpr Param params[] = {{.name = "fast",
                                        .unit = "bars",
                                        .initial = 10,
                                        .min = 2,
                                        .max = 100,
                                        .summary = "Bars in the fast average."},
                                       {.name = "slow",
                                        .unit = "bars",
                                        .initial = 30,
                                        .min = 3,
                                        .max = 300,
                                        .summary = "Bars in the slow average."}};
    static constexpr Constraint constraints[] = {{.lower = "fast", .upper = "slow"}};
    static constexpr const char* reasons[] = {"none", "crossed_up", "crossed_down"};

    Ema fast{ticks("fast")};
    Ema slow{ticks("slow")};

    std::uint32_t warmup() const { return static_cast<std::uint32_t>(count("slow")); }

    void on_bar(const Bar& bar) {
        fast.update(bar.close());
        slow.update(bar.close());
        if (!slow.ready()) {
            return;
        }
        if (fast.value() > slow.value()) {
            target(0.5, {.reason = "crossed_up"});
        } else {
            target(0, {.reason = "crossed_down"});
        }
    }

    void state(auto& archive) { archive(fast, slow); }
};

TL_STRATEGY(Cross)
