#include "integrity/evidence.hpp"
#include "integrity/planted.hpp"

namespace tradelab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::size_t middle = 200;

std::string time_of(std::size_t row) {
    return iso_text(UnixNanos(clean_bar(static_cast<std::int64_t>(row)).ts));
}

// That exactly one kind of defect is found, once, at that row, and that it costs something.
void expect_only(const BarColumns& bars, Defect defect, std::size_t row) {
    const DataJudgement judgement = judged(bars);

    const std::string code(defect_terms(defect).code);
    EXPECT_THAT(codes(judgement.verdict), ElementsAre(code));
    EXPECT_EQ(finding(judgement.verdict, code).count, 1U);
    EXPECT_THAT(times_of(judgement, defect), ElementsAre(time_of(row)));
    EXPECT_LT(judgement.verdict.score_e4, Verdict::score_max);
}

TEST(JudgeBars, FindsNothingInCleanBars) {
    const Verdict verdict = judge(hours_of_spot(), plain_places, clean_bars(1'000).view());

    EXPECT_THAT(codes(verdict), ElementsAre());
    EXPECT_EQ(verdict.score_e4, Verdict::score_max);
    EXPECT_EQ(verdict.validator.id, "validator.integrity");
}

TEST(JudgeBars, NoRowsAreWorthNothing) {
    const DataJudgement judgement = judged(BarColumns{});

    EXPECT_THAT(codes(judgement.verdict), ElementsAre("empty"));
    EXPECT_EQ(judgement.verdict.score_e4, 0U);
}

TEST(JudgeBars, CountsGapsAndTheirRowsAndNamesTheLongest) {
    BarColumns bars;
    for (std::int64_t i = 0; i < 300; ++i) {
        if (i != 50 && (i < 100 || i >= 109)) {
            bars.append(clean_bar(i));
        }
    }

    const DataJudgement judgement = judged(bars);

    const Finding gap = finding(judgement.verdict, "gap");
    EXPECT_EQ(gap.count, 2U);
    EXPECT_EQ(gap.first, UnixNanos(clean_bar(49).ts));
    EXPECT_THAT(gap.text,
                HasSubstr("2 gaps, 10 rows missing, the longest 9 rows after " + time_of(99)));
    EXPECT_EQ(judgement.verdict.score_e4, 10'000U - 5 - 334) << "10 of 300 missing, at 100 a %";
}

TEST(JudgeBars, TimeThatRunsBackDoublesAndStrayTimesAreNamed) {
    BarColumns back = clean_bars(400);
    std::swap(back.ts[200], back.ts[201]);
    BarColumns twice = clean_bars(400);
    twice.ts[200] = twice.ts[199];
    BarColumns stray = clean_bars(400);
    stray.ts[200] += 1;

    EXPECT_EQ(finding(judged(back).verdict, "time_order").count, 1U);
    EXPECT_EQ(finding(judged(twice).verdict, "duplicate").count, 1U);
    EXPECT_THAT(times_of(judged(stray), Defect::off_grid).size(), 1U);
    EXPECT_LE(judged(back).verdict.score_e4, 8'000U);
}

TEST(JudgeBars, BarsOfAnotherIntervalAreNotTakenForThese) {
    BarColumns bars;
    for (std::int64_t i = 0; i < 300; ++i) {
        bars.append(clean_bar(i, 4 * hour_ns));
    }

    const Verdict verdict = judged(bars).verdict;

    EXPECT_THAT(finding(verdict, "interval").text, HasSubstr("only 0 of 299 steps are 1h"));
    EXPECT_EQ(verdict.score_e4, 0U) << "and three rows of four are missing";
}

TEST(JudgeBars, ABodyOutsideTheRangeAndAPriceOfNothingAreNamed) {
    BarColumns high = clean_bars(400);
    high.high[middle] = std::max(high.open[middle], high.close[middle]) - 1;
    BarColumns low = clean_bars(400);
    low.low[middle] = std::min(low.open[middle], low.close[middle]) + 1;
    BarColumns none = clean_bars(400);
    none.low[middle] = 0;

    expect_only(high, Defect::ohlc, middle);
    expect_only(low, Defect::ohlc, middle);
    expect_only(none, Defect::price, middle);
}

TEST(JudgeBars, HostilePricesAreFoundAndHarmNothing) {
    BarColumns bars = clean_bars(400);
    bars.open[100] = INT64_MIN;
    bars.low[101] = INT64_MIN;
    bars.high[102] = INT64_MAX;
    bars.close[103] = INT64_MIN;
    bars.volume[104] = INT64_MAX;
    bars.ts[0] = INT64_MIN;
    bars.ts[399] = INT64_MAX;

    const Verdict verdict = judged(bars).verdict;

    EXPECT_EQ(finding(verdict, "price").count, 3U);
    EXPECT_LT(verdict.score_e4, 100U);
}

TEST(JudgeBars, APrintThatTheClosesDoNotConfirmIsASpikeInBothForms) {
    BarColumns wick = clean_bars(400);
    wick.low[middle] = wick.low[middle] * 6 / 10;
    BarColumns close = clean_bars(400);
    close.close[middle] = close.close[middle] * 14 / 10;
    close.high[middle] = close.close[middle];
    close.quote_volume_e8[middle] = close.close[middle] * close.volume[middle] * 1'000;
    close.open[middle + 1] = close.close[middle];
    close.high[middle + 1] = close.close[middle];

    expect_only(wick, Defect::spike, middle);
    expect_only(close, Defect::spike, middle);
}

TEST(JudgeBars, AMoveThatStaysIsTheMarkets) {
    BarColumns bars = clean_bars(400);
    bars.close[middle] = bars.close[middle] * 14 / 10;
    bars.high[middle] = bars.close[middle];
    for (std::size_t i = middle + 1; i < bars.size(); ++i) {
        for (I64Column* column : {&bars.open, &bars.high, &bars.low, &bars.close}) {
            (*column)[i] = (*column)[i] * 14 / 10;
        }
        bars.quote_volume_e8[i] = bars.quote_volume_e8[i] / 10 * 14;
    }

    EXPECT_THAT(codes(judged(bars).verdict), ElementsAre());
}

TEST(JudgeBars, AScaleThatChangesOnTheWayIsNamedAndNoEvidence) {
    BarColumns bars = clean_bars(400);
    for (std::size_t i = middle; i < bars.size(); ++i) {
        for (I64Column* column : {&bars.open, &bars.high, &bars.low, &bars.close}) {
            (*column)[i] *= 10;
        }
        bars.quote_volume_e8[i] *= 10;
    }

    const DataJudgement judgement = judged(bars);

    EXPECT_THAT(times_of(judgement, Defect::jump), ElementsAre(time_of(middle)));
    EXPECT_THAT(times_of(judgement, Defect::scale), ElementsAre(time_of(middle)));
    EXPECT_THAT(judgement.places.front().what, HasSubstr("opens 9"));
    EXPECT_LT(judgement.verdict.score_e4, evidence_score_min_e4);
}

TEST(JudgeBars, BarsWithoutATradeAndTheirStretchesAreCounted) {
    BarColumns bars = clean_bars(400);
    for (const std::size_t row : {100U, 200U, 201U, 202U, 399U}) {
        bars.volume[row] = bars.quote_volume_e8[row] = 0;
        bars.taker_buy_volume[row] = bars.trades[row] = 0;
    }

    const DataJudgement judgement = judged(bars);

    EXPECT_EQ(finding(judgement.verdict, "zero_volume").count, 5U);
    EXPECT_THAT(finding(judgement.verdict, "zero_volume_stretch").text,
                HasSubstr("3 rows in 1 stretch without a trade"));
    EXPECT_THAT(times_of(judgement, Defect::zero_volume_stretch), ElementsAre(time_of(200)));
}

TEST(JudgeBars, AStretchAtTheVeryEndCounts) {
    BarColumns bars = clean_bars(400);
    for (std::size_t row = 396; row < 400; ++row) {
        bars.volume[row] = bars.quote_volume_e8[row] = 0;
        bars.taker_buy_volume[row] = bars.trades[row] = 0;
    }

    EXPECT_THAT(times_of(judged(bars), Defect::zero_volume_stretch), ElementsAre(time_of(396)));
}

TEST(JudgeBars, AmountsThatCannotBeAreNamed) {
    BarColumns outlier = clean_bars(400);
    outlier.volume[middle] *= 7'000;  // recorded in the quote asset
    outlier.quote_volume_e8[middle] *= 7'000;
    BarColumns untraded = clean_bars(400);
    untraded.trades[middle] = 0;
    BarColumns quote = clean_bars(400);
    quote.quote_volume_e8[middle] += quote.quote_volume_e8[middle] / 100;
    BarColumns taker = clean_bars(400);
    taker.taker_buy_volume[middle] = taker.volume[middle] + 1;
    BarColumns flat = clean_bars(400);
    flat.open[middle] = flat.high[middle] = flat.low[middle] = flat.close[middle] = 700'501;
    flat.quote_volume_e8[middle] = 700'501 * flat.volume[middle] * 1'000;

    expect_only(outlier, Defect::volume_outlier, middle);
    expect_only(untraded, Defect::trade_count, middle);
    expect_only(quote, Defect::quote_volume, middle);
    expect_only(taker, Defect::taker_volume, middle);
    expect_only(flat, Defect::flat_bar, middle);
}

TEST(JudgeBars, WhatIsUnknownIsSaidAndNotHeldAgainstTheData) {
    BarColumns bars = clean_bars(400);
    for (std::size_t i = 0; i < 150; ++i) {
        bars.known[i] = TL_BAR_KNOWS_VOLUME;
        bars.quote_volume_e8[i] = bars.taker_buy_volume[i] = bars.trades[i] = 0;
    }

    const Verdict verdict = judged(bars).verdict;

    EXPECT_THAT(codes(verdict), ElementsAre("unknown_amount"));
    EXPECT_THAT(verdict.findings[0].text, HasSubstr("trade count unknown in 150 rows of 400"));
    EXPECT_EQ(verdict.score_e4, Verdict::score_max);
}

TEST(JudgeBars, APlaceholderOnTheFirstDayIsALaunch) {
    BarColumns bars = clean_bars(400);
    bars.open[0] = bars.high[0] = bars.low[0] = bars.close[0] = 700'000;
    bars.known[0] = TL_BAR_KNOWS_VOLUME;
    bars.quote_volume_e8[0] = bars.taker_buy_volume[0] = bars.trades[0] = 0;

    const DataJudgement judgement = judged(bars);

    EXPECT_THAT(finding(judgement.verdict, "launch").text, HasSubstr("leave the first day out"));
    EXPECT_THAT(times_of(judgement, Defect::launch), ElementsAre(time_of(0)));
}

TEST(JudgeBars, TheRowAtWhichATickSizeChangesIsNamedBothWays) {
    const auto coarsen = [](BarColumns& bars, std::size_t row) {
        for (I64Column* column : {&bars.open, &bars.high, &bars.low, &bars.close}) {
            (*column)[row] = (*column)[row] / 10 * 10;
        }
    };
    BarColumns coarser = clean_bars(400);
    BarColumns finer = clean_bars(400);
    for (std::size_t i = 0; i < 400; ++i) {
        coarsen(i > middle ? coarser : finer, i);
    }

    EXPECT_THAT(
        finding(judged(coarser).verdict, "tick_change").text,
        HasSubstr("2 decimals until " + time_of(middle) + ", then 1 decimal but in 0 rows"));
    EXPECT_THAT(finding(judged(finer).verdict, "tick_change").text,
                HasSubstr("until " + time_of(middle + 1) + ", and 2 decimals from there"));
}

TEST(JudgeBars, KeepsAsManyPlacesAsToldAndCountsTheRest) {
    BarColumns bars = clean_bars(400);
    for (std::size_t i = 100; i < 300; ++i) {
        bars.trades[i] = 0;
    }

    const DataJudgement judgement =
        examine(hours_of_spot(), plain_places, bars.view(), {.places_max = 7});

    EXPECT_EQ(judgement.places.size(), 7U);
    EXPECT_EQ(finding(judgement.verdict, "trade_count").count, 200U);
}

}  // namespace
}  // namespace tradelab
