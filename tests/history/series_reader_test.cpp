#include "history/series_reader.hpp"

#include "history/samples.hpp"
#include "os/simulated_disk.hpp"

#include <memory>

namespace tradelab {
namespace {

UnixNanos at_hour(std::int64_t hour) {
    return UnixNanos(bar(hour).ts);
}

// Seals files one after the other and reads them as one series.
class Shelf {
public:
    void put(const SealRequest& request) {
        const std::string path = "/" + std::to_string(files_.size());
        files_.push_back(sealed_at(disk_, path, request));
    }
    Result<SeriesReader> open(const SeriesSelection& selection = {}) {
        return SeriesReader::open(std::move(files_), selection);
    }

private:
    SimulatedDisk disk_;
    std::vector<SealedFile> files_;
};

std::vector<Bar> all_bars(SeriesReader& reader, std::size_t rows_max) {
    std::vector<Bar> all;
    while (true) {
        const auto view = reader.next(rows_max);
        EXPECT_TRUE(view) << error_of(view);
        if (!view || rows_of(*view) == 0) {
            return all;
        }
        for (const Bar& one : rows_in(std::get<BarView>(*view))) {
            all.push_back(one);
        }
    }
}

TEST(SeriesReader, FilesThatAbutReadAsOneInAnyOrder) {
    Shelf shelf;
    const BarColumns early = bars_between(0, 5000);
    const BarColumns late = bars_between(5000, 9000);
    shelf.put(bar_request(late));
    shelf.put(bar_request(early));

    auto reader = shelf.open();

    ASSERT_TRUE(reader) << error_of(reader);
    EXPECT_EQ(reader->rows(), 9000U);
    EXPECT_TRUE(reader->holes().empty());
    EXPECT_EQ(reader->files().front()->first, at_hour(0));
    EXPECT_EQ(all_bars(*reader, 1000), rows_in(bars_between(0, 9000).view()));
    EXPECT_EQ(*reader->next_time(), std::nullopt);
}

TEST(SeriesReader, AHoleBetweenFilesIsAHoleAndOneThatAnotherFileFillsIsNone) {
    Shelf shelf;
    const BarColumns first = bars({0, 1, 4, 5});
    const BarColumns filling = bars({2, 3, 4});
    const BarColumns later = bars({8, 9, 11});
    shelf.put(bar_request(first));
    shelf.put(bar_request(filling));
    shelf.put(bar_request(later));

    auto reader = shelf.open();

    ASSERT_TRUE(reader) << error_of(reader);
    EXPECT_EQ(reader->holes(),
              (std::vector{Hole{at_hour(5), at_hour(7)}, Hole{at_hour(9), at_hour(10)}}));
    EXPECT_EQ(all_bars(*reader, 64), rows_in(bars({0, 1, 2, 3, 4, 5, 8, 9, 11}).view()));
}

TEST(SeriesReader, OverlapsThatAgreeAreReadOnceAndTheOneThatKnowsMoreWins) {
    Shelf shelf;
    BarColumns poor = bars_between(0, 6);
    for (std::size_t i = 0; i < poor.size(); ++i) {
        poor.trades[i] = 0;
        poor.known[i] = poor.known[i] & static_cast<std::uint8_t>(~TL_BAR_KNOWS_TRADES);
    }
    const BarColumns rich = bars_between(3, 9);
    shelf.put(bar_request(poor));
    shelf.put(bar_request(rich));

    auto reader = shelf.open();

    ASSERT_TRUE(reader) << error_of(reader);
    EXPECT_EQ(reader->rows(), 9U);
    const auto all = all_bars(*reader, 64);
    ASSERT_EQ(all.size(), 9U);
    EXPECT_EQ(all[2], poor.view()[2]);
    EXPECT_EQ(all[3], bar(3));
    EXPECT_EQ(all[8], bar(8));
}

TEST(SeriesReader, ADifferenceIsRefusedNamingTheRowInBothFiles) {
    Shelf shelf;
    const BarColumns first = bars_between(0, 6);
    BarColumns second = bars_between(3, 9);
    second.close[1] += 1;
    second.close[2] += 1;
    shelf.put(bar_request(first));
    shelf.put(bar_request(second));

    const auto reader = shelf.open();

    ASSERT_FALSE(reader);
    EXPECT_EQ(reader.error().code, ErrorCode::duplicate);
    EXPECT_THAT(describe(reader.error()),
                testing::AllOf(testing::HasSubstr("2020-01-01T04:00:00Z"),
                               testing::HasSubstr("'/0' row 4 and '/1' row 1"),
                               testing::HasSubstr("close is 7000.47 against 7000.48")));
}

TEST(SeriesReader, FilesThatEachKnowWhatTheOtherDoesNotAreRefused) {
    Shelf shelf;
    BarColumns first = bars({0});
    first.trades[0] = 0;
    first.known[0] = first.known[0] & static_cast<std::uint8_t>(~TL_BAR_KNOWS_TRADES);
    BarColumns second = bars({0});
    second.taker_buy_volume[0] = 0;
    second.known[0] = second.known[0] & static_cast<std::uint8_t>(~TL_BAR_KNOWS_TAKER);
    shelf.put(bar_request(first));
    shelf.put(bar_request(second));

    EXPECT_THAT(error_of(shelf.open()), testing::HasSubstr("only the first knows"));
}

TEST(SeriesReader, PlacesAreConvertedExactlyOrRefused) {
    const BarColumns coarse = bars({0, 1});
    BarColumns fine = bars({1, 2});
    for (auto* column : {&fine.open, &fine.high, &fine.low, &fine.close}) {
        for (std::int64_t& value : *column) {
            value *= 100;
        }
    }
    SealRequest finer = bar_request(fine);
    finer.places.price = DecimalPlaces(4);
    const auto shelf_of_both = [&] {
        auto shelf = std::make_unique<Shelf>();
        shelf->put(bar_request(coarse));
        shelf->put(finer);
        return shelf;
    };

    auto finest = shelf_of_both()->open();
    ASSERT_TRUE(finest) << error_of(finest);
    EXPECT_EQ(finest->places().price, DecimalPlaces(4));
    const auto all = all_bars(*finest, 64);
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].open, bar(0).open * 100);
    EXPECT_EQ(all[0].volume, bar(0).volume);
    EXPECT_EQ(all[2].open, bar(2).open * 100);

