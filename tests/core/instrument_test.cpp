#include "core/instrument.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tradelab {
namespace {

TEST(InstrumentName, IsVenueAndSymbol) {
    const auto name = InstrumentName::make("binance.usdm:1000PEPE-USDT-PERP");

    ASSERT_TRUE(name);
    EXPECT_EQ(name->venue(), "binance.usdm");
    EXPECT_EQ(name->symbol(), "1000PEPE-USDT-PERP");
    EXPECT_EQ(name->text(), "binance.usdm:1000PEPE-USDT-PERP");
}

TEST(InstrumentName, RefusesEverythingOutsideTheGrammar) {
    const std::string long_symbol = "binance:" + std::string(56, 'A');
    ASSERT_EQ(long_symbol.size(), 64U);

    for (const std::string& text : {std::string(),
                                    std::string(":"),
                                    std::string("binance"),
                                    std::string("binance:"),
                                    std::string(":BTC"),
                                    std::string("Binance:BTC"),
                                    std::string("binance:btc"),
                                    std::string("binance:BTC-"),
                                    std::string("binance:-BTC"),
                                    std::string("binance:BTC--USDT"),
                                    std::string("binance..usdm:BTC"),
                                    std::string(".binance:BTC"),
                                    std::string("binance.:BTC"),
                                    std::string("binance:BTC:USDT"),
                                    std::string("binance:BTC/USDT"),
                                    std::string(" binance:BTC"),
                                    std::string("binance:B\xc3\x84"),
                                    std::string("binance:BTC\n"),
                                    long_symbol}) {
        const auto name = InstrumentName::make(text);
        ASSERT_FALSE(name) << text;
        EXPECT_EQ(name.error().code, ErrorCode::malformed) << text;
    }
    EXPECT_TRUE(InstrumentName::make(long_symbol.substr(0, 63)));
}

TEST(InstrumentKind, HasTheNumbersOfTheAbi) {
    EXPECT_EQ(instrument_kind_of(1), InstrumentKind::spot);
    EXPECT_EQ(instrument_kind_of(2), InstrumentKind::perp);
    EXPECT_EQ(instrument_kind_of(0), std::nullopt);
    EXPECT_EQ(instrument_kind_of(5), std::nullopt);
    EXPECT_EQ(instrument_kind_text(InstrumentKind::perp), "perp");
}

TEST(InstrumentKind, IsWhatTheSymbolSays) {
    const auto kind = [](std::string_view text) { return kind_of(*InstrumentName::make(text)); };

    EXPECT_EQ(kind("binance.spot:BTC-USDT"), InstrumentKind::spot);
    EXPECT_EQ(kind("binance.usdm:1000SATS-USDT-PERP"), InstrumentKind::perp);
    EXPECT_EQ(kind("binance.usdm:BTC-USDT-260925"), InstrumentKind::future);
    EXPECT_EQ(kind("binance.options:BTC-260925-60000-C"), InstrumentKind::option);
}

}  // namespace
}  // namespace tradelab
