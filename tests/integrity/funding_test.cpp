#include "integrity/planted.hpp"

namespace tradelab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::int64_t ms = 1'000'000;

DataJudgement judged(const FundingColumns& funding) {
    return examine(series("binance.usdm:BTC-USDT-PERP funding"), plain_places, funding.view());
}
DataJudgement judged(const MarkColumns& marks) {
    return examine(series("binance.usdm:BTC-USDT-PERP mark 1h"), plain_places, marks.view());
}

TEST(JudgeFunding, FindsNothingInCleanSettlements) {
    EXPECT_THAT(codes(judged(clean_funding(100)).verdict), ElementsAre());
}

TEST(JudgeFunding, AStampALittleLateIsInformationAndAnyOtherADefect) {
    FundingColumns funding = clean_funding(100);
    funding.ts_recorded[10] += 1 * ms;
    funding.ts_recorded[20] += 16 * ms;
    FundingColumns off = clean_funding(100);
    off.ts_recorded[10] -= 1;
    off.ts_recorded[20] += 61'000 * ms;

    const Verdict late = judged(funding).verdict;
    const Verdict wrong = judged(off).verdict;

    EXPECT_THAT(codes(late), ElementsAre("late_stamp"));
    EXPECT_THAT(late.findings[0].text, HasSubstr("2 rows stamped 1 ms to 16 ms after"));
    EXPECT_EQ(late.score_e4, Verdict::score_max);
    EXPECT_THAT(codes(wrong), ElementsAre("stamp"));
    EXPECT_LT(wrong.score_e4, Verdict::score_max);
}

TEST(JudgeFunding, RatesIntervalsAndMissingMarksAreJudged) {
    FundingColumns funding = clean_funding(100);
    funding.rate_e12[10] = -30'000'000'001;
    funding.rate_e12[11] = 30'000'000'000;
    funding.interval_ns[20] = 4 * hour_ns;
    funding.mark_e8[30] = TL_NONE;

    const DataJudgement judgement = judged(funding);

    EXPECT_THAT(codes(judgement.verdict),
                ElementsAre("funding_rate", "funding_interval", "mark_missing"));
    EXPECT_EQ(finding(judgement.verdict, "funding_rate").count, 1U);
}

TEST(JudgeMarks, RoundedMarksAreInformation) {
    MarkColumns rounded = clean_marks(100);
    for (I64Column* column :
         {&rounded.open_e8, &rounded.high_e8, &rounded.low_e8, &rounded.close_e8}) {
        for (std::int64_t& price : *column) {
            price = price / 1'000'000 * 1'000'000;
        }
    }

    EXPECT_THAT(codes(judged(clean_marks(100)).verdict), ElementsAre());
    EXPECT_THAT(codes(judged(rounded).verdict), ElementsAre("mark_rounded"));
}

TEST(JudgeTrades, TimeThatRunsBackDoublesAndEmptyTradesAreNamed) {
    TradeColumns trades;
    for (std::int64_t i = 0; i < 100; ++i) {
        trades.append({.ts = start_ns + i, .price = 700'000, .quantity = 5, .id = i});
    }
    std::swap(trades.ts[10], trades.ts[11]);
    trades.ts[21] = trades.ts[20];
    trades.id[21] = trades.id[20];
    trades.quantity[30] = 0;

    const Verdict verdict =
        judge(series("binance.spot:BTC-USDT trades"), plain_places, trades.view());

    EXPECT_THAT(codes(verdict), ElementsAre("time_order", "duplicate", "trade"));
}

}  // namespace
}  // namespace tradelab
