#include "statistics/trade_outcomes.hpp"

#include "os/random.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace tradelab {
namespace {

TradeOutcome outcome(std::int64_t net, std::int64_t notional = 1000) {
    return {.net = Cash(net), .notional = Cash(notional)};
}

TEST(TradeFigures, CountWinsLossesAndWhatIsNeither) {
    const std::vector<TradeOutcome> trades = {
        outcome(300), outcome(-100), outcome(-50), outcome(0), outcome(-10), outcome(200)};

    const auto figures = trade_figures(trades);

    EXPECT_EQ(figures.trades, 6U);
    EXPECT_EQ(figures.wins, 2U);
    EXPECT_EQ(figures.losses, 3U);
    EXPECT_DOUBLE_EQ(*figures.win_rate, 2.0 / 6);
    EXPECT_EQ(figures.average_win, Cash(250));
    EXPECT_EQ(figures.average_loss, Cash(-53));
    EXPECT_EQ(figures.expectancy, Cash(57));
    EXPECT_DOUBLE_EQ(*figures.profit_factor, 500.0 / 160);
    EXPECT_DOUBLE_EQ(*figures.payoff_ratio, 250.0 / (160.0 / 3));
    EXPECT_DOUBLE_EQ(*figures.average_return, 0.34 / 6);
    EXPECT_EQ(figures.longest_losing_streak, 2U) << "a trade of zero ends a streak";
}

TEST(TradeFigures, WithoutTradesEverythingIsUndefined) {
    EXPECT_EQ(trade_figures({}), TradeFigures{});
}

TEST(TradeFigures, WithoutLossesThereIsNoProfitFactor) {
    const std::vector<TradeOutcome> trades = {outcome(1), outcome(2)};

    const auto figures = trade_figures(trades);

    EXPECT_EQ(figures.profit_factor, std::nullopt);
    EXPECT_EQ(figures.payoff_ratio, std::nullopt);
    EXPECT_EQ(figures.average_loss, std::nullopt);
    EXPECT_EQ(figures.win_rate, 1.0);
}

TEST(TradeFigures, AnUnknownNotionalLeavesTheReturnUndefinedAndNotWrong) {
    const std::vector<TradeOutcome> trades = {outcome(1), outcome(2, 0)};

    EXPECT_EQ(trade_figures(trades).average_return, std::nullopt);
}

TEST(TradeFigures, SumsBeyond64BitsDoNotOverflow) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    const std::vector<TradeOutcome> trades = {outcome(most, most), outcome(most, most)};

    EXPECT_EQ(trade_figures(trades).expectancy, Cash(most));
}

TEST(TradeFigures, ExpectancyIsWinRateTimesWinPlusLossRateTimesLoss) {
    SeededRandom random(3);
    std::vector<TradeOutcome> trades;
    for (int count = 0; count < 500; ++count) {
        trades.push_back(outcome(random.between(-1'000'000'000, 1'100'000'000)));
    }

    const auto figures = trade_figures(trades);

    const double loss_rate = static_cast<double>(figures.losses) / 500;
    const double expected =
        *figures.win_rate * static_cast<double>(figures.average_win->mantissa()) +
        loss_rate * static_cast<double>(figures.average_loss->mantissa());
    EXPECT_NEAR(static_cast<double>(figures.expectancy->mantissa()), expected, 1.0);
}

}  // namespace
}  // namespace tradelab
