#include "document/json_write.hpp"
#include "report/fixture.hpp"
#include "report/metrics.hpp"
#include "report/record_sheets.hpp"
#include "report/result_json.hpp"
#include "report/tear_sheet.hpp"
#include "report/terminal_summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

// What protected the open positions, and what belongs together, wherever a result is shown.
namespace tradelab {
namespace {

using testing::HasSubstr;

// 80 of 100 bars and 70 % of the exposure were protected.
const BacktestResult& result() {
    static const BacktestResult one = fixture_result({.bars = 500, .trades = 8});
    return one;
}

TEST(CoverageShown, InTheMetricsAndByKindInJson) {
    const std::string json = line_json(metrics_json(result()));

    EXPECT_THAT(json,
                HasSubstr(R"("coverage":{"open_bars":100,"time":0.8,"exposure":0.7,"kinds":{)"));
    EXPECT_THAT(json, HasSubstr(R"("stop":{"bars":80,"share":0.7})"));
    EXPECT_THAT(json, HasSubstr(R"("none":{"bars":20,"share":0.3})"));
    EXPECT_THAT(json, HasSubstr(R"("hedge_pair":{"bars":0,"share":0})"));
}

TEST(CoverageShown, OnACardAndInATableOfTheTearSheet) {
    const std::string page = tear_sheet(result());

    EXPECT_THAT(page, HasSubstr("<dt>Protected</dt><dd>70.0 %"));
    EXPECT_THAT(page, HasSubstr("80.0 % of time"));
    EXPECT_THAT(page, HasSubstr("What protected the open positions"));
}

TEST(CoverageShown, InTheTerminalSummary) {
    std::string text;
    for (const SummaryLine& line : terminal_summary(result(), {})) {
        text += line.text + "\n";
    }

    EXPECT_THAT(text, testing::ContainsRegex("Exposure protected +70.00 %"));
    EXPECT_THAT(text, testing::ContainsRegex("Time protected +80.00 %"));
}

TEST(CoverageShown, OfNothingIsUndefinedAndNotAZero) {
    const auto metrics = metrics_of(flat_result(50));
    for (const std::string_view key : {"coverage", "coverage_time"}) {
        const auto metric = std::ranges::find(metrics, key, &Metric::key);
        ASSERT_NE(metric, metrics.end()) << key;
        EXPECT_EQ(metric->value, std::nullopt) << key;
    }
}

TEST(TradeList, ShowsBothLegsOfAPairUnderOneNumber) {
    BacktestResult paired = result();
    paired.trades.resize(2);
    paired.trades[1].trade = 1;

    const Sheet sheet = trades_sheet(paired);

    ASSERT_EQ(sheet.rows.size(), 2U);
    EXPECT_EQ(sheet.columns[1].name, "trade");
    EXPECT_EQ(sheet.rows[0][1], "1");
    EXPECT_EQ(sheet.rows[1][1], "1");
    EXPECT_THAT(tear_sheet(paired), HasSubstr("All 2 legs of trades"));
    EXPECT_THAT(tear_sheet(result()), HasSubstr("All 8 trades"));
}

}  // namespace
}  // namespace tradelab
