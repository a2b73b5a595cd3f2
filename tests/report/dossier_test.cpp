#include "report/dossier.hpp"

#include "document/json_write.hpp"
#include "report/dossier_json.hpp"
#include "report/dossier_text.hpp"
#include "report/xml_parser.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace tradelab {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Dossier judged() {
    Dossier out;
    out.id = std::string(64, 'a');
    out.document.strategy = "momentum_one";
    out.document.campaign = std::string(64, 'b');
    out.document.verdict.outcome = GateOutcome::pass;
    out.document.verdict.reason = GateReason::proven;
    out.document.verdict.sentence = "together z = 4.90, 2.76 is demanded";
    out.document.verdict.promised = PromisedSharpe{.median = 1.5, .low = 0.5, .high = 2.5};
    out.document.verdict.figures = {{.name = "walk_forward.p",
                                     .value = 0.012,
                                     .unit = "",
                                     .role = FigureRole::decides,
                                     .demand = "<= 0.04",
                                     .demanded = 0.04,
                                     .formula = "a share of draws",
                                     .source = "Hansen 2005"},
                                    {.name = "explore.sharpe", .value = std::nullopt}};
    out.origin = DataOrigin::recorded;
    out.asset = "USDT";
    out.capital = Cash(1'000'000'000'000);
    out.members = {{.name = "momentum_one",
                    .arm = "tpe",
                    .rationale = "It was near what earned.",
                    .lineage = "trial 3, 5",
                    .trial = 7,
                    .explore_sharpe = 1.25,
                    .parameters = {{"fast", "12 bars"}, {"stop", "2.5 atr"}}}};
    out.fates = {{"tried on explore", 24}, {"proven", 1}};
    out.arms = {{"tpe", 24}};
    out.epochs = {{.name = "explore",
                   .first_day = 18'262,
                   .returns = {0.10, -0.20, 0.05},
                   .trades = 2,
                   .fees = Cash(200'000'000),
                   .slippage = Cash(300'000'000),
                   .funding = {},
                   .net = Cash(1'000'000'000)}};
    out.neighbours = {
        .own = 1.25,
        .rows = {{.parameter = "slow", .sharpe = {{-1, 1.5}, {1, std::nullopt}, {2, -0.75}}}}};
    out.plateau = DossierPlateau{.family = "momentum",
                                 .across = "fast",
                                 .up = "slow",
                                 .columns = {"4 bars", "12 bars"},
                                 .rows = {"50 bars"},
                                 .cells = {{{.trials = 2, .mean_sharpe = 0.75}, {}}},
                                 .row = 0,
                                 .column = 0};
    out.regimes = {{.name = "calm, rising", .returns = {0.1, 0.05}}};
    out.bound_to = {{"engine", "1"}};
    return out;
}

TEST(Dossier, ShowsTheVerdictTheRuleTheTrialsAndEveryNumberOfTheGate) {
    const std::string page = dossier_page(judged());

    for (const char* told : {"together z = 4.90",
                             "It was near what earned.",
                             "trial 3, 5",
                             "2.5 atr",
                             "walk_forward.p",
                             "&lt;= 0.04",
                             "Hansen 2005",
                             "undefined",
                             "tried on explore",
                             "+0.75",
                             "&#9679; +1.25",
                             "+1.50",
                             "-0.75",
                             "<td>failed</td>",
                             "calm, rising"}) {
        EXPECT_THAT(page, HasSubstr(told)) << told;
    }
    EXPECT_THAT(page, Not(HasSubstr("SYNTHETIC")));
    EXPECT_THAT(page, Not(HasSubstr("nan")));
    EXPECT_EQ(page, dossier_page(judged()));
}

TEST(Dossier, IsReadBackAsItWasKept) {
    const Dossier dossier = judged();

    const auto read = parse_dossier(pretty_json(json_of(dossier)));

    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(dossier_page(*read), dossier_page(dossier));
    EXPECT_EQ(json_of(*read), json_of(dossier));
}

TEST(Dossier, WhatIsNoDossierIsRefusedWithItsPlace) {
    std::string text = line_json(json_of(judged()));
    const std::string part = R"("first_day":18262)";
    ASSERT_NE(text.find(part), std::string::npos);
    text.replace(text.find(part), part.size(), R"("first_day":"x")");

    const auto read = parse_dossier(text);

    ASSERT_FALSE(read);
    EXPECT_THAT(read.error().context, HasSubstr("/epochs/0/first_day"));
    EXPECT_FALSE(parse_dossier(R"({"schema":"tradelab.dossier/2"})"));
}

// Every fact that the page has, a terminal has too; formulas are a command away.
TEST(Dossier, ATerminalShowsWhatThePageShows) {
    Dossier dossier = judged();
    dossier.origin = DataOrigin::synthetic;
    const auto text_of = [&](Look look) {
        std::string out;
        for (const SummaryLine& line : dossier_summary(dossier, {.look = look})) {
            out += line.text + "\n";
        }
        return out;
    };

    const std::string text = text_of(Look::rich);

    for (const char* told : {"SYNTHETIC DATA",
                             "together z = 4.90",
                             "It was near what earned.",
                             "trial 3, 5",
                             "2.5 atr",
                             "tpe",
                             "tried on explore",
                             "walk_forward.p",
                             "<= 0.04",
                             "undefined",
                             "* +0.75",
                             "-0.75",
                             "failed",
                             "calm, rising",
                             "x 3.00",
                             "2000 USDT of 10,000.00 USDT",
                             "equity ",
                             "explore from 2020-01-01",
                             "slow bars (up)",
                             "engine"}) {
        EXPECT_THAT(text, HasSubstr(told)) << told;
    }
    const std::string plain = text_of(Look::plain);
    EXPECT_TRUE(std::ranges::all_of(plain, [](char byte) {
        return static_cast<unsigned char>(byte) < 0x80U;
    })) << plain;
}

// A name that is broken anywhere reads "minimum.t rades", on a telephone letter by letter.
TEST(Dossier, NoNameOfAFigureIsBroken) {
    const std::string page = dossier_page(judged());

    EXPECT_THAT(page, HasSubstr("<th scope=\"row\" class=\"k\">walk_forward.p</th>"));
    EXPECT_THAT(page, HasSubstr("<td class=\"t\">&lt;= 0.04</td>"));
    const auto rule = page.find("\n.k{");
    ASSERT_NE(rule, std::string::npos);
    EXPECT_THAT(page.substr(rule, page.find('}', rule) - rule), HasSubstr("white-space:nowrap"));
}

TEST(Dossier, FiguresAreThoseOfTheDaysAndOfTheCostsTogether) {
    const DossierFigures figures = figures_of(judged());

    EXPECT_NEAR(figures.total_return, 1.1 * 0.8 * 1.05 - 1, 1e-12);
    EXPECT_NEAR(figures.deepest_fall, 0.2, 1e-12);
    EXPECT_EQ(figures.worst_day, -0.20);
    EXPECT_EQ(figures.worst_year, std::nullopt) << "three days say nothing of a year";
    ASSERT_TRUE(figures.break_even);
    EXPECT_DOUBLE_EQ(*figures.break_even, 3.0);  // 10 earned after 5 of costs
}

TEST(Dossier, ABadYearIsResampledFromTheDays) {
    Dossier dossier = judged();
    dossier.epochs.front().returns.clear();
    for (int day = 0; day < 730; ++day) {
        dossier.epochs.front().returns.push_back(day % 2 == 0 ? 0.011 : -0.010);
    }
    const DossierFigures figures = figures_of(dossier);

    ASSERT_TRUE(figures.worst_year);
    EXPECT_GT(*figures.worst_year, figures.deepest_fall) << "days fall together by chance, too";
    EXPECT_LT(*figures.worst_year, 0.6);
}

TEST(Dossier, WithoutProfitBeforeCostsThereIsNoBreakEven) {
    Dossier dossier = judged();
    dossier.epochs.front().net = Cash(-600'000'000);
    EXPECT_EQ(figures_of(dossier).break_even, std::nullopt);
    dossier.epochs.clear();
    EXPECT_EQ(figures_of(dossier).break_even, std::nullopt);
}

TEST(Dossier, OfASyntheticMarketIsStampedOnEveryPlotAndTable) {
    Dossier dossier = judged();
    dossier.origin = DataOrigin::synthetic;
    const std::string page = dossier_page(dossier);
    const auto count_of = [&](const std::string& piece) {
        std::size_t count = 0;
        for (auto at = page.find(piece); at != std::string::npos; at = page.find(piece, at + 1)) {
            ++count;
        }
        return count;
    };

    EXPECT_THAT(page, HasSubstr("NO EVIDENCE FOR LIVE TRADING"));
    EXPECT_EQ(count_of("class=\"stamp\""), count_of("<svg "));
    EXPECT_EQ(count_of("class=\"syn\""), count_of("<table"));
    EXPECT_GT(count_of("<table"), 6U);
}

TEST(Dossier, AnXmlParserAcceptsThePageWhateverIsWrittenInIt) {
    if (!has_xml_parser()) {
        GTEST_SKIP() << no_xml_parser;
    }
    const std::string attack = "</td><script>alert(\"1\")</script>&\x01\xff]]>";
    Dossier hostile = judged();
    for (std::string* text : {&hostile.document.strategy,
                              &hostile.document.verdict.sentence,
                              &hostile.members.front().name,
                              &hostile.members.front().arm,
                              &hostile.members.front().rationale,
                              &hostile.members.front().parameters.front().first,
                              &hostile.plateau->family,
                              &hostile.plateau->across,
                              &hostile.plateau->columns.front(),
                              &hostile.plateau->rows.front(),
                              &hostile.epochs.front().name,
                              &hostile.regimes.front().name,
                              &hostile.bound_to.front().second,
                              &hostile.document.verdict.figures.front().formula}) {
        *text = attack;
    }
    const std::string page = dossier_page(hostile);

    EXPECT_THAT(page, Not(HasSubstr("<script")));
    EXPECT_EQ(complaint_about("dossier", dossier_page(judged())), "");
    EXPECT_EQ(complaint_about("dossier_hostile", page), "");
    EXPECT_EQ(complaint_about("dossier_empty", dossier_page(Dossier())), "");
}

}  // namespace
}  // namespace tradelab