    auto given = shelf_of_both()->open({.places = btc_places});
    ASSERT_TRUE(given);
    EXPECT_EQ(all_bars(*given, 64), rows_in(bars({0, 1, 2}).view()));

    auto too_coarse = shelf_of_both()->open(
        {.places = Places{.price = DecimalPlaces(1), .quantity = DecimalPlaces(3)}});
    ASSERT_TRUE(too_coarse);
    EXPECT_THAT(error_of(too_coarse->next(64)), testing::HasSubstr("cannot be written with 1"));

    auto too_fine = shelf_of_both()->open(
        {.places = Places{.price = DecimalPlaces(18), .quantity = DecimalPlaces(3)}});
    ASSERT_TRUE(too_fine);
    EXPECT_EQ(too_fine->next(64).error().code, ErrorCode::overflow);
}

TEST(SeriesReader, ARangeTakesItsStartAndLeavesItsEnd) {
    Shelf shelf;
    const BarColumns first = bars({0, 1, 4, 5});
    const BarColumns second = bars({8, 9});
    shelf.put(bar_request(first));
    shelf.put(bar_request(second));

    auto reader = shelf.open({.range = {.from = at_hour(3), .to = at_hour(9)}});

    ASSERT_TRUE(reader) << error_of(reader);
    EXPECT_EQ(reader->holes(), (std::vector{Hole{at_hour(5), at_hour(7)}}));
    EXPECT_EQ(all_bars(*reader, 64), rows_in(bars({4, 5, 8}).view()));
}

TEST(SeriesReader, AnEmptyRangeIsMissingData) {
    Shelf shelf;
    const BarColumns columns = bars({0, 1, 4});
    shelf.put(bar_request(columns));

    const auto reader = shelf.open({.range = {.from = at_hour(2), .to = at_hour(4)}});

    ASSERT_FALSE(reader);
    EXPECT_EQ(reader.error().code, ErrorCode::data_missing);
}

