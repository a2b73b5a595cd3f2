// Columns that have changed places: every row looks sound, and none is.

#include "integrity/evidence.hpp"
#include "integrity/planted.hpp"

namespace tradelab {
namespace {

using testing::HasSubstr;

// That it is named with these columns, and is no evidence.
void expect_named(const Verdict& verdict, const std::string& columns) {
    EXPECT_THAT(finding(verdict, "swapped_columns").text, HasSubstr(columns));
    EXPECT_FALSE(check_evidence("x", verdict)) << verdict.score_e4;
}

void expect_refused(const BarColumns& bars) {
    EXPECT_FALSE(check_evidence("x", judged(bars).verdict));
}

TEST(Swaps, OpenAndCloseOfAWholeSeriesAreNamed) {
    BarColumns bars = clean_bars(1'000);
    std::swap(bars.open, bars.close);

    const Verdict verdict = judged(bars).verdict;

    expect_named(verdict, "open and close have changed places in 1,000 rows");
    EXPECT_EQ(verdict.score_e4, 0U);
}

TEST(Swaps, OpenAndCloseOfAStretchAreNamedWithItsRows) {
    BarColumns bars = clean_bars(2'000);
    std::swap_ranges(bars.open.begin() + 500, bars.open.begin() + 900, bars.close.begin() + 500);

    const Verdict verdict = judged(bars).verdict;

    const Finding found = finding(verdict, "swapped_columns");
    EXPECT_FALSE(check_evidence("x", verdict)) << verdict.score_e4;
    EXPECT_GE(*found.first, UnixNanos(clean_bar(440).ts));
    EXPECT_LE(*found.first, UnixNanos(clean_bar(564).ts));
}

TEST(Swaps, OpenAndCloseOfMarksAreNamed) {
    MarkColumns marks = clean_marks(500);
    std::swap(marks.open_e8, marks.close_e8);

    const Verdict verdict =
        judge(series("binance.usdm:BTC-USDT-PERP mark 1h"), plain_places, marks.view());

    expect_named(verdict, "open and close");
}

TEST(Swaps, EveryOtherExchangeOfTwoPricesIsRefusedByItsRange) {
    using Column = I64Column BarColumns::*;
    const std::pair<Column, Column> pairs[] = {{&BarColumns::high, &BarColumns::low},
                                               {&BarColumns::open, &BarColumns::high},
                                               {&BarColumns::open, &BarColumns::low},
                                               {&BarColumns::close, &BarColumns::high},
                                               {&BarColumns::close, &BarColumns::low}};
    for (const auto& [one, other] : pairs) {
        BarColumns bars = clean_bars(1'000);
        std::swap(bars.*one, bars.*other);

        EXPECT_GE(finding(judged(bars).verdict, "ohlc").count, 990U);
        expect_refused(bars);
    }
}

TEST(Swaps, VolumeAndQuoteVolumeAreNamed) {
    BarColumns bars = clean_bars(1'000);
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const std::int64_t volume = bars.volume[i];
        bars.volume[i] = bars.quote_volume_e8[i] / 100'000;  // from cash's places to the quantity's
        bars.quote_volume_e8[i] = volume * 100'000;
    }

    expect_named(judged(bars).verdict, "volume and quote volume have changed places in 1,000 rows");
}

// Of a source that did not keep the quote volume, the zeros of which then stand for the volume.
TEST(Swaps, AQuoteVolumeWithoutAVolumeIsNamed) {
    BarColumns bars = clean_bars(1'000);
    for (std::size_t i = 0; i < bars.size(); ++i) {
        bars.quote_volume_e8[i] = bars.volume[i] * 100'000;
        bars.volume[i] = bars.taker_buy_volume[i] = bars.trades[i] = 0;
        bars.known[i] = TL_BAR_KNOWS_QUOTE_VOLUME;
    }

    expect_named(judged(bars).verdict, "volume and quote volume have changed places in 1,000 rows");
}

TEST(Swaps, VolumeAndTakerVolumeAreNamed) {
    BarColumns bars = clean_bars(1'000);
    std::swap(bars.volume, bars.taker_buy_volume);

    expect_named(judged(bars).verdict, "volume and taker volume");
}

TEST(Swaps, CountAndTakerVolumeAreNamed) {
    BarColumns bars = clean_bars(1'000);
    std::swap(bars.trades, bars.taker_buy_volume);

    expect_named(judged(bars).verdict, "taker volume is 0.4 % of the volume of a bar");
}

TEST(Swaps, CountAndVolumeAreRefused) {
    BarColumns bars = clean_bars(1'000);
    std::swap(bars.trades, bars.volume);

    expect_refused(bars);
}

TEST(Swaps, ATakerVolumeInTheQuoteOfACheapCoinIsNamed) {
    BarColumns bars = clean_bars(1'000);
    for (std::int64_t& taker : bars.taker_buy_volume) {
        taker /= 10;  // at a price of 0.1
    }

    expect_named(judged(bars).verdict, "of the volume of a bar: another column was taken for it");
}

TEST(Swaps, PriceAndQuantityOfTradesAreNamed) {
    TradeColumns sound;
    TradeColumns swapped;
    for (std::int64_t i = 0; i < 500; ++i) {
        const std::int64_t price = 700'000 + (i * 7'919) % 1'999;
        const std::int64_t quantity = 1 + (i * 7'919) % 997;
        const Trade trade{.ts = start_ns + i, .price = price, .quantity = quantity, .id = i};
        sound.append(trade);
        Trade other = trade;
        std::swap(other.price, other.quantity);
        swapped.append(other);
    }
    const Series trades = series("binance.spot:BTC-USDT trades");

    EXPECT_EQ(judge(trades, plain_places, sound.view()).score_e4, Verdict::score_max);
    expect_named(judge(trades, plain_places, swapped.view()), "price and quantity");
}

// A few bars prove nothing, and what the source did not keep is not held against it.
// Each row may pass for one of a wild market; all of them do not.
TEST(Swaps, AColumnThatIsWrongInNearlyAllRowsIsToldAndOneThatIsInHalfOfThemIsNot) {
    BarColumns wicks = clean_bars(400);
    BarColumns quotes = clean_bars(400);
    BarColumns half = clean_bars(400);
    for (std::size_t i = 0; i < 400; ++i) {
        wicks.high[i] *= 3;
        quotes.quote_volume_e8[i] /= 2;
        half.quote_volume_e8[i] /= i % 2 == 0 ? 2 : 1;
    }

    for (const BarColumns* bars : {&wicks, &quotes}) {
        const DataJudgement found = judged(*bars);
        ASSERT_TRUE(found.swapped);
        EXPECT_THAT(found.swapped->what, HasSubstr("another column was taken for it"));
        EXPECT_FALSE(check_evidence("x", found.verdict));
    }
    EXPECT_EQ(judged(wicks).swapped->first_row, 33U);
    EXPECT_EQ(judged(quotes).swapped->first_row, 0U);
    EXPECT_FALSE(judged(half).swapped);
    const Verdict inverse =
        judge(series("binance.coinm:BTC-USD-PERP bars 1h"), plain_places, quotes.view());
    EXPECT_EQ(find(inverse, "swapped_columns"), nullptr) << "volume is a number of contracts";
}

TEST(Swaps, AreNotSeenInWhatSaysTooLittle) {
    BarColumns few = clean_bars(12);
    std::swap(few.open, few.close);
    EXPECT_EQ(find(judged(few).verdict, "swapped_columns"), nullptr);

    BarColumns flat = clean_bars(400);
    flat.open = flat.high = flat.low = flat.close = I64Column(400, 700'000);
    for (std::size_t i = 0; i < 400; ++i) {
        flat.quote_volume_e8[i] = 700'000 * flat.volume[i] * 1'000;
    }
    EXPECT_EQ(find(judged(flat).verdict, "swapped_columns"), nullptr);

    BarColumns unknown = clean_bars(400);
    for (std::size_t i = 0; i < 400; ++i) {
        unknown.known[i] = TL_BAR_KNOWS_VOLUME;
        unknown.quote_volume_e8[i] = unknown.taker_buy_volume[i] = unknown.trades[i] = 0;
    }
    EXPECT_EQ(find(judged(unknown).verdict, "swapped_columns"), nullptr);
}

}  // namespace
}  // namespace tradelab
