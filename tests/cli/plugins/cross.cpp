#include <tradelab/indicators.hpp>
#include <tradelab/strategy.hpp>

namespace {

using tradelab::About;
using tradelab::Bar;
using tradelab::Constraint;
using tradelab::Ema;
using tradelab::Param;

// What the commands are shown with: it wants something every few dozen bars.
struct Cross : tradelab::Strategy<Cross> {
    static constexpr About about = {
        .id = "org.example.cross", .version = "1.0.0", .summary = "Two averages crossing."};
    static constexpr Param params[] = {{.name = "fast",
                                        .unit = "bars",
                                        .initial = 3,
                                        .min = 2,
                                        .max = 100,
                                        .summary = "Bars in the fast average."},
                                       {.name = "slow",
                                        .unit = "bars",
                                        .initial = 8,
                                        .min = 3,
                                        .max = 300,
                                        .summary = "Bars in the slow average."}};
    static constexpr Constraint constraints[] = {{.lower = "fast", .upper = "slow"}};
    static constexpr const char* reasons[] = {"none", "crossed_up", "crossed_down"};

    Ema fast{ticks("fast")};
    Ema slow{ticks("slow")};

    [[nodiscard]] std::uint32_t warmup() const { return static_cast<std::uint32_t>(count("slow")); }

    void on_bar(const Bar& bar) {
        fast.update(bar.close());
        slow.update(bar.close());
        if (!slow.ready()) {
            return;
        }
        if (fast.value() > slow.value()) {
            target(0.5, {.reason = "crossed_up"});
        } else {
            target(-0.25, {.reason = "crossed_down"});
        }
    }
};

}  // namespace

TL_STRATEGY(Cross)
