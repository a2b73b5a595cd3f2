#include "terminal/sparkline.hpp"
#include "terminal/table.hpp"

#include <gtest/gtest.h>

#include <array>

namespace tradelab {
namespace {

TEST(Table, ColumnsAreAsWideAsCharactersNotBytes) {
    Table table{.columns = {{.title = "name"}, {.title = "n", .align = Align::right}}, .rows = {}};
    table.add({"\u00e9t\u00e9", "1"});
    table.add({"longer", "200"});

    const std::vector<std::string> expected = {
        "name      n", "-----------", "\u00e9t\u00e9       1", "longer  200"};
    EXPECT_EQ(lines_of(table, "-"), expected);
}

TEST(Table, PutsWhatMustStayWholeBelowItsRowWhereALineIsTooWide) {
    Table table{.columns = {{.title = "figure"},
                            {.title = "formula", .fit = Fit::whole},
                            {.title = "n", .align = Align::right},
                            {.title = "why", .fit = Fit::whole}},
                .rows = {}};
    table.add({"sharpe", "mean / deviation", "2", ""});
    table.add({"a name that is long", "unbreakablewords of one", "10", "it is"});

    const std::vector<std::string> expected = {"figure           ...",
                                               "-----------------...",
                                               "sharpe           ...",
                                               "    formula: mean /",
                                               "    deviation",
                                               "a name that is lo...",
                                               "    formula:",
                                               "    unbreakablewords",
                                               "    of one",
                                               "    why: it is"};
    EXPECT_EQ(lines_within(table, "-", 20), expected);
    EXPECT_EQ(lines_within(table, "-", 55), lines_of(table, "-"));
    EXPECT_GT(lines_within(table, "-", 54).size(), lines_of(table, "-").size());
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
    std::array<SeriesMark, 8> marks{};
    marks[1] = SeriesMark::long_side;
    marks[4] = SeriesMark::short_side;
    marks[6] = SeriesMark::flat;

    const auto rich = sparkline(values, marks, 80, Look::rich);
    const auto plain = sparkline(values, marks, 80, Look::plain);

    EXPECT_EQ(rich.values, "▁▂▃▄▅▆▇█");
    EXPECT_EQ(rich.marks, " ▲  ▼ ○");
    EXPECT_EQ(plain.values, "_.-~=+*#");
    EXPECT_EQ(plain.marks, " ^  v o");
}

TEST(Sparkline, SqueezesALongSeriesAndKeepsTheLastMarkOfAColumn) {
    const std::vector<std::int64_t> values = {1, 1, 9, 9};
    const std::vector<SeriesMark> marks = {
        SeriesMark::long_side, SeriesMark::flat, SeriesMark::none, SeriesMark::short_side};

    const auto drawn = sparkline(values, marks, 2, Look::plain);

    EXPECT_EQ(drawn.values, "_#");
    EXPECT_EQ(drawn.marks, "ov");
}

TEST(Sparkline, ASeriesWithoutMovementOrWithoutValuesIsDrawnToo) {
    const std::vector<std::int64_t> values = {5, 5};
    const std::vector<SeriesMark> marks = {SeriesMark::none, SeriesMark::none};

    EXPECT_EQ(sparkline(values, marks, 10, Look::plain).values, "__");
    EXPECT_EQ(sparkline({}, {}, 10, Look::plain).values, "");
}

}  // namespace
}  // namespace tradelab