TEST(SeriesReader, SeekGoesForwardBackAndPastTheEnd) {
    Shelf shelf;
    const BarColumns first = bars_between(0, 5000);
    const BarColumns second = bars_between(6000, 9000);
    shelf.put(bar_request(first));
    shelf.put(bar_request(second));
    auto reader = shelf.open();
    ASSERT_TRUE(reader);

    for (const auto& [to, found] : std::vector<std::pair<std::int64_t, std::int64_t>>{
             {4999, 4999}, {5500, 6000}, {17, 17}, {8999, 8999}, {-5, 0}, {6000, 6000}}) {
        ASSERT_TRUE(reader->seek(at_hour(to)));
        EXPECT_EQ(*reader->next_time(), at_hour(found));
    }
    ASSERT_TRUE(reader->seek(at_hour(9000)));
    EXPECT_EQ(*reader->next_time(), std::nullopt);
    EXPECT_EQ(rows_of(*reader->next(64)), 0U);
}

TEST(SeriesReader, EventsArriveInBlocksOfSixtyFourWithTheirSequence) {
    Shelf shelf;
    const BarColumns columns = bars_between(0, 5000);
    shelf.put(bar_request(columns));
    auto reader = shelf.open();
    ASSERT_TRUE(reader);

    const auto block = std::make_unique<EventBlock>();
    std::uint64_t seq = 1;
    std::int64_t hour = 0;
    while (true) {
        ASSERT_TRUE(reader->next(*block, {.instrument = 1, .first_seq = seq}));
        if (block->count() == 0) {
            break;
        }
        EXPECT_TRUE(block->count() == 64 || hour + 8 == 5000);
        for (const tl_ev_bar& event : block->bars()) {
            ASSERT_EQ(event.h.seq, seq);
            ASSERT_EQ(event.close, bar(hour).close);
            ++seq;
            ++hour;
        }
    }
    EXPECT_EQ(hour, 5000);
}

SealRequest trade_request(const TradeColumns& columns) {
    return {.series = series("binance.spot:BTC-USDT trades"),
            .places = btc_places,
            .provenance = provenance(),
            .rows = columns.view()};
}

TEST(SeriesReader, TradesOfOneTimeAreJoinedByTheirIds) {
    Shelf shelf;
    const TradeColumns first = trades(0, 8);   // ends within the time of the ids 6, 7, 8
    const TradeColumns second = trades(7, 9);  // begins within it
    shelf.put(trade_request(second));
    shelf.put(trade_request(first));

    auto reader = shelf.open();

    ASSERT_TRUE(reader) << error_of(reader);
    EXPECT_EQ(reader->rows(), 16U);
    std::vector<Trade> all;
    for (auto view = *reader->next(64); rows_of(view) != 0; view = *reader->next(64)) {
        for (const Trade& one : rows_in(std::get<TradeView>(view))) {
            all.push_back(one);
        }
    }
    EXPECT_EQ(all, rows_in(trades(0, 16).view()));
}

TEST(SeriesReader, TradesWithoutIdsMayAbutButNotOverlap) {
    TradeColumns first = trades(0, 9);
    TradeColumns abutting = trades(9, 9);
    TradeColumns overlapping = trades(8, 9);
    for (auto* columns : {&first, &abutting, &overlapping}) {
        columns->id.assign(columns->size(), TL_NONE);
    }
    Shelf good;
    good.put(trade_request(first));
    good.put(trade_request(abutting));
    Shelf bad;
    bad.put(trade_request(first));
    bad.put(trade_request(overlapping));

    EXPECT_TRUE(good.open());
    EXPECT_THAT(error_of(bad.open()), testing::HasSubstr("no ids to tell them apart"));
}

TEST(SeriesReader, RecordedAndSyntheticRowsNeverMix) {
    const BarColumns first = bars({0, 1});
    const BarColumns second = bars({2, 3});
    SealRequest synthetic = bar_request(first);
    synthetic.provenance = synthetic_provenance(1);
    SealRequest another = bar_request(second);
    another.provenance = synthetic_provenance(2);
    Shelf mixed;
    mixed.put(synthetic);
    mixed.put(bar_request(second));
    Shelf two_markets;
    two_markets.put(synthetic);
    two_markets.put(another);

    EXPECT_THAT(error_of(mixed.open()), testing::HasSubstr("one is recorded"));
    EXPECT_THAT(error_of(two_markets.open()), testing::HasSubstr("two synthetic markets"));
}

}  // namespace
}  // namespace tradelab
