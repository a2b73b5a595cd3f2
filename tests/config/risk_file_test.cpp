#include "config/risk_file.hpp"

#include "os/real_disk.hpp"
#include "support/limits.hpp"
#include "support/tree.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tradelab {
namespace {

const std::string good = "# limits\n" + std::string(shipped_limits);

std::string with(std::string line, std::string other) {
    std::string text = good;
    text.replace(text.find(line), line.size(), other);
    return text;
}

std::string complaint(const std::string& text) {
    const auto read = parse_risk(text, "risk.toml");
    EXPECT_FALSE(read.has_value()) << text;
    return read ? "" : describe(read.error());
}

TEST(RiskFile, ReadsEveryLimitInItsUnit) {
    const std::string text = with("max_order_usdt = 10000", "max_order_usdt = 5000");
    const RiskFile file = parse_risk(text, "risk.toml").value();

    EXPECT_EQ(*file.limits.position_notional, Cash(1'000'000'000'000));
    EXPECT_EQ(*file.limits.order_notional, Cash(500'000'000'000));
    EXPECT_EQ(*file.limits.leverage, Rate(2'000'000'000'000));
    EXPECT_EQ(*file.limits.drawdown, Rate(250'000'000'000));
    EXPECT_EQ(*file.limits.correlation, Rate(900'000'000'000));
    EXPECT_EQ(*file.limits.price_deviation, Rate(20'000'000'000));
    EXPECT_EQ(*file.limits.orders_per_minute, 30);
    EXPECT_EQ(*file.limits.open_orders, 64);
    EXPECT_EQ(file.sha256.size(), 64U);
}

TEST(RiskFile, SaysFileLineValueUnitAndThatThereIsNoUnlimited) {
    EXPECT_EQ(complaint(with("max_order_usdt = 10000", "max_order_usdt = -5")),
              "risk.toml:3: max_order_usdt = -5: must be > 0 (USDT per order); there is no "
              "\"unlimited\"");
}

TEST(RiskFile, RefusesWhatIsNoWholeNumberAboveZero) {
    for (const std::string value : {"0",
                                    "-1",
                                    "nan",
                                    "inf",
                                    "-inf",
                                    "0.5",
                                    "10000.0",
                                    "\"10000\"",
                                    "true",
                                    "[1]",
                                    "{a = 1}",
                                    "1000000001",
                                    "9223372036854775807"}) {
        const auto said = complaint(with("max_order_usdt = 10000", "max_order_usdt = " + value));

        EXPECT_TRUE(said.starts_with("risk.toml:3: max_order_usdt = ")) << said;
        EXPECT_NE(said.find("no \"unlimited\""), std::string::npos) << said;
    }
}

TEST(RiskFile, RefusesEveryAbsentKeyByName) {
    std::size_t start = good.find('\n') + 1;
    int keys = 0;
    while (start < good.size()) {
        const std::size_t end = good.find('\n', start) + 1;
        const std::string line = good.substr(start, end - start);
        const std::string key = line.substr(0, line.find(' '));

        const auto said = complaint(with(line, ""));

        EXPECT_NE(said.find("\"" + key + "\" is missing"), std::string::npos) << said;
        start = end;
        ++keys;
    }
    EXPECT_EQ(keys, 11);
}

TEST(RiskFile, RefusesUnknownKeysWithTheOneProbablyMeant) {
    EXPECT_EQ(complaint(with("max_drawdown_bps", "max_drawdwon_bps")),
              "risk.toml:7: unknown key \"max_drawdwon_bps\": did you mean \"max_drawdown_bps\"?");
    EXPECT_EQ(complaint(good + "colour = 1\n"),
              "risk.toml:13: unknown key \"colour\": take it out");
}

TEST(RiskFile, RefusesBrokenTomlAndDuplicates) {
    EXPECT_TRUE(complaint(good + "max_open_orders = 3\n").starts_with("risk.toml:13"));
    EXPECT_TRUE(complaint("max_order_usdt = \n").starts_with("risk.toml:1"));
    EXPECT_TRUE(complaint("[\b").starts_with("risk.toml:1"));
    EXPECT_FALSE(complaint("").empty());
    EXPECT_FALSE(complaint(std::string(2'000, 'a')).empty());
    EXPECT_FALSE(complaint(std::string(1'000'000, '\n')).empty());
    EXPECT_FALSE(complaint(std::string("a = \"\xff\"\n")).empty());
    EXPECT_FALSE(complaint("a = " + std::string(500, '[')).empty());
}

TEST(RiskFile, HashIsOfTheValuesNotOfCommentsOrLayout) {
    const auto hash = [](const std::string& text) {
        return parse_risk(text, "risk.toml").value().sha256;
    };
    std::string moved = with("max_order_usdt = 10000\n", "") + "\n# later\nmax_order_usdt=10_000\n";

    EXPECT_EQ(hash(good), hash(moved));
    EXPECT_NE(hash(good), hash(with("max_order_usdt = 10000", "max_order_usdt = 10001")));
}

TEST(RiskFile, TheShippedOneIsReadAndEveryKeyIsExplained) {
    const RealDisk disk;
    const auto path = source_tree() / "config/risk.toml";

    const auto file = read_risk(disk, path);

    ASSERT_TRUE(file.has_value()) << describe(file.error());
    EXPECT_FALSE(read_risk(disk, path.parent_path() / "absent.toml").has_value());
}

}  // namespace
}  // namespace tradelab
