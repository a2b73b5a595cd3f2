#include "bench/cross_rule.hpp"

#include <tradelab/strategy.hpp>

#include <cstdint>

namespace bench {

// The crosses of cross_strategy.hpp with orders of one unit, and up to eight limit orders that rest
// so far away that they never fill: all they do is to be there.
struct UnitCross : tradelab::Strategy<UnitCross> {
    static constexpr tradelab::About about = {
        .id = "org.tradelab.bench.unit",
        .version = "1.0.0",
        .summary = "Crosses of the averages of 10 and 30 closes, one unit, for the benchmark."};
    static constexpr tradelab::Param params[] = {{.name = "resting",
                                                  .unit = "count",
                                                  .initial = 0,
                                                  .min = 0,
                                                  .max = 8,
                                                  .summary = "Limit orders that rest far away."}};
    static constexpr std::uint32_t intents_max = 16;
    CrossRule rule;
    bool has_rested = false;

    [[nodiscard]] std::uint32_t warmup() const { return CrossRule::slow_bars - 1; }

    void on_bar(const tradelab::Bar& bar) {
        const Want want = rule.update(bar.raw.close);
        if (!has_rested) [[unlikely]] {
            rest(bar);
        }
        if (want != Want::nothing_new) {
            const bool buys = want == Want::long_position;
            order({.side = buys ? tradelab::Side::buy : tradelab::Side::sell, .quantity = 1});
        }
    }

    // In the first bar after the warm-up, half of them below and half above.
    void rest(const tradelab::Bar& bar) {
        if (warming()) {
            return;
        }
        has_rested = true;
        for (std::int64_t at = 0; at < ticks("resting"); ++at) {
            const bool buys = at % 2 == 0;
            const double away = static_cast<double>(1 + at / 2);
            order({.side = buys ? tradelab::Side::buy : tradelab::Side::sell,
                   .quantity = 0.001,
                   .limit = buys ? bar.close() / 20 - away : bar.close() * 20 + away});
        }
    }
};

}  // namespace bench

TL_STRATEGY(bench::UnitCross)
