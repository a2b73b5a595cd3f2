#include "ingest/packing.hpp"
#include "ingest/tables.hpp"

#include <cctype>
#include <ostream>

namespace tradelab {
namespace {

using testing::HasSubstr;

constexpr std::uint8_t knows_all =
    TL_BAR_KNOWS_VOLUME | TL_BAR_KNOWS_QUOTE_VOLUME | TL_BAR_KNOWS_TAKER | TL_BAR_KNOWS_TRADES;
constexpr std::uint8_t knows_volume = TL_BAR_KNOWS_VOLUME;

// The hour 2 of the samples with other words behind the price columns.
std::string hour_two(std::string_view rest) {
    return "1577844000000,7000,7001,6999,7000," + std::string(rest) + "\n";
}

TEST(Klines, BecomeBarsWithTheFewestPlacesThatHoldThem) {
    const auto table = read(klines(0, 3));

    const BarColumns bars = bars_of(table);
    ASSERT_EQ(bars.size(), 3U);
    EXPECT_EQ(bars.view()[1],
              (Bar{.ts = (start_ms + 2 * hour_ms) * 1'000'000,
                   .open = 700'110,
                   .high = 700'650,
                   .low = 699'625,
                   .close = 700'200,
                   .volume = 12'345,
                   .quote_volume_e8 = 8'642'734'500'000,
                   .taker_buy_volume = 6'100,
                   .trades = 321,
                   .known = knows_all}));
    EXPECT_EQ(table->places, (Places{.price = DecimalPlaces(2), .quantity = DecimalPlaces(3)}));
    EXPECT_EQ(table->interval->text(), "1h");
}

TEST(Klines, HeaderPackingAndAnIgnoredColumnChangeNothing) {
    const BarColumns plain = bars_of(read(klines(0, 30)));
    const std::string bare = klines(0, 30).substr(kline_header.size());
    std::string twelve = bare;
    for (std::size_t at = 0; (at = twelve.find('\n', at)) != std::string::npos; at += 3) {
        twelve.replace(at, 1, ",0\n");
    }

    for (const auto& raw : {bare, twelve, gzipped(bare), zipped({{"a.csv", bare}})}) {
        EXPECT_EQ(bars_of(read(raw)).open, plain.open);
        EXPECT_EQ(bars_of(read(raw)).ts, plain.ts);
    }
}

TEST(Klines, MicrosecondsAreToldByTheirMagnitude) {
    const BarColumns bars = bars_of(read("1577836800000000,1,1,1,1,5,1577840399999999,5,1,1,1\n"));

    EXPECT_EQ(bars.ts, (I64Column{(start_ms + hour_ms) * 1'000'000}));
}

TEST(Klines, AFileWithTwoUnitsIsRefused) {
    const auto table = read(klines_with("1577844000000000,1,1,1,1,5,1577847599999999,5,1,1,1\n"));

    EXPECT_EQ(error_of(table).substr(0, 86),
              "4: open_time '1577844000000000' is in microseconds, those before it are in "
              "millisecond");
}

TEST(Klines, SecondsAreNoTime) {
    EXPECT_THAT(error_of(read("1577836800,1,1,1,1,5,1577840399,5,1,1,1\n")),
                HasSubstr("1: open_time '1577836800' is no time in milliseconds"));
}

TEST(Klines, AZeroInAColumnOfAFileWithoutItIsUnknown) {
    const BarColumns bars =
        bars_of(read(klines(0, 0) + kline(0).substr(0, 60) + kline(0).substr(60) +
                     "1577840400000,7000,7001,6999,7000,0,1577843999999,0,0,0,0\n" + kline(2)));

    EXPECT_EQ(bars.known, (std::vector<std::uint8_t>{knows_all, knows_all, knows_all}))
        << "a bar without volume beside bars that know everything is a fact";
    const BarColumns bare =
        bars_of(read(std::string(kline_header) +
                     "1577836800000,7000,7001,6999,7000,5,1577840399999,0,0,0,0\n"
                     "1577840400000,7000,7001,6999,7000,0,1577843999999,0,0,0,0\n"));
    EXPECT_EQ(bare.known, (std::vector<std::uint8_t>{knows_volume, knows_volume}));
}

TEST(Klines, ARecordingThatBeganToKeepColumnsIsKnownFromThereOn) {
    const BarColumns bars =
        bars_of(read(std::string(kline_header) +
                     "1577836800000,7000,7001,6999,7000,5,1577840399999,0,0,0,0\n"
                     "1577840400000,7000,7001,6999,7000,0,1577843999999,0,0,0,0\n" +
                     kline(2) + "1577847600000,7000,7001,6999,7000,0,1577851199999,0,0,0,0\n"));

    EXPECT_EQ(bars.known,
              (std::vector<std::uint8_t>{knows_volume, knows_volume, knows_all, knows_all}));
}

TEST(Klines, ABarInWhichTakersOnlySoldIsAFact) {
    const BarColumns bars = bars_of(read(klines_with(hour_two("5,1577847599999,35000,3,0,0"))));

    EXPECT_EQ(bars.known[2], knows_all);
}

TEST(Klines, WhereNoVolumeIsThereAtAllNoneIsKnown) {
    const BarColumns bars =
        bars_of(read("1577836800000,7000,7001,6999,7000,0,1577840399999,0,0,0,0\n"));

    EXPECT_EQ(bars.known, (std::vector<std::uint8_t>{0}));
}

TEST(Klines, GapsStayGaps) {
    const BarColumns bars = bars_of(read(klines(0, 2) + kline(9)));

    EXPECT_EQ(bars.ts[2] - bars.ts[1], 8 * hour_ms * 1'000'000);
}

struct BadLine {
    std::string line;
    std::string says;

