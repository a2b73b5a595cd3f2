#include "paper/consistency.hpp"
#include "paper/feed.hpp"
#include "paper/session_case.hpp"

#include <gtest/gtest.h>

#include <chrono>

// The judgement alone, on traces written by hand.
namespace tradelab::paper_test {
namespace {

using namespace std::chrono_literals;

constexpr Cash capital{1'000'000'000'000};
const std::string perp = "synthetic.usdm:SYN-USDT-PERP";

// Twenty fills of one unit, bought and sold in turn, an hour apart.
PaperTrace trace() {
    PaperTrace out{.manifest = "engine 1\n", .decision_hash = "d", .equity = capital};
    for (int n = 0; n < 20; ++n) {
        const UnixNanos at = UnixNanos(0) + Duration(1h) * n;
        out.steps.push_back(at);
        out.tape.emplace_back("rows " + std::to_string(n));
        out.signals.push_back({.at = at, .text = "order " + std::to_string(n)});
        out.fills.push_back({.instance = 1,
                             .instrument = perp,
                             .side = n % 2 == 0 ? "buy" : "sell",
                             .at = at,
                             .price = 3'000'000,
                             .quantity = 1'000,
                             .fee = Cash(1'000'000)});
    }
    return out;
}

ConsistencyVerdict judged(const PaperTrace& paper,
                          const PaperTrace& backtest,
                          const ConsistencyBounds& bounds = {}) {
    static const auto plan = plan_paper({.candidates = the_case().candidates(),
                                         .catalogue = the_case().market().catalogue(),
                                         .venues = the_case().venues(),
                                         .options = the_case().options()});
    return judge_consistency(
        paper,
        backtest,
        {.plan = *plan, .venues = the_case().venues(), .capital = capital, .bounds = bounds});
}

std::string said(const ConsistencyVerdict& verdict) {
    std::string out;
    for (const std::string& reason : verdict.reasons) {
        out += reason + "\n";
    }
    return out;
}

TEST(Judge, FindsTwoThatAreAlikeConsistentHoweverMuchWasLost) {
    PaperTrace paper = trace();
    paper.equity = Cash(1);
    PaperTrace backtest = trace();
    backtest.equity = Cash(1);

    const auto verdict = judged(paper, backtest);

    EXPECT_EQ(verdict.verdict, Consistency::consistent) << said(verdict);
    EXPECT_TRUE(verdict.reasons.empty());
    EXPECT_EQ(verdict.matched, 20U);
    EXPECT_EQ(verdict.matched_share, rate_one);
    EXPECT_EQ(verdict.paired_difference, Rate());
    EXPECT_EQ(verdict.signals_alike, 20U);
}

TEST(Judge, DecidesNothingWhereNothingWasFilled) {
    PaperTrace empty = trace();
    empty.fills.clear();

    const auto verdict = judged(empty, empty);

    EXPECT_EQ(verdict.verdict, Consistency::undecided);
    EXPECT_FALSE(verdict.matched_share.has_value());
    EXPECT_FALSE(verdict.paired_difference.has_value());
    EXPECT_EQ(verdict.reasons.size(), 1U);
}

TEST(Judge, SeesThePositionOfAFillThatIsMissingThoughNineteenOfTwentyMatch) {
    PaperTrace paper = trace();
    paper.fills.pop_back();

    const auto verdict = judged(paper, trace());

    EXPECT_EQ(verdict.verdict, Consistency::inconsistent);
    EXPECT_EQ(verdict.matched, 19U);
    EXPECT_EQ(verdict.matched_share, Rate(950'000'000'000));
    EXPECT_NE(said(verdict).find("same positions"), std::string::npos) << said(verdict);
    EXPECT_EQ(said(verdict).find("fills match"), std::string::npos) << said(verdict);
}

TEST(Judge, WantsNineteenOfTwentyFillsToMatchInTimeSideAndSize) {
    PaperTrace paper = trace();
    paper.fills[4].at = paper.fills[4].at + Duration(1min);
    EXPECT_EQ(judged(paper, trace()).verdict, Consistency::consistent);  // 19 of 20
    paper.fills[8].at = paper.fills[8].at + Duration(1min);

    const auto verdict = judged(paper, trace());

    EXPECT_EQ(verdict.matched, 18U);
    EXPECT_EQ(verdict.verdict, Consistency::inconsistent);
    EXPECT_NE(said(verdict).find("only 18 of 20 fills match, 90.00 %; at least 95.00 % must"),
              std::string::npos)
        << said(verdict);
    EXPECT_EQ(judged(paper, trace(), {.fill_apart_max = 1min}).verdict, Consistency::consistent);
}

TEST(Judge, MatchesEachFillOnce) {
    PaperTrace twice = trace();
    twice.fills.insert(twice.fills.begin(), 2, twice.fills.front());

    const auto verdict = judged(trace(), twice);

    EXPECT_EQ(verdict.matched, 20U);
    EXPECT_EQ(verdict.fills_of_backtest, 22U);
    EXPECT_EQ(verdict.verdict, Consistency::inconsistent);
}

TEST(Judge, CountsDifferencesOfPriceAndFeeWithoutRegardToTheirSign) {
    for (const std::int64_t by : {-1, 1}) {
        PaperTrace paper = trace();
        for (std::size_t n = 0; n < paper.fills.size(); ++n) {
            paper.fills[n].price += by * (n % 2 == 0 ? 200 : -200);  // 0.67 bp
        }
        EXPECT_EQ(judged(paper, trace()).verdict, Consistency::consistent) << by;
        for (TracedFill& fill : paper.fills) {
            fill.price += fill.price > 3'000'000 ? 200 : -200;  // 1.33 bp
        }
        const auto verdict = judged(paper, trace());
        EXPECT_EQ(verdict.verdict, Consistency::inconsistent) << by;
        EXPECT_NE(said(verdict).find("fills that match differ"), std::string::npos);
    }
    PaperTrace dear = trace();
    for (TracedFill& fill : dear.fills) {
        fill.fee = fill.fee + Cash(10'000'000'000);
    }
    EXPECT_EQ(judged(dear, trace()).verdict, Consistency::inconsistent);
}

TEST(Judge, NamesTheFirstSignalStepAndLineThatDiffer) {
    PaperTrace paper = trace();
    paper.signals[7].text += "x";
    EXPECT_NE(said(judged(paper, trace())).find("signals differ from number 8 on"),
              std::string::npos);

    paper = trace();
    paper.tape[4] = "other rows";
    EXPECT_NE(said(judged(paper, trace())).find("the feed differs from step 5 on"),
              std::string::npos);

    paper = trace();
    paper.manifest = "engine 2\n";
    EXPECT_NE(
        said(judged(paper, trace())).find("paper ran with 'engine 2', approved is 'engine 1'"),
        std::string::npos);

    paper = trace();
    paper.decision_hash = "e";
    EXPECT_NE(said(judged(paper, trace())).find("decision hashes differ"), std::string::npos);

    paper = trace();
    paper.signals.pop_back();
    EXPECT_NE(said(judged(paper, trace())).find("paper has none, the backtest one at"),
              std::string::npos);

    paper = trace();
    paper.equity = capital - Cash(1'000'000'000);
    EXPECT_NE(said(judged(paper, trace())).find("0.10 % of the capital apart"), std::string::npos)
        << said(judged(paper, trace()));
}

}  // namespace
}  // namespace tradelab::paper_test
