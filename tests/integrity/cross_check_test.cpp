#include "integrity/cross_check.hpp"

#include "integrity/planted.hpp"

namespace tradelab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::int64_t quarter_ns = hour_ns / 4;
constexpr Places fine_places{.price = DecimalPlaces(3), .quantity = DecimalPlaces(4)};

// Four quarters that add up to the clean bars, with more decimals.
BarColumns quarters(std::int64_t hours) {
    BarColumns columns;
    for (std::int64_t i = 0; i < hours; ++i) {
        const Bar hour = clean_bar(i);
        for (std::int64_t k = 0; k < 4; ++k) {
            Bar part = hour;
            part.ts = hour.ts - (3 - k) * quarter_ns;
            for (std::int64_t* price : {&part.open, &part.high, &part.low, &part.close}) {
                *price *= 10;
            }
            part.open = k == 0 ? part.open : part.close;
            part.volume = hour.volume * 10 / 4 + (k == 3 ? hour.volume * 10 % 4 : 0);
            part.quote_volume_e8 = 0;
            part.taker_buy_volume = 0;
            part.trades = 0;
            part.known = TL_BAR_KNOWS_VOLUME;
            columns.append(part);
        }
    }
    return columns;
}

SeriesRows rows(std::string_view name, const BarColumns& bars) {
    return {.series = series(name), .places = plain_places, .rows = bars.view()};
}

CrossJudgement only(const std::vector<SeriesRows>& all) {
    auto found = cross_check(all);
    EXPECT_EQ(found.size(), 1U);
    return found.at(0);
}

std::vector<SeriesRows> hours_and_quarters(const BarColumns& hours, const BarColumns& parts) {
    SeriesRows fine = rows("binance.spot:BTC-USDT bars 15m", parts);
    fine.places = fine_places;
    return {fine, rows("binance.spot:BTC-USDT bars 1h", hours)};
}

TEST(CrossCheck, FinerBarsThatAddUpAreFoundToAgreeAcrossDecimals) {
    const CrossJudgement found = only(hours_and_quarters(clean_bars(100), quarters(100)));

    EXPECT_EQ(found.first.text(), "binance.spot:BTC-USDT bars 1h");
    EXPECT_EQ(found.compared, 100U);
    EXPECT_THAT(codes(found.judgement.verdict), IsEmpty());
}

TEST(CrossCheck, EachHourAndColumnThatDiffersIsNamed) {
    BarColumns hours = clean_bars(100);
    hours.close[20] += 1;
    hours.volume[20] += 1;
    hours.volume[40] -= 7;

    const CrossJudgement found = only(hours_and_quarters(hours, quarters(100)));

    const auto at = [](std::int64_t hour) { return iso_text(UnixNanos(clean_bar(hour).ts)); };
    EXPECT_THAT(times_of(found.judgement, Defect::resample_price), ElementsAre(at(20)));
    EXPECT_THAT(times_of(found.judgement, Defect::resample_amount), ElementsAre(at(20), at(40)));
    EXPECT_THAT(found.judgement.places[0].what, HasSubstr("close 70"));
    EXPECT_THAT(found.judgement.places[0].what, testing::Not(HasSubstr("open")));
    EXPECT_THAT(found.judgement.places[1].what, HasSubstr("volume 1"));
}

TEST(CrossCheck, AnHourOfWhichAQuarterIsMissingIsNotCompared) {
    BarColumns parts;
    const BarColumns all = quarters(100);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (i != 41 && i != 80) {  // the second of hour 10, the first of hour 20
            parts.append(all.view()[i]);
        }
    }
    BarColumns hours = clean_bars(100);
    hours.volume[10] += 1;

    const CrossJudgement found = only(hours_and_quarters(hours, parts));

    EXPECT_EQ(found.compared, 98U);
    EXPECT_THAT(codes(found.judgement.verdict), IsEmpty());
}

TEST(CrossCheck, ABasisTooWideIsNamedAndThatOfTheFirstDaySetApart) {
    BarColumns perp = clean_bars(400);
    perp.close[3] = perp.close[3] * 95 / 100;
    perp.close[100] = perp.close[100] * 97 / 100;

    const BarColumns spot = clean_bars(400);
    const CrossJudgement found = only({rows("binance.spot:BTC-USDT bars 1h", spot),
                                       rows("binance.usdm:BTC-USDT-PERP bars 1h", perp)});

    const Verdict& verdict = found.judgement.verdict;
    EXPECT_THAT(codes(verdict), ElementsAre("basis", "basis_launch", "basis_summary"));
    EXPECT_THAT(finding(verdict, "basis_launch").text, HasSubstr("-500.0 to 0.0 bps"));
    EXPECT_THAT(finding(verdict, "basis_summary").text, HasSubstr("376 closes: median 0.0 bps"));
    EXPECT_EQ(finding(verdict, "basis").first, UnixNanos(clean_bar(100).ts));
}

TEST(CrossCheck, HoursThatOnlyOneHasAreCountedInsideTheCommonSpan) {
    BarColumns spot;
    for (std::int64_t i = 10; i < 300; ++i) {
        if (i != 50 && i != 51) {
            spot.append(clean_bar(i));
        }
    }
    const BarColumns perp = clean_bars(400);

    const CrossJudgement found = only({rows("binance.usdm:BTC-USDT-PERP bars 1h", perp),
                                       rows("binance.spot:BTC-USDT bars 1h", spot)});

    EXPECT_EQ(finding(found.judgement.verdict, "one_sided_gap").count, 2U);
}

TEST(CrossCheck, ALastPriceThatTheMarkDoesNotKnowIsNamed) {
    BarColumns perp = clean_bars(400);
    perp.close[100] = perp.close[100] * 102 / 100;
    perp.high[200] = perp.high[200] * 2;
    const MarkColumns marks = clean_marks(400);

    const CrossJudgement found =
        only({rows("binance.usdm:BTC-USDT-PERP bars 1h", perp),
              {.series = series("binance.usdm:BTC-USDT-PERP mark 1h"), .rows = marks.view()}});

    EXPECT_THAT(codes(found.judgement.verdict), ElementsAre("mark_apart", "mark_wick"));
    EXPECT_THAT(found.judgement.places[1].what, HasSubstr("above the mark's"));
}

TEST(CrossCheck, SettlementsBeforeTheFirstMarkHaveNone) {
    MarkColumns marks;
    const MarkColumns all = clean_marks(100);
    for (std::size_t i = 16; i < 100; ++i) {  // the first opens at hour 16, a boundary
        marks.append(all.view()[i]);
    }
    const FundingColumns funding = clean_funding(12);  // at hours 8, 16, ... 96

    const CrossJudgement found =
        only({{.series = series("binance.usdm:BTC-USDT-PERP mark 1h"), .rows = marks.view()},
              {.series = series("binance.usdm:BTC-USDT-PERP funding"), .rows = funding.view()}});

    EXPECT_EQ(finding(found.judgement.verdict, "funding_without_mark").count, 1U);
    EXPECT_THAT(finding(found.judgement.verdict, "funding_without_mark").text,
                HasSubstr("1 settlement of 12 without a mark price: 1 before the first"));
}

TEST(CrossCheck, WhatDoesNotBelongTogetherIsNotCompared) {
    const BarColumns bars = clean_bars(100);

    EXPECT_THAT(cross_check(std::vector{rows("binance.spot:BTC-USDT bars 1h", bars),
                                        rows("binance.usdm:ETH-USDT-PERP bars 1h", bars),
                                        rows("okx.swap:BTC-USDT-PERP bars 1h", bars)}),
                IsEmpty());
}

}  // namespace
}  // namespace tradelab
