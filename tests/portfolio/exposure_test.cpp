#include "portfolio/desk.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace tradelab {
namespace {

using namespace desk;

TEST(Exposure, EqualsTheAccountsEquityAtEveryPrice) {
    constexpr std::uint64_t seed = 11;
    RecordProperty("seed", std::to_string(seed));
    std::mt19937_64 random(seed);
    Portfolio portfolio = account();
    book(portfolio,
         {.instrument = btc_spot,
          .quantity = spot("0.77777"),
          .price = price("20000.07"),
          .fee = usdt("0.00077777"),
          .fee_asset = "BTC"});
    book(portfolio, {.side = Side::sell, .quantity = perp("0.778"), .price = price("20010.03")});

    for (const InstrumentId instrument : {btc_spot, btc_perp}) {
        const Exposure line = portfolio.exposure(instrument);
        ASSERT_TRUE(line.fits(price("0.01"), price("1000000")));
        for (int i = 0; i < 500; ++i) {
            const Price last(static_cast<std::int64_t>(1 + random() % 100'000'000));

            const Cash by_line = line.cash(line.raw(last));
            ASSERT_TRUE(portfolio.mark_at_last(instrument, last).has_value());

            ASSERT_EQ(by_line, portfolio.equity()) << "seed " << seed << ", step " << i;
            ASSERT_EQ(line.at(last), by_line);
        }
    }
}

TEST(Exposure, SaysWhenABlockCouldOverflow) {
    const Exposure line(Int128{0}, Int128{1'000'000'000'000}, 1);

    EXPECT_TRUE(line.fits(Price(1), Price(9'000'000)));
    EXPECT_FALSE(line.fits(Price(1), Price(10'000'000)));
    EXPECT_FALSE(line.at(Price(10'000'000)).has_value());
    const Exposure wide(Int128{1} << 80, Int128{1}, 1);
    EXPECT_FALSE(wide.fits(Price(1), Price(1)));
}

TEST(Exposure, RawOfIsTheLineOfThatCash) {
    Portfolio portfolio = account();
    book(portfolio, {.quantity = perp("0.5"), .price = price("20000")});
    const Exposure line = portfolio.exposure(btc_perp);

    EXPECT_EQ(line.raw_of(portfolio.equity()), line.raw(price("20000")));
}

}  // namespace
}  // namespace tradelab
