#include "history/event_block.hpp"

#include "history/samples.hpp"

#include <memory>

namespace tradelab {
namespace {

constexpr EventBlock::Stamp stamp{.instrument = 3, .first_seq = 100, .flags = TL_EV_F_WARMUP};

TEST(EventBlock, BarsBecomeEventsWithTheirCloseAsTime) {
    const auto block = std::make_unique<EventBlock>();
    const BarColumns columns = bars({0, 1});

    block->fill(columns.view(), *spot_bars().interval(), stamp);

    ASSERT_EQ(block->count(), 2U);
    EXPECT_EQ(block->bytes(), 2 * sizeof(tl_ev_bar));
    const tl_ev_bar& event = block->bars()[1];
    EXPECT_EQ(event.h.size, sizeof(tl_ev_bar));
    EXPECT_EQ(event.h.type, TL_EV_BAR);
    EXPECT_EQ(event.h.flags, TL_EV_F_WARMUP);
    EXPECT_EQ(event.h.inst, 3U);
    EXPECT_EQ(event.h.seq, 101U);
    EXPECT_EQ(event.h.ts_event, bar(1).ts);
    EXPECT_EQ(event.h.ts_recv, bar(1).ts);
    EXPECT_EQ(event.interval_ns, hour_ns);
    EXPECT_EQ(event.open, bar(1).open);
    EXPECT_EQ(event.high, bar(1).high);
    EXPECT_EQ(event.low, bar(1).low);
    EXPECT_EQ(event.close, bar(1).close);
    EXPECT_EQ(event.volume, bar(1).volume);
    EXPECT_EQ(event.quote_volume_e8, bar(1).quote_volume_e8);
    EXPECT_EQ(event.taker_buy_volume, bar(1).taker_buy_volume);
    EXPECT_EQ(event.trades, bar(1).trades);
    EXPECT_EQ(event.known, bar(1).known);
}

TEST(EventBlock, TradesFundingAndMarksKeepWhatIsUnknownUnknown) {
    const auto block = std::make_unique<EventBlock>();

    const TradeColumns dealt = trades(0, 4);
    block->fill(dealt.view(), stamp);
    EXPECT_EQ(block->trades()[3].price, 700'003);
    EXPECT_EQ(block->trades()[3].qty, 8);
    EXPECT_EQ(block->trades()[3].aggressor, -1);

    const FundingColumns paid = funding(2);
    block->fill(paid.view(), stamp);
    EXPECT_EQ(block->funding()[0].mark_e8, TL_NONE);
    EXPECT_EQ(block->funding()[1].rate_e12, 30'000'000);
    EXPECT_EQ(block->funding()[1].h.ts_event, start_ns + 8 * hour_ns);

    const MarkColumns marked = marks({0});
    block->fill(marked.view(), stamp);
    EXPECT_EQ(block->marks()[0].mark_e8, 700'000'000'001);
    EXPECT_EQ(block->marks()[0].index_e8, TL_NONE);
    EXPECT_EQ(block->marks()[0].rate_e12, TL_NONE);
    EXPECT_EQ(block->marks()[0].next, TL_NONE);
    EXPECT_EQ(block->first()->type, TL_EV_MARK);
}

TEST(EventBlockDeathTest, AnotherKindOrTooManyRowsIsOurOwnMistake) {
    const auto block = std::make_unique<EventBlock>();
    const BarColumns columns = bars_between(0, 65);
    block->fill(columns.view().part(0, 64), *spot_bars().interval(), stamp);

    EXPECT_DEATH(static_cast<void>(block->trades()), "type == type_");
    EXPECT_DEATH(block->fill(columns.view(), *spot_bars().interval(), stamp), "capacity");
}

}  // namespace
}  // namespace tradelab
