#include "cli/program.hpp"
#include "plugin/cell.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

// The hidden verb under which the program is the process of one strategy.
namespace tradelab {
namespace {

using testing::HasSubstr;

CellTask cross_task() {
    return {.package = packages / "org.example.cross",
            .ticks = {10, 40},
            .instruments = {{.symbol = "binance.usdm:BTC-USDT-PERP",
                             .id = 1,
                             .kind = TL_INST_PERP,
                             .price_places = 2,
                             .quantity_places = 3,
                             .tick = 1,
                             .lot = 1}},
            .bar_interval_ns = 60'000'000'000};
}

TEST(CellVerb, TheProgramServesACell) {
    RealCompanions companions;
    const auto cell = StrategyCell::start(
        companions,
        {.name = "cross",
         .program = program_path,
         .arguments = {"plugin", "cell"},
         .task = cross_task(),
         .patience = {.begin = std::chrono::seconds(60), .process = std::chrono::seconds(60)}});
    ASSERT_TRUE(cell) << describe(cell.error());

    tl_ev_bar bar{};
    bar.h.size = sizeof bar;
    bar.h.type = TL_EV_BAR;
    bar.h.inst = 1;
    bar.h.seq = 1;
    bar.open = bar.high = bar.low = bar.close = 100;
    std::vector<tl_intent> out((*cell)->strategy().intents_max);
    tl_batch batch{.size = sizeof(tl_batch),
                   .count = 1,
                   .first = &bar.h,
                   .bytes = sizeof bar,
                   .out = out.data(),
                   .out_cap = (*cell)->strategy().intents_max,
                   .out_len = 0,
                   .consumed = 0,
                   .reserved = 0};
    EXPECT_EQ((*cell)->strategy().process(&(*cell)->instance(), &batch), TL_OK);
    EXPECT_EQ(batch.consumed, 1U);
    EXPECT_GT((*cell)->process_number(), 0);
}

TEST(CellVerb, IsNotForPeople) {
    const Program tradelab;
    std::vector<std::string> copied = arguments_of(cross_task());
    copied.insert(copied.begin(), {"plugin", "cell"});

    const Outcome asked = tradelab({"plugin", "cell", "--help"});
    const Outcome alone = tradelab(copied);

    EXPECT_EQ(asked.exit_code, 2);
    EXPECT_THAT(asked.errors.bytes, HasSubstr("it is not for people"));
    EXPECT_EQ(alone.exit_code, 2);
    EXPECT_THAT(alone.errors.bytes, HasSubstr("was not started as a companion"));
}

}  // namespace
}  // namespace tradelab
