#include "history/samples.hpp"

namespace tradelab {
namespace {

TEST(Series, ItsTextAndItsFolderLeadBackToIt) {
    for (const std::string_view text : {"binance.usdm:BTC-USDT-PERP bars 1h",
                                        "binance.spot:BTC-USDT trades",
                                        "binance.usdm:BTC-USDT-PERP funding",
                                        "binance.usdm:BTC-USDT-PERP mark 1m"}) {
        const Series read = series(text);

        EXPECT_EQ(read.text(), text);
        EXPECT_EQ(Series::from_folder(read.folder()), read);
    }
    EXPECT_EQ(series("binance.usdm:BTC-USDT-PERP bars 1h").folder(),
              "binance.usdm_BTC-USDT-PERP_bars_1h");
}

TEST(Series, OtherTextIsRefused) {
    for (const std::string_view text : {"",
                                        "binance.spot:BTC-USDT",
                                        "binance.spot:BTC-USDT bars",
                                        "binance.spot:BTC-USDT trades 1h",
                                        "binance.spot:BTC-USDT candles 1h",
                                        "binance.spot:BTC-USDT bars 60m",
                                        "binance.spot:BTC-USDT bars 1h ",
                                        "BTCUSDT bars 1h"}) {
        EXPECT_FALSE(Series::parse(text)) << text;
    }
    for (const std::string_view folder :
         {"", ".lock", "a:b_bars_1h", "binance.spot_BTC-USDT", "binance.spot_BTC-USDT bars_1h"}) {
        EXPECT_FALSE(Series::from_folder(folder)) << folder;
    }
}

}  // namespace
}  // namespace tradelab
