#include "core/nearest.hpp"

#include <gtest/gtest.h>

#include <array>

namespace tradelab {
namespace {

const std::vector<std::string> commands = {"list", "info", "install", "validate"};
constexpr std::array<std::string_view, 3> keys = {"version", "library", "summary"};

TEST(Nearest, FindsTheSlipsOfAKeyboard) {
    EXPECT_EQ(nearest("lsit", commands), "list");
    EXPECT_EQ(nearest("instal", commands), "install");
    EXPECT_EQ(nearest("infoo", commands), "info");
    EXPECT_EQ(nearest("velidate", commands), "validate");
    EXPECT_EQ(nearest("list", commands), "list");
    EXPECT_EQ(nearest("verison", keys), "version");
    EXPECT_EQ(nearest("libary", keys), "library");
}

TEST(Nearest, SaysNothingWhereNothingIsNear) {
    EXPECT_EQ(nearest("backtest", commands), std::nullopt);
    EXPECT_EQ(nearest("", commands), std::nullopt);
    EXPECT_EQ(nearest(std::string(10'000, 'l'), commands), std::nullopt);
    EXPECT_EQ(nearest(std::string(1'000'000, 'v'), keys), std::nullopt);
    EXPECT_EQ(nearest("colour", keys), std::nullopt);
    EXPECT_EQ(nearest("list", std::vector<std::string>{}), std::nullopt);
}

TEST(Nearest, OfSeveralEquallyNearTakesTheFirst) {
    constexpr std::array<std::string_view, 2> both = {"perps", "perpx"};

    EXPECT_EQ(nearest("perp", both), "perps");
}

}  // namespace
}  // namespace tradelab
