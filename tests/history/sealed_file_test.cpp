#include "history/sealed_file.hpp"

#include "history/samples.hpp"
#include "os/simulated_disk.hpp"

namespace tradelab {
namespace {

UnixNanos at_hour(std::int64_t hour) {
    return UnixNanos(bar(hour).ts);
}

TEST(SealedFile, BarsComeBackAsTheyWere) {
    SimulatedDisk disk;
    const BarColumns columns = bars({0, 1, 4});

    const SealedFile file = sealed_at(disk, "/a.tlh", bar_request(columns));

    const SealedSummary& summary = file.summary();
    EXPECT_EQ(summary.series, spot_bars());
    EXPECT_EQ(summary.places, btc_places);
    EXPECT_EQ(summary.rows, 3U);
    EXPECT_EQ(summary.first, at_hour(0));
    EXPECT_EQ(summary.last, at_hour(4));
    EXPECT_EQ(summary.holes, (std::vector{Hole{at_hour(1), at_hour(3)}}));
    EXPECT_EQ(summary.provenance, provenance());
    EXPECT_EQ(rows_in(file.bars(file.all_rows()).value()), rows_in(columns.view()));
    EXPECT_TRUE(file.verify()) << error_of(file.verify());
}

TEST(SealedFile, TradesFundingAndMarksComeBackAsTheyWere) {
    SimulatedDisk disk;
    const auto sealed = [&disk](const char* path, std::string_view text, ColumnsView rows) {
        return sealed_at(disk,
                         path,
                         {.series = series(text),
                          .places = btc_places,
                          .provenance = provenance(),
                          .rows = std::move(rows)});
    };
    const TradeColumns dealt = trades(0, 10);
    const FundingColumns paid = funding(4);
    const MarkColumns marked = marks({0, 1, 3});

    const auto trade_file = sealed("/t", "binance.spot:BTC-USDT trades", dealt.view());
    const auto funding_file = sealed("/f", "binance.usdm:BTC-USDT-PERP funding", paid.view());
    const auto mark_file = sealed("/m", "binance.usdm:BTC-USDT-PERP mark 1h", marked.view());

    EXPECT_EQ(rows_in(*trade_file.trades(trade_file.all_rows())), rows_in(dealt.view()));
    EXPECT_EQ(rows_in(*funding_file.funding(funding_file.all_rows())), rows_in(paid.view()));
    EXPECT_EQ(rows_in(*mark_file.marks(mark_file.all_rows())), rows_in(marked.view()));
    EXPECT_EQ(mark_file.summary().places.price, mark_places);
    EXPECT_EQ(mark_file.summary().holes.size(), 1U);
    EXPECT_TRUE(funding_file.summary().holes.empty());
    for (const auto* file : {&trade_file, &funding_file, &mark_file}) {
        EXPECT_TRUE(file->verify()) << error_of(file->verify());
    }
}

TEST(SealedFile, ManyBlocksAreIndexedByTimeAndPrice) {
    SimulatedDisk disk;
    const BarColumns columns = bars_between(0, 10'000);

    const SealedFile file = sealed_at(disk, "/a.tlh", bar_request(columns));

    ASSERT_EQ(file.blocks(), 3U);
    EXPECT_EQ(file.block(1).rows, (RowRange{.first = 4096, .count = 4096}));
    EXPECT_EQ(file.block(1).first, at_hour(4096));
    EXPECT_EQ(file.block(1).low, bar(4096).low);
    EXPECT_EQ(file.block(1).high, bar(8191).high);
    EXPECT_EQ(file.block(2).last, at_hour(9'999));
    EXPECT_EQ(rows_in(*file.bars({.first = 4000, .count = 200})),
              rows_in(columns.view().part(4000, 200)));
    EXPECT_EQ(*file.row_at_or_after(at_hour(-1)), 0U);
    EXPECT_EQ(*file.row_at_or_after(at_hour(5000)), 5000U);
    EXPECT_EQ(*file.row_at_or_after(UnixNanos(bar(5000).ts + 1)), 5001U);
    EXPECT_EQ(*file.row_at_or_after(at_hour(9'999)), 9'999U);
    EXPECT_EQ(*file.row_at_or_after(at_hour(10'000)), 10'000U);
    EXPECT_TRUE(file.verify());
}

TEST(SealedFile, SyntheticRowsSayWhereTheyComeFrom) {
    SimulatedDisk disk;
    const BarColumns columns = bars({0, 1});
    SealRequest request = bar_request(columns);
    request.provenance = synthetic_provenance(42);

    const SealedFile file = sealed_at(disk, "/a.tlh", request);

    ASSERT_TRUE(file.summary().provenance.synthetic);
    EXPECT_EQ(file.summary().provenance.synthetic->seed, 42U);
}

TEST(SealedFile, WhatIsNoSealedFileIsRefusedByName) {
    SimulatedDisk disk;
    ASSERT_TRUE(write_atomically(disk, "/empty.tlh", ""));
    ASSERT_TRUE(write_atomically(disk, "/text.tlh", std::string(4096, 'x')));

    EXPECT_THAT(error_of(SealedFile::open(disk, "/empty.tlh")),
                testing::AllOf(testing::HasSubstr("/empty.tlh"), testing::HasSubstr("cut off")));
    EXPECT_THAT(error_of(SealedFile::open(disk, "/text.tlh")),
                testing::HasSubstr("no sealed history file"));
    EXPECT_FALSE(SealedFile::open(disk, "/absent.tlh"));
}

}  // namespace
}  // namespace tradelab
