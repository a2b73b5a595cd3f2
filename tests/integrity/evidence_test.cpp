#include "integrity/evidence.hpp"

#include "integrity/planted.hpp"

namespace tradelab {
namespace {

using testing::HasSubstr;

TEST(Evidence, TheCostliestFindingIsTheOneThatTookMost) {
    const Verdict verdict{.score_e4 = 5'000,
                          .findings = {{.code = "gap", .text = "9 rows (-90)"},
                                       {.code = "ohlc", .text = "(-9) 7 rows (-4910)"},
                                       {.code = "launch", .text = "a day (information)"}}};

    EXPECT_EQ(costliest_finding(verdict), &verdict.findings[1]);
    EXPECT_EQ(costliest_finding({.findings = {verdict.findings[2]}}), nullptr);
    EXPECT_EQ(costliest_finding({}), nullptr);
}

TEST(Evidence, IsRefusedToWhatWasNeverJudged) {
    const Status refused = check_evidence("binance.spot:BTC-USDT bars 1h", std::nullopt);

    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::refused);
    EXPECT_THAT(describe(refused.error()), HasSubstr("never judged"));
}

TEST(Evidence, IsRefusedBelowTheScoreAndTheReasonsAreNamed) {
    BarColumns bars = clean_bars(400);
    for (std::size_t i = 0; i < 400; i += 20) {
        bars.high[i] = bars.low[i] - 1;
    }
    const Verdict verdict = judged(bars).verdict;

    const Status refused = check_evidence("x", verdict);

    ASSERT_FALSE(refused);
    EXPECT_THAT(describe(refused.error()), HasSubstr("evidence needs 8000 (ohlc: 20 rows of 400"));
}

TEST(Evidence, EveryFifthBarMissingIsTooMuchAndEveryTenthIsNot) {
    const auto without = [](std::int64_t every) {
        BarColumns bars;
        for (std::int64_t i = 0; i < 2'000; ++i) {
            if (i % every != 1) {
                bars.append(clean_bar(i));
            }
        }
        return judged(bars).verdict;
    };

    EXPECT_FALSE(check_evidence("x", without(5)));
    EXPECT_TRUE(check_evidence("x", without(10)));
    EXPECT_FALSE(check_evidence("x", without(10), 9'500));
}

TEST(Evidence, TheCostOfADefectIsItsFormulaAndNeverAboveItsCap) {
    const DefectTerms& gap = defect_terms(Defect::gap);

    EXPECT_EQ(defect_cost(Defect::gap, 0, 100), 0U);
    EXPECT_EQ(defect_cost(Defect::gap, 1, 100), gap.once + gap.per_percent);
    EXPECT_EQ(defect_cost(Defect::gap, 1, 1'000'000), gap.once + 1) << "rounded up";
    EXPECT_EQ(defect_cost(Defect::gap, 99, 100), gap.cap);
    for (std::size_t i = 0; i < defect_count; ++i) {
        const DefectTerms& terms = defect_terms(static_cast<Defect>(i));
        EXPECT_FALSE(terms.code.empty());
        EXPECT_LE(terms.once, terms.cap) << terms.code;
    }
}

}  // namespace
}  // namespace tradelab
