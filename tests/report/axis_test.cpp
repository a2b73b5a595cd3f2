#include "report/axis.hpp"

#include "report/figures.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

namespace tradelab {
namespace {

std::vector<std::string> labels(const std::vector<Tick>& ticks) {
    std::vector<std::string> out;
    for (const Tick& tick : ticks) {
        out.push_back(tick.label);
    }
    return out;
}

UnixNanos at(const char* text) {
    return parse_iso(text).value();
}

using Labels = std::vector<std::string>;

TEST(Axis, TicksAreRoundNumbersThatCoverTheRange) {
    EXPECT_EQ(labels(Axis::make(0.3, 9.7, Scale::linear).ticks(AxisUnit::plain)),
              (Labels{"0", "2", "4", "6", "8", "10"}));
    EXPECT_EQ(labels(Axis::make(-0.234, 0, Scale::linear).ticks(AxisUnit::percent)),
              (Labels{"-25 %", "-20 %", "-15 %", "-10 %", "-5 %", "0 %"}));
}

TEST(Axis, ALogarithmicAxisCountsInOnesTwosAndFives) {
    const Axis axis = Axis::make(9'000, 130'000, Scale::logarithmic);

    EXPECT_EQ(labels(axis.ticks(AxisUnit::plain)), (Labels{"10k", "20k", "50k", "100k"}));
    EXPECT_NEAR(axis.place(10'000) + axis.place(1'000'000), axis.place(10'000) + 1, 1e-12);
}

TEST(Axis, WithoutARangeItStillHasOne) {
    for (const double value : {0.0, 5.0, -3.0, 1e15}) {
        const Axis axis = Axis::make(value, value, Scale::linear);

        EXPECT_LT(axis.low(), axis.high());
        EXPECT_GE(axis.ticks(AxisUnit::plain).size(), 2U);
    }
    const double infinite = std::numeric_limits<double>::infinity();
    EXPECT_LT(Axis::make(-infinite, infinite, Scale::linear).low(), 1);
    EXPECT_EQ(Axis::make(-1, 5, Scale::logarithmic).scale(), Scale::linear);
}

TEST(TimeAxis, TicksAreBoundariesOfTheCalendar) {
    EXPECT_EQ(labels(TimeAxis(at("2020-01-01"), at("2024-12-30")).ticks()),
              (Labels{"2020", "2021", "2022", "2023", "2024"}));
    EXPECT_EQ(labels(TimeAxis(at("2024-01-15"), at("2024-05-02")).ticks()),
              (Labels{"2024-02", "2024-03", "2024-04", "2024-05"}));
    EXPECT_EQ(labels(TimeAxis(at("2024-01-01T01:00:00Z"), at("2024-01-01T09:00:00Z")).ticks())[1],
              "01-01 02:00");
}

TEST(TimeAxis, NeverHasMoreTicksThanFit) {
    for (const std::int64_t hours :
         {1, 5, 30, 100, 400, 2'000, 9'000, 60'000, 500'000, 2'000'000}) {
        const auto ticks =
            TimeAxis(at("1980-01-01"), at("1980-01-01") + std::chrono::hours(hours)).ticks();

        EXPECT_LE(ticks.size(), 9U) << hours;
        EXPECT_GE(ticks.size(), 1U) << hours;
    }
}

TEST(Figures, AreGroupedSignedAndNeverNegativeZero) {
    EXPECT_EQ(percent_text(0.12345), "12.35 %");
    EXPECT_EQ(percent_text(-0.0000001), "0.00 %");
    EXPECT_EQ(signed_percent_text(0.5, 0), "+50 %");
    EXPECT_EQ(percent_text(std::nullopt), undefined_text(Look::rich));
    EXPECT_EQ(percent_text(311.4), "312.4x");
    EXPECT_EQ(cash_text(Cash(123'456'789'012'345)), "1,234,567.89");
    EXPECT_EQ(signed_cash_text(Cash(-250'000'000)), "-2.50");
    EXPECT_EQ(cash_text(Cash(1)), "0.00000001") << "what is there is not shown as nothing";
    EXPECT_EQ(count_text(1'000), "1,000");
    EXPECT_EQ(compact_text(12'500), "12.5k");
    EXPECT_EQ(length_text(std::chrono::hours(24 * 812)), "812 d");
    EXPECT_EQ(length_text(std::chrono::hours(14)), "14 h");
}

}  // namespace
}  // namespace tradelab
