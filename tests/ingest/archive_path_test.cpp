#include "ingest/archive_path.hpp"

#include "ingest/tables.hpp"

namespace tradelab {
namespace {

using testing::HasSubstr;

std::string facts(std::string_view path) {
    const auto read = read_archive_path(path);
    if (!read) {
        return error_of(read);
    }
    return (read->instrument ? read->instrument->text() : "?") + " " +
           (read->layout ? std::string(archive_layout_text(*read->layout)) : "?") + " " +
           (read->interval ? read->interval->text() : "?") + " " + read->location;
}

TEST(ArchivePath, TheArchivesOwnFoldersSayAll) {
    EXPECT_EQ(facts("/x/data/futures/um/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2024-01.zip"),
              "binance.usdm:BTC-USDT-PERP bars 1h um/monthly/klines/BTCUSDT/1h/"
              "BTCUSDT-1h-2024-01.zip");
    EXPECT_EQ(facts("data/spot/daily/aggTrades/ETHBTC/ETHBTC-aggTrades-2024-01-02.zip"),
              "binance.spot:ETH-BTC agg_trades ? "
              "spot/daily/aggTrades/ETHBTC/ETHBTC-aggTrades-2024-01-02.zip");
    EXPECT_EQ(facts("um/monthly/markPriceKlines/BTCUSDT/8h/BTCUSDT-8h-2024-01.zip").substr(0, 39),
              "binance.usdm:BTC-USDT-PERP mark 8h um/m");
    EXPECT_EQ(facts("um/monthly/fundingRate/BTCUSDT/BTCUSDT-fundingRate-2024-01.zip").substr(0, 36),
              "binance.usdm:BTC-USDT-PERP funding ?");
}

TEST(ArchivePath, ShorterFoldersDoToo) {
    EXPECT_EQ(facts("spot/BTCUSDT-1h.csv.gz"), "binance.spot:BTC-USDT ? 1h spot/BTCUSDT-1h.csv.gz");
    EXPECT_EQ(facts("a/um/mark/BTCUSDT-1h.csv.gz"),
              "binance.usdm:BTC-USDT-PERP mark 1h um/mark/BTCUSDT-1h.csv.gz");
    EXPECT_EQ(facts("um/fundingRate/BTCUSDT.csv.gz"),
              "binance.usdm:BTC-USDT-PERP funding ? um/fundingRate/BTCUSDT.csv.gz");
    EXPECT_EQ(facts("BTCUSDT-1h.csv"), "? ? 1h BTCUSDT-1h.csv");
}

TEST(ArchivePath, FuturesSayWhenTheyEnd) {
    EXPECT_EQ(facts("um/BTCUSDT_240628-1h.csv").substr(0, 28), "binance.usdm:BTC-USDT-240628");
    EXPECT_EQ(facts("cm/BTCUSD_PERP-1h.csv").substr(0, 26), "binance.coinm:BTC-USD-PERP");
}

TEST(ArchivePath, RefusesWhatItCannotName) {
    EXPECT_THAT(facts("um/monthly/premiumIndexKlines/BTCUSDT/1h/BTCUSDT-1h-2024-01.zip"),
                HasSubstr("premiumIndexKlines are not read"));
    EXPECT_THAT(facts("spot/WHATEVER-1h.csv"), HasSubstr("--instrument"));
    EXPECT_THAT(facts("spot/BTCUSDT-3d.csv"), HasSubstr("3d"));
    EXPECT_THAT(facts("spot/btcusdt-1h.csv"), HasSubstr("quote asset"));
}

std::string shape(std::string_view line, std::optional<ArchiveLayout> expected = {}) {
    const auto read = shape_of(line, expected);
    return read ? std::string(archive_layout_text(read->layout)) + " " +
                      std::to_string(read->columns) + " " + std::to_string(read->header_lines)
                : error_of(read);
}

TEST(ArchiveLayout, IsToldFromTheFirstLine) {
    EXPECT_EQ(shape(kline_header), "bars 11 1");
    EXPECT_EQ(shape("1,2,3,4,5,6,7,8,9,10,11,0\n"), "bars 12 0");
    EXPECT_EQ(shape(kline_header, ArchiveLayout::mark_klines), "mark 11 1");
    EXPECT_EQ(shape("calc_time,funding_interval_hours,last_funding_rate\n"), "funding 3 1");
    EXPECT_EQ(shape("1,2.0,3.0,4,5,1577836800000,true,true"), "agg_trades 8 0");
    EXPECT_EQ(shape("1,2.0,3.0,4,5,1577836800000,true"), "agg_trades 7 0");
    EXPECT_EQ(shape("1,2.0,3.0,6.0,1577836800000,true,true"), "trades 7 0");
    EXPECT_EQ(shape("1,2.0,3.0,6.0,1577836800000,true"), "trades 6 0");
}

TEST(ArchiveLayout, RefusesOtherColumnsAndContradictions) {
    EXPECT_THAT(shape("open_time,open,low,high,close,volume\n"),
                HasSubstr("column 3 is 'low' and not 'high'"));
    EXPECT_THAT(shape("date,open\n"), HasSubstr("the first column is 'date'"));
    EXPECT_THAT(shape("open_time,open,high\n"), HasSubstr("has 3 columns and not"));
    EXPECT_THAT(shape("1,2,3,4\n"), HasSubstr("the table has 4 columns"));
    EXPECT_THAT(shape(kline_header, ArchiveLayout::funding), HasSubstr("a table of bars"));
}

TEST(ArchiveLayout, RefusesWhatAnotherProgramSavedAnew) {
    EXPECT_THAT(shape("\xEF\xBB\xBFopen_time,open\n"), HasSubstr("byte order mark"));
    EXPECT_THAT(shape("\"open_time\",\"open\"\n"), HasSubstr("in quotes"));
    EXPECT_THAT(shape("1,2,3\r\n"), HasSubstr("CR LF"));
}

}  // namespace
}  // namespace tradelab
