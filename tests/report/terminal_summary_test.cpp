#include "report/terminal_summary.hpp"

#include "report/fixture.hpp"
#include "terminal/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace tradelab {
namespace {

std::string text_of(const BacktestResult& result, SummaryOptions options = {}) {
    std::string out;
    for (const SummaryLine& line : terminal_summary(result, options)) {
        out += line.text + "\n";
    }
    return out;
}

TEST(TerminalSummary, AnswersFirstWhetherItWouldHaveMadeMoney) {
    const std::string won = text_of(fixture_result());
    const std::string lost = text_of(fixture_result({.edge_e4 = -40}));

    EXPECT_THAT(won, testing::HasSubstr("Yes, it would have made money: after fees, slippage"));
    EXPECT_THAT(lost, testing::HasSubstr("No, it would have lost money"));
    EXPECT_THAT(text_of(flat_result(500)), testing::HasSubstr("It never traded"));
    EXPECT_THAT(text_of(ruined_result()), testing::HasSubstr("No, it was ruined on"));
    EXPECT_THAT(text_of(empty_result()), testing::HasSubstr("the run has no bars"));
}

TEST(TerminalSummary, TheHeadlineSaysSinceWhenTheDrawdownLimitLetNothingIn) {
    BacktestResult result = fixture_result();
    OrderRecord refused;
    refused.decided_at = parse_iso("2021-06-11").value();
    refused.refused_by_risk = Refusal{.reason = RiskReason::drawdown};
    result.record.orders.push_back(refused);

    EXPECT_THAT(text_of(result, {.width = 200}),
                testing::HasSubstr("Yes, it would have made money until 2021-06; then the drawdown "
                                   "limit refused every entry: after fees, slippage"));
}

TEST(TerminalSummary, ShowsWhatFundingIsToBeHeldAgainst) {
    BacktestResult result = fixture_result();
    const auto& perp = result.record.funding.front();
    result.funding_rates = {{.year = 2030,
                             .instrument = perp.instrument,
                             .settlements = 3,
                             .sum = Rate(123'400'000'000)}};

    const std::string text = text_of(result, {.look = Look::plain, .width = 120});

    EXPECT_THAT(text, testing::ContainsRegex("funding +all rates +while held +mean held"));
    // Nothing was held in that year: a mean of nothing is no zero.
    EXPECT_THAT(text, testing::ContainsRegex("2030[^\n]* 12.3400 % +0.0000 % +n/a +0.00 "));
}

TEST(TerminalSummary, PlainIsAsciiWhateverTheNamesHold) {
    for (const BacktestResult& result : {hostile_result(), empty_result(), fixture_result()}) {
        const std::string plain = text_of(result, {.look = Look::plain});

        EXPECT_TRUE(
            std::ranges::all_of(plain, [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
    }
}

TEST(TerminalSummary, NoLineIsWiderThanTheTerminal) {
    for (const SummaryLine& line : terminal_summary(fixture_result(), {.width = 72})) {
        EXPECT_LE(width_of(line.text), 72U) << line.text;
    }
}

TEST(TerminalSummary, ASyntheticMarketIsStampedFirstAndLast) {
    BacktestResult result = fixture_result({.bars = 1'000, .trades = 10});
    EXPECT_THAT(text_of(result), testing::Not(testing::HasSubstr("SYNTHETIC")));
    result.manifest.is_synthetic = true;

    const auto lines = terminal_summary(result, {});

    EXPECT_THAT(lines.front().text, testing::StartsWith("SYNTHETIC DATA"));
    EXPECT_THAT(lines.back().text, testing::StartsWith("SYNTHETIC DATA"));
}

// A part of the page that is copied elsewhere still says it, and no column loses its title to it.
TEST(TerminalSummary, EveryTableOfASyntheticMarketIsStampedOnATerminalOfAnyWidth) {
    BacktestResult result = fixture_result({.bars = 1'000, .trades = 10});
    result.manifest.is_synthetic = true;
    for (const std::size_t width : {std::size_t{60}, std::size_t{80}, std::size_t{200}}) {
        const auto lines = terminal_summary(result, {.look = Look::plain, .width = width});
        std::size_t tables = 0;
        for (std::size_t at = 1; at < lines.size(); ++at) {
            const std::string& rule = lines[at].text;
            if (rule.starts_with("----")) {
                ++tables;
                EXPECT_EQ(rule.substr(rule.find_first_not_of('-')), "  SYNTHETIC");
                EXPECT_LE(width_of(rule), width);
                EXPECT_LE(width_of(lines[at - 1].text), width);
                EXPECT_TRUE(width < 80 || lines[at - 1].text.find("...") == std::string::npos)
                    << lines[at - 1].text;
            }
        }
        EXPECT_GE(tables, 2U);
    }
}

TEST(TerminalSummary, ShowsCostsRefusalsAndAssumptions) {
    const std::string text = text_of(fixture_result());

    EXPECT_THAT(text, testing::HasSubstr("daily_loss         12"));
    EXPECT_THAT(text, testing::HasSubstr("could be read in two ways"));
    EXPECT_THAT(text, testing::HasSubstr("A stop fills at the worse of its price and the open."));
    EXPECT_THAT(text, testing::HasSubstr("P = 8760 bars a year"));
    EXPECT_THAT(text, testing::HasSubstr("Funding"));
}

}  // namespace
}  // namespace tradelab
