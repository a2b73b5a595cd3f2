#include "core/result.hpp"

#include "core/check.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>

namespace tradelab {
namespace {

Result<int> positive(int value) {
    if (value <= 0) {
        return fail(ErrorCode::invalid_argument, "value = " + std::to_string(value), "must be > 0");
    }
    return value;
}

TEST(Result, CarriesEitherTheValueOrTheError) {
    const auto good = positive(3);
    const auto bad = positive(-3);

    ASSERT_TRUE(good);
    EXPECT_EQ(*good, 3);
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().code, ErrorCode::invalid_argument);
}

TEST(Result, ChainsWithTheMembersOfExpected) {
    const Result<int> chained = positive(3).and_then([](int v) { return positive(v - 1); });
    const Result<std::string> mapped = positive(3).map([](int v) { return std::to_string(v); });
    const Result<int> stopped = positive(-1).and_then([](int v) { return positive(v + 10); });

    EXPECT_EQ(*chained, 2);
    EXPECT_EQ(*mapped, "3");
    EXPECT_FALSE(stopped);
}

TEST(Result, ACopyOfAResultOfATruthValueKeepsTheValue) {
    Result<bool> no = false;

    const Result<bool> copy = no;
    const Result<bool> moved = std::move(no);

    ASSERT_TRUE(copy.has_value());
    EXPECT_FALSE(*copy);
    ASSERT_TRUE(moved.has_value());
    EXPECT_FALSE(*moved);
}

TEST(Result, ACopyOfAFailureHasAnErrorOfItsOwn) {
    const auto bad = positive(-3);

    Result<int> copy = bad;
    copy.error().context = "changed";

    EXPECT_EQ(bad.error().context, "value = -3");
    EXPECT_EQ(copy.error().context, "changed");
    copy = bad;
    EXPECT_EQ(copy.error().context, "value = -3");
}

TEST(Result, OfNothingIsAsSmallAsAPointerAndAFlag) {
    EXPECT_LE(sizeof(Status), 2 * sizeof(void*));
}

TEST(ResultDeathTest, TheErrorOfAFailureThatWasMovedFromIsNotReadable) {
    auto bad = positive(-3);
    const Result<int> moved = std::move(bad);

    EXPECT_EQ(moved.error().context, "value = -3");
    EXPECT_DEATH(static_cast<void>(bad.error()), "moved from");
}

TEST(Result, PassingUpPutsWhatWeWereAboutInFront) {
    auto bad = positive(-3);

    const Result<int> passed = fail(std::move(bad).error(), "reading risk.toml");

    EXPECT_EQ(describe(passed.error()), "reading risk.toml: value = -3: must be > 0");
    EXPECT_EQ(passed.error().code, ErrorCode::invalid_argument);
}

TEST(Result, DescribeNamesFileAndLineWhatAndRemedy) {
    const Error error{.code = ErrorCode::malformed,
                      .context = "max_notional_usdt = -5",
                      .hint = "must be > 0",
                      .file = "risk.toml",
                      .line = 14};

    EXPECT_EQ(describe(error), "risk.toml:14: max_notional_usdt = -5: must be > 0");
    EXPECT_EQ(describe({.code = ErrorCode::stale, .file = "a.json"}), "a.json: stale");
    EXPECT_EQ(describe({.code = ErrorCode::disk_full}), "disk_full");
}

TEST(ErrorCode, EachHasATextOfItsOwnInSnakeCase) {
    std::set<std::string_view> seen;

    for (int i = 0; i < error_code_count; ++i) {
        const auto text = error_code_text(static_cast<ErrorCode>(i));
        EXPECT_TRUE(seen.insert(text).second) << text;
        EXPECT_EQ(text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos);
    }

    EXPECT_EQ(error_code_text(ErrorCode::hash_mismatch), "hash_mismatch");
}

TEST(ErrorCode, MapsToTheDocumentedExitCodes) {
    EXPECT_EQ(number(ExitCode::ok), 0);
    EXPECT_EQ(number(exit_code(ErrorCode::io_failed)), 1);
    EXPECT_EQ(number(exit_code(ErrorCode::invalid_argument)), 2);
    EXPECT_EQ(number(exit_code(ErrorCode::daemon_unreachable)), 3);
    EXPECT_EQ(number(exit_code(ErrorCode::not_authorised)), 4);
    EXPECT_EQ(number(exit_code(ErrorCode::refused)), 5);
    EXPECT_EQ(number(exit_code(ErrorCode::data_missing)), 6);
    EXPECT_EQ(number(exit_code(ErrorCode::stale)), 6);
    EXPECT_EQ(number(exit_code(ErrorCode::partly_done)), 7);
    EXPECT_EQ(number(exit_code(ErrorCode::timed_out)), 8);
    EXPECT_EQ(number(exit_code(ErrorCode::interrupted)), 130);
}

TEST(ErrorCode, NoErrorEndsInSuccess) {
    for (int i = 0; i < error_code_count; ++i) {
        EXPECT_NE(exit_code(static_cast<ErrorCode>(i)), ExitCode::ok) << i;
    }
}

TEST(CheckDeathTest, AFailedCheckNamesFileLineAndCondition) {
    const int two = 2;

    EXPECT_DEATH(TL_CHECK(two == 3), "result_test.cpp:[0-9]+: check failed: two == 3");
    EXPECT_DEATH(TL_CHECK_MSG(two == 3, "counting is broken"), "two == 3: counting is broken");
}

TEST(Check, APassedCheckEvaluatesItsConditionOnce) {
    int times = 0;

    TL_CHECK(++times == 1);

    EXPECT_EQ(times, 1);
}

}  // namespace
}  // namespace tradelab