    // The name of the test: words and digits only, for names go through scripts.
    friend void PrintTo(const BadLine& line, std::ostream* out) {
        for (const char c : line.says) {
            *out << (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '-'
                         ? c
                         : '_');
        }
    }
};
class BadKline : public testing::TestWithParam<BadLine> {};

TEST_P(BadKline, IsRefusedWithItsLineAndColumn) {
    const auto table = read(klines_with(GetParam().line));

    EXPECT_EQ(error_of(table).substr(0, GetParam().says.size()), GetParam().says);
    EXPECT_EQ(error_of(read(gzipped(klines_with(GetParam().line)))), error_of(table));
}

INSTANTIATE_TEST_SUITE_P(
    Lines,
    BadKline,
    testing::Values(
        BadLine{replaced(kline(2), "7007.5", "abc"), "4: high 'abc' is not a decimal"},
        BadLine{replaced(kline(2), "7007.5", "NaN"), "4: high 'NaN' is not a decimal"},
        BadLine{replaced(kline(2), "7007.5", "1e4"), "4: high '1e4' is not a decimal"},
        BadLine{replaced(kline(2), "7007.5", "inf"), "4: high 'inf' is not a decimal"},
        BadLine{replaced(kline(2), "7007.5", ""), "4: high '' is empty"},
        BadLine{replaced(kline(2), "7007.5", " 7007"), "4: high ' 7007' is not a decimal"},
        BadLine{replaced(kline(2), "7007.5", "\"7007.5\""), "4: high '\"7007.5\"' is in quotes"},
        BadLine{replaced(kline(2), "7007.5", "-7007.5"), "4: high '-7007.5' is negative"},
        BadLine{replaced(kline(2), "7007.5", "0.00"), "4: high '0.00' is not positive"},
        BadLine{replaced(kline(2), "7007.5", "7007.123456789"),
                "4: high '7007.123456789' has more than 8 decimal places"},
        BadLine{replaced(kline(2), "7007.5", "99999999999999999999"),
                "4: high '99999999999999999999' has more than 18 digits"},
        BadLine{replaced(kline(2), "7007.5", "99999999999999999"),
                "4: high '99999999999999999' does not fit into 64 bits"},
        BadLine{replaced(kline(2), "7007.5", "6990"), "4: high '6990' is below low"},
        BadLine{replaced(kline(2), ",321,", ",3.5,"), "4: count '3.5' is not a whole number"},
        BadLine{replaced(kline(2), "\n", "\r\n"),
                "4: taker_buy_quote_volume '42700.25?' ends in CR"},
        BadLine{replaced(kline(2), "\n", ",0\n"),
                "4: taker_buy_quote_volume '42700.25' must be the"},
        BadLine{replaced(kline(2), ",42700.25", ""),
                "4: taker_buy_volume '6.1' is the last column"},
        BadLine{kline(1),
                "4: open_time '1577840400000' is 2020-01-01T01:00:00Z, as the line before"},
        BadLine{kline(0), "4: open_time '1577836800000' is 2020-01-01T00:00:00Z and follows"},
        BadLine{replaced(kline(2), "1577844000000", "1577844000001"),
                "4: open_time '1577844000001' is not on the grid of 1h"},
        BadLine{replaced(kline(2), "1577847599999", "1577847600000"),
                "4: close_time '1577847600000' is not within the 1h after open_time"},
        BadLine{replaced(kline(2), "1577847599999", "1577847599999999"),
                "4: close_time '1577847599999999' is in another unit than open_time"},
        BadLine{replaced(kline(2), "1577847599999", "1577843999999"),
                "4: close_time '1577843999999' is not within"},
        BadLine{std::string("\n"), "4: open_time '' is empty"},
        BadLine{std::string("\0\xff,1\n", 5), "4: open_time '\?\?' is not a whole number"}));

TEST(Klines, SwappedColumnsAreRefused) {
    const auto swapped = [](std::string_view header) {
        std::string text(header);
        for (std::int64_t hour = 0; hour < 5; ++hour) {
            const auto opened = start_ms + hour * hour_ms;
            text += std::to_string(opened) + ",7010,7000,6990,7001,5," +
                    std::to_string(opened + hour_ms - 1) + ",35000,3,1,7000\n";
        }
        return text;
    };

    EXPECT_THAT(error_of(read(swapped(kline_header))),
                HasSubstr("2: open or close is not between low and high"));
    EXPECT_THAT(error_of(read(swapped(""))), HasSubstr("1: open or close is not between"));
    EXPECT_THAT(error_of(read(swapped(""))), HasSubstr("5 of 5 rows"));
    EXPECT_THAT(error_of(read(replaced(klines(0, 3), "open,high", "high,open"))),
                HasSubstr("1: column 2 is 'high' and not 'open'"));
}

TEST(Klines, ASingleImpossibleBarIsTheValidatorsToJudge) {
    EXPECT_TRUE(read(klines_with("1577844000000,7010,7001,6999,7000,5,1577847599999,5,1,1,1\n")));
}

TEST(Klines, TheNameMustAgreeWithTheRows) {
    const auto minute = BarInterval::parse("1m").value();
    const auto day = BarInterval::parse("1d").value();

    EXPECT_THAT(error_of(read(klines(0, 3), {.interval = minute})),
                HasSubstr("is not within the 1m after open_time"));
    EXPECT_THAT(error_of(read(klines(0, 3), {.interval = day})), HasSubstr("1d"));
}

TEST(Table, WithoutRowsIsRefused) {
    EXPECT_THAT(error_of(read("")), HasSubstr("1: the file is empty"));
    EXPECT_THAT(error_of(read(gzipped(""))), HasSubstr("the file is empty"));
    EXPECT_THAT(error_of(read(kline_header)), HasSubstr("2: there are no rows below the header"));
}

TEST(Marks, KeepEightPlacesAndNoIndex) {
    const auto table = read("1577836800000,7000.12345678,7001,6999,7000,0,1577840399999,0,0,0,0\n",
                            {.layout = ArchiveLayout::mark_klines});

    ASSERT_TRUE(table) << error_of(table);
    const auto& marks = std::get<MarkColumns>(table->columns);
    EXPECT_EQ(marks.view()[0],
              (Mark{.ts = (start_ms + hour_ms) * 1'000'000,
                    .open_e8 = 700'012'345'678,
                    .high_e8 = 700'100'000'000,
                    .low_e8 = 699'900'000'000,
                    .close_e8 = 700'000'000'000}));
}

constexpr std::string_view funding_header = "calc_time,funding_interval_hours,last_funding_rate\n";

TEST(FundingTable, StampsSnapToTheirBoundaryAndAreKept) {
    const auto table =
        read(std::string(funding_header) + "1577836800016,8,0.0001\n1577865599990,8,-4.923E-5\n");

    ASSERT_TRUE(table) << error_of(table);
    const auto& funding = std::get<FundingColumns>(table->columns);
    EXPECT_EQ(funding.view()[0],
              (Funding{.ts = start_ms * 1'000'000,
                       .ts_recorded = (start_ms + 16) * 1'000'000,
                       .rate_e12 = 100'000'000,
                       .interval_ns = 8 * hour_ms * 1'000'000}));
    EXPECT_EQ(funding.ts[1], (start_ms + 8 * hour_ms) * 1'000'000);
    EXPECT_EQ(funding.rate_e12[1], -49'230'000);
}

TEST(FundingTable, RefusesWhatIsNoSettlement) {
    const auto after = [](std::string_view line) {
        return error_of(
            read(std::string(funding_header) + "1577836800000,8,0.0001\n" + std::string(line)));
    };

    EXPECT_THAT(after("1577865661000,8,0.1\n"), HasSubstr("3: calc_time '1577865661000' is more"));
    EXPECT_THAT(after("1577836800005,8,0.1\n"), HasSubstr("as the line before"));
    EXPECT_THAT(after("1577865600000,0,0.1\n"), HasSubstr("is not between 1 and 24"));
    EXPECT_THAT(after("1577865600000,8,NaN\n"), HasSubstr("last_funding_rate 'NaN'"));
    EXPECT_THAT(after("1577865600000,8,--1\n"), HasSubstr("last_funding_rate '--1'"));
    EXPECT_THAT(after("1577865600000,8,1E5\n"), HasSubstr("is not a decimal"));
    EXPECT_THAT(after("1577865600000,8,1E-99\n"), HasSubstr("more than 12 decimal"));
    EXPECT_THAT(after("1577865600000,8,0.0000000000001\n"), HasSubstr("more than 12 decimal"));
}

TEST(TradeTables, OfBothKindsAndMarketsAreRead) {
    const std::vector<std::string> texts = {
        "7,100.5,0.25,7,7,1577836800000,true\n8,100.6,1,8,9,1577836800000,false\n",
        "7,100.50000000,0.25,7,7,1577836800000000,True,True\n"
        "8,100.6,1,8,9,1577836800000000,False,True\n",
        "7,100.5,0.25,25.125,1577836800000,true\n8,100.6,1,100.6,1577836800000,false\n",
        "id,price,qty,quote_qty,time,is_buyer_maker\n"
        "7,100.5,0.25,25.125,1577836800000,true\n8,100.6,1,100.6,1577836800000,false\n",
        "7,100.5,0.25,25.125,1577836800000,True,True\n8,100.6,1,1.6,1577836800000,False,True\n"};
    for (const auto& text : texts) {
        SCOPED_TRACE(text);
        const auto table = read(text);
        ASSERT_TRUE(table) << error_of(table);
        const auto trades = std::get<TradeColumns>(table->columns);
        ASSERT_EQ(trades.size(), 2U);
        EXPECT_EQ(trades.view()[0],
                  (Trade{.ts = start_ms * 1'000'000,
                         .price = 1'005,
                         .quantity = 25,
                         .id = 7,
                         .aggressor = -1}));
        EXPECT_EQ(trades.aggressor[1], 1);
    }
}

TEST(TradeTables, RefuseWhatIsOutOfOrder) {
    const std::string one = "7,100.5,0.25,7,7,1577836800000,true\n";

    EXPECT_THAT(error_of(read(one + one)), HasSubstr("2: agg_trade_id '7' follows 7"));
    EXPECT_THAT(error_of(read(one + "8,100.5,0.25,7,7,1577836799999,true\n")),
                HasSubstr("2: transact_time '1577836799999' is 2019-12-31T23:59:59.999Z and"));
    EXPECT_THAT(error_of(read(one + "8,100.5,0,7,7,1577836800000,true\n")),
                HasSubstr("2: quantity '0' is not positive"));
    EXPECT_THAT(error_of(read(one + "8,100.5,1,7,7,1577836800000,maybe\n")),
                HasSubstr("2: is_buyer_maker 'maybe' is not true or false"));
}

}  // namespace
}  // namespace tradelab
