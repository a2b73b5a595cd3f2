#include "report/tear_sheet.hpp"

#include "report/figures.hpp"
#include "report/fixture.hpp"
#include "report/sums.hpp"
#include "report/xml_parser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace tradelab {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<std::pair<std::string, BacktestResult>> every_case() {
    std::vector<std::pair<std::string, BacktestResult>> cases;
    cases.emplace_back("full", fixture_result());
    BacktestResult synthetic = fixture_result({.seed = 3, .edge_e4 = 60});
    synthetic.manifest.is_synthetic = true;
    synthetic.manifest.may_be_promoted = false;
    synthetic.manifest.why_not = "its data is synthetic";
    cases.emplace_back("synthetic", std::move(synthetic));
    cases.emplace_back("nothing", empty_result());
    cases.emplace_back("no_trades", flat_result(2'000));
    cases.emplace_back("one_bar", flat_result(1));
    cases.emplace_back("ruined", ruined_result());
    cases.emplace_back("losing", fixture_result({.seed = 5, .edge_e4 = -40}));
    cases.emplace_back("huge", fixture_result({.seed = 7, .capital = 90'000'000'000'000'000}));
    cases.emplace_back("hostile", hostile_result());
    return cases;
}

std::size_t count_of(const std::string& text, const std::string& piece) {
    std::size_t count = 0;
    for (auto at = text.find(piece); at != std::string::npos; at = text.find(piece, at + 1)) {
        ++count;
    }
    return count;
}

TEST(TearSheet, IsSmallAndFetchesNothing) {
    for (const auto& [name, result] : every_case()) {
        const std::string page = tear_sheet(result);

        EXPECT_LT(page.size(), 1'000'000U) << name;
        for (const char* fetching : {"<script",
                                     "<link",
                                     "<img",
                                     "<iframe",
                                     "<object",
                                     " src=",
                                     "url(",
                                     "@import",
                                     "@font-face",
                                     "href=\"h",
                                     "xlink"}) {
            EXPECT_THAT(page, Not(HasSubstr(fetching))) << name;
        }
        EXPECT_THAT(page, HasSubstr("default-src 'none'"));
    }
}

TEST(TearSheet, IsTheSameForTheSameResult) {
    EXPECT_EQ(tear_sheet(fixture_result()), tear_sheet(fixture_result()));
}

TEST(TearSheet, NumbersAreNeverNotANumber) {
    for (const auto& [name, result] : every_case()) {
        const std::string page = tear_sheet(result);

        for (const char* wrong :
             {">nan", "nan,", ",nan", "inf,", "\"nan", "-nan", ">inf", "nan %"}) {
            EXPECT_THAT(page, Not(HasSubstr(wrong))) << name;
        }
    }
}

TEST(TearSheet, EveryPlotAndTableOfASyntheticMarketIsStamped) {
    BacktestResult result = fixture_result();
    const std::string recorded = tear_sheet(result);
    result.manifest.is_synthetic = true;

    const std::string page = tear_sheet(result);

    EXPECT_EQ(count_of(page, "class=\"stamp\""), count_of(page, "<svg "));
    EXPECT_EQ(count_of(page, "class=\"syn\""), count_of(page, "<table"));
    EXPECT_GT(count_of(page, "<svg "), 7U);
    EXPECT_THAT(page, HasSubstr("<title>SYNTHETIC: "));
    EXPECT_THAT(recorded, Not(HasSubstr("class=\"stamp\"")));
}

TEST(TearSheet, EveryPlotHasATitleForThoseWhoCannotSeeIt) {
    const std::string page = tear_sheet(fixture_result());

    EXPECT_EQ(count_of(page, "<svg "), count_of(page, "role=\"img\" aria-labelledby="));
    EXPECT_EQ(count_of(page, "<svg "), count_of(page, "<desc "));
}

TEST(TearSheet, ALongListOfTradesIsCutAndSaysSo) {
    const std::string page = tear_sheet(fixture_result());

    EXPECT_THAT(page,
                HasSubstr("The first 25 and the last 25 of 200 trades; all are in trades.csv"));
}

TEST(TearSheet, GrossOfAllYearsIsWhatWasEarnedBeforeAnyCost) {
    BacktestResult result = fixture_result();
    result.years.resize(1);
    result.years.front().gross = result.statement.realised;
    result.years.front().slippage = -cost_steps(result)[1].amount;

    const std::string page = tear_sheet(result);

    const std::string earned = signed_cash_text(cost_steps(result).front().amount);
    const std::string years = page.substr(page.find("By year"));
    EXPECT_THAT(years.substr(0, years.find("</table>")), HasSubstr(">" + earned + "<"));
}

// Half of a page would cut its last columns.
TEST(TearSheet, TheFundingTableHasTheWidthOfThePage) {
    const std::string page = tear_sheet(fixture_result());
    const auto table = page.find("Funding by year (USDT)");
    ASSERT_NE(table, std::string::npos);

    const auto pair = page.rfind("<div class=\"pair\">", table);

    EXPECT_LT(page.find("</div>\n</div>\n", pair), table);
}

TEST(TearSheet, ALogarithmicAxisIsSaidToBeOne) {
    BacktestResult result = fixture_result({.bars = 3'000, .trades = 10});
    for (CurvePoint& point : result.curve) {
        point.buy_and_hold = point.equity;
    }
    EXPECT_THAT(tear_sheet(result), Not(HasSubstr("USDT, log scale")));

    result.curve.back().equity *= 6;

    EXPECT_THAT(tear_sheet(result), HasSubstr("USDT, log scale"));
}

TEST(TearSheet, AnXmlParserAcceptsEveryPage) {
    if (!has_xml_parser()) {
        GTEST_SKIP() << no_xml_parser;
    }
    for (const auto& [name, result] : every_case()) {
        EXPECT_EQ(complaint_about("tear_sheet_" + name, tear_sheet(result)), "");
    }
}

}  // namespace
}  // namespace tradelab
