#pragma once

#include "bench/cross_rule.hpp"

#include <tradelab/strategy.hpp>

#include <cstdint>

namespace bench {

// Written as any author would.  The same text is compiled into the benchmark and into its plugin.
struct Cross : tradelab::Strategy<Cross> {
    static constexpr tradelab::About about = {
        .id = "org.tradelab.bench.cross",
        .version = "1.0.0",
        .summary = "Crosses of the averages of 10 and 30 closes, for the benchmark."};
    static constexpr tradelab::Param params[] = {{.name = "size",
                                                  .unit = "fraction",
                                                  .initial = 1,
                                                  .min = 1,
                                                  .max = 1,
                                                  .summary = "What is held while long."}};
    CrossRule rule;

    [[nodiscard]] std::uint32_t warmup() const { return CrossRule::slow_bars - 1; }

    void on_bar(const tradelab::Bar& bar) {
        const Want want = rule.update(bar.raw.close);
        if (want != Want::nothing_new) {
            target(want == Want::long_position ? 1 : 0);
        }
    }
};

}  // namespace bench
