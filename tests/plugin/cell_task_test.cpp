#include "plugin/cell_task.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace tradelab {
namespace {

CellTask full_task() {
    return {.package = "/somewhere/with a space/org.example.x",
            .ticks = {5, -20, std::numeric_limits<std::int64_t>::max()},
            .instruments = {{.symbol = "binance.usdm:BTC-USDT-PERP",
                             .id = 2,
                             .kind = TL_INST_PERP,
                             .price_places = 2,
                             .quantity_places = 3,
                             .tick = 10,
                             .lot = 1},
                            {.symbol = "odd,name", .id = 7, .kind = TL_INST_SPOT}},
            .bar_interval_ns = 3'600'000'000'000};
}

TEST(CellTask, ComesBackFromItsCommandLineAsItWas) {
    for (const CellTask& task : {full_task(), CellTask{.package = "/p"}}) {
        const auto back = cell_task_of(arguments_of(task));

        ASSERT_TRUE(back) << describe(back.error());
        EXPECT_EQ(*back, task);
    }
}

TEST(CellTask, AnyOtherCommandLineIsRefused) {
    const auto good = arguments_of(full_task());
    for (std::size_t at = 0; at < good.size(); ++at) {
        auto spoiled = good;
        spoiled[at] = "x";
        EXPECT_FALSE(cell_task_of(spoiled)) << "with word " << at << " spoiled";
        auto shorter = good;
        shorter.erase(shorter.begin() + static_cast<std::ptrdiff_t>(at));
        EXPECT_FALSE(cell_task_of(shorter)) << "without word " << at;
    }
}

TEST(CellTask, BecomesTheConfigurationThatAPluginIsGiven) {
    const CellTask task = full_task();

    const Instance::Config config = config_of(task);

    EXPECT_EQ(config.ticks, task.ticks);
    EXPECT_EQ(config.bar_interval_ns, task.bar_interval_ns);
    ASSERT_EQ(config.instruments.size(), 2U);
    EXPECT_STREQ(config.instruments[0].symbol, "binance.usdm:BTC-USDT-PERP");
    EXPECT_EQ(config.instruments[0].size, sizeof(tl_instrument));
    EXPECT_EQ(config.instruments[0].qty_dp, 3);
    EXPECT_EQ(config.instruments[0].tick, 10);
    EXPECT_EQ(config.instruments[1].kind, TL_INST_SPOT);
}

}  // namespace
}  // namespace tradelab
