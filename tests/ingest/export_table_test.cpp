#include "ingest/export_table.hpp"

#include "ingest/tables.hpp"

namespace tradelab {
namespace {

using testing::HasSubstr;

Series series(std::string_view text) {
    return Series::parse(text).value();
}

std::string exported(const TableText& table, const ColumnsView& rows) {
    std::string text = table.header();
    const auto done = table.append(rows, text);
    EXPECT_TRUE(done) << error_of(done);
    return text;
}

TEST(TableText, BarsComeBackTheSame) {
    const std::string text =
        klines(0, 20) + "1577923200000,7000,7001,6999,7000,0,1577926799999,0,0,0,0\n";
    const auto once = read(text);
    const TableText table(
        series("binance.usdm:BTC-USDT-PERP bars 1h"), once->places, TableText::Unit::milliseconds);

    const std::string out = exported(table, view_of(once->columns));

    const auto twice = read(out);
    ASSERT_TRUE(twice) << error_of(twice);
    EXPECT_EQ(twice->places, once->places);
    EXPECT_EQ(bars_of(twice).known, bars_of(once).known);
    EXPECT_EQ(bars_of(twice).quote_volume_e8, bars_of(once).quote_volume_e8);
    EXPECT_EQ(out, exported(table, view_of(twice->columns)));
    const TableText fine(
        series("binance.usdm:BTC-USDT-PERP bars 1h"), once->places, TableText::Unit::microseconds);
    EXPECT_EQ(bars_of(read(exported(fine, view_of(once->columns)))).ts, bars_of(once).ts);
}

TEST(TableText, FundingMarksAndTradesComeBackTheSame) {
    const auto funding = read("1577836800016,8,0.0001\n1577865600000,8,-0.00004923\n");
    const auto marks = read("1577836800000,7000.5,7001,6999,7000,0,1577840399999,0,0,0,0\n",
                            {.layout = ArchiveLayout::mark_klines});
    const auto trades = read("7,100.5,0.25,7,7,1577836800000,true\n");

    const std::string funding_text =
        exported({series("a:B funding"), funding->places, TableText::Unit::milliseconds},
                 view_of(funding->columns));
    const std::string mark_text =
        exported({series("a:B mark 1h"), marks->places, TableText::Unit::milliseconds},
                 view_of(marks->columns));
    const std::string trade_text =
        exported({series("a:B trades"), trades->places, TableText::Unit::milliseconds},
                 view_of(trades->columns));

    EXPECT_EQ(std::get<FundingColumns>(read(funding_text)->columns).ts_recorded,
              std::get<FundingColumns>(funding->columns).ts_recorded);
    EXPECT_EQ(
        std::get<MarkColumns>(read(mark_text, {.layout = ArchiveLayout::mark_klines})->columns)
            .open_e8,
        std::get<MarkColumns>(marks->columns).open_e8);
    EXPECT_EQ(std::get<TradeColumns>(read(trade_text)->columns).view()[0],
              std::get<TradeColumns>(trades->columns).view()[0]);
}

TEST(TableText, RefusesWhatTheLayoutCannotSay) {
    TradeColumns trades;
    trades.append({.ts = start_ms * 1'000'000, .price = 1, .quantity = 1});
    const TableText table(series("a:B trades"), {}, TableText::Unit::milliseconds);
    std::string text;

    EXPECT_THAT(error_of(table.append(trades.view(), text)), HasSubstr("no id or no side"));
    trades.ts[0] += 1;
    EXPECT_THAT(error_of(table.append(trades.view(), text)), HasSubstr("finer than"));
}

}  // namespace
}  // namespace tradelab
