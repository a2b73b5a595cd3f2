#include "cli/sparkline.hpp"
#include "cli/suggest.hpp"
#include "cli/table.hpp"

#include <gtest/gtest.h>

#include <array>

namespace tradelab {
namespace {

TEST(Suggest, FindsTheSlipsOfAKeyboard) {
    const std::vector<std::string> words = {"list", "info", "install", "validate"};

    EXPECT_EQ(meant("lsit", words), "list");
    EXPECT_EQ(meant("instal", words), "install");
    EXPECT_EQ(meant("infoo", words), "info");
    EXPECT_EQ(meant("velidate", words), "validate");
    EXPECT_EQ(meant("list", words), "list");
}

TEST(Suggest, SaysNothingWhereNothingIsNear) {
    const std::vector<std::string> words = {"list", "info"};

    EXPECT_EQ(meant("backtest", words), std::nullopt);
    EXPECT_EQ(meant("", words), std::nullopt);
    EXPECT_EQ(meant(std::string(10'000, 'l'), words), std::nullopt);
    EXPECT_EQ(meant("list", {}), std::nullopt);
}

TEST(Table, ColumnsAreAsWideAsCharactersNotBytes) {
    Table table{.columns = {{.title = "name"}, {.title = "n", .align = Align::right}}, .rows = {}};
    table.add({"\u00e9t\u00e9", "1"});
    table.add({"longer", "200"});

    const std::vector<std::string> expected = {
        "name      n", "-----------", "\u00e9t\u00e9       1", "longer  200"};
    EXPECT_EQ(lines_of(table, "-"), expected);
}

TEST(Table, WithoutRowsIsNothing) {
    EXPECT_TRUE(lines_of({.columns = {{.title = "name"}}, .rows = {}}, "-").empty());
}

TEST(Table, ALineIsCutBetweenCharacters) {
    EXPECT_EQ(cut_to("\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9", 5), "\u00e9\u00e9...");
    EXPECT_EQ(cut_to("short", 5), "short");
    EXPECT_EQ(cut_to("longer", 5), "lo...");
}

TEST(Sparkline, GoesFromTheLowestToTheHighest) {
    const std::array<std::int64_t, 8> values = {10, 11, 12, 13, 14, 15, 16, 17};
    std::array<Mark, 8> marks{};
    marks[1] = Mark::long_side;
    marks[4] = Mark::short_side;
    marks[6] = Mark::flat;

    const auto rich = sparkline(values, marks, 80, Look::rich);
    const auto plain = sparkline(values, marks, 80, Look::plain);

    EXPECT_EQ(rich.values, "▁▂▃▄▅▆▇█");
    EXPECT_EQ(rich.marks, " ▲  ▼ ○");
    EXPECT_EQ(plain.values, "_.-~=+*#");
    EXPECT_EQ(plain.marks, " ^  v o");
}

TEST(Sparkline, SqueezesALongSeriesAndKeepsTheLastMarkOfAColumn) {
    const std::vector<std::int64_t> values = {1, 1, 9, 9};
    const std::vector<Mark> marks = {Mark::long_side, Mark::flat, Mark::none, Mark::short_side};

    const auto drawn = sparkline(values, marks, 2, Look::plain);

    EXPECT_EQ(drawn.values, "_#");
    EXPECT_EQ(drawn.marks, "ov");
}

TEST(Sparkline, ASeriesWithoutMovementOrWithoutValuesIsDrawnToo) {
    const std::vector<std::int64_t> values = {5, 5};
    const std::vector<Mark> marks = {Mark::none, Mark::none};

    EXPECT_EQ(sparkline(values, marks, 10, Look::plain).values, "__");
    EXPECT_EQ(sparkline({}, {}, 10, Look::plain).values, "");
}

}  // namespace
}  // namespace tradelab
