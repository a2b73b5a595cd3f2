#include "gate/epochs.hpp"

#include <gtest/gtest.h>

namespace tradelab {
namespace {

using std::chrono::hours;

UnixNanos at(const char* text) {
    return parse_iso(text).value();
}

EpochRequest request() {
    return {
        .from = at("2020-01-01"),
        .to = at("2024-12-30"),
        .embargo = hours(36),
        .shares = {.explore_permille = 400, .walk_forward_permille = 350, .vault_permille = 250}};
}

TEST(Epochs, CutTheHistoryAtMidnightsByTheirShares) {
    const auto epochs = Epochs::make(request()).value();

    EXPECT_EQ(epochs.span(Epoch::explore),
              (EpochSpan{.from = at("2020-01-01"), .to = at("2021-12-31")}));
    EXPECT_EQ(epochs.span(Epoch::walk_forward),
              (EpochSpan{.from = at("2022-01-02"), .to = at("2023-09-30")}));
    EXPECT_EQ(epochs.span(Epoch::vault),
              (EpochSpan{.from = at("2023-10-02"), .to = at("2024-12-30")}));
    EXPECT_EQ(epochs.days(Epoch::walk_forward), 636U);
}

TEST(Epochs, AnEmbargoBelongsToNobodyAndWhatIsNewerToTheVault) {
    const auto epochs = Epochs::make(request()).value();

    EXPECT_EQ(epochs.epoch_of(at("2019-12-31T23:59:59Z")), std::nullopt);
    EXPECT_EQ(epochs.epoch_of(at("2020-01-01")), Epoch::explore);
    EXPECT_EQ(epochs.epoch_of(at("2021-12-31")), std::nullopt);
    EXPECT_EQ(epochs.epoch_of(at("2022-01-01T23:59:59Z")), std::nullopt);
    EXPECT_EQ(epochs.epoch_of(at("2022-01-02")), Epoch::walk_forward);
    EXPECT_EQ(epochs.epoch_of(at("2023-10-01T12:00:00Z")), std::nullopt);
    EXPECT_EQ(epochs.epoch_of(at("2023-10-02")), Epoch::vault);
    EXPECT_EQ(epochs.epoch_of(at("2031-05-05")), Epoch::vault);
}

TEST(Epochs, DaysThatAreNotWholeAreLeftOut) {
    auto ragged = request();
    ragged.from = at("2019-12-31T08:00:00Z");
    ragged.to = at("2024-12-30T16:00:00Z");

    EXPECT_EQ(Epochs::make(ragged).value(), Epochs::make(request()).value());
}

TEST(Epochs, EqualEpochsHaveEqualHashesAndOthersDoNot) {
    const auto epochs = Epochs::make(request()).value();
    auto other = request();
    other.embargo = hours(72);

    EXPECT_EQ(epochs.hash(), Epochs::make(request()).value().hash());
    EXPECT_NE(epochs.hash(), Epochs::make(other).value().hash());
    EXPECT_EQ(epochs.text(),
              "tradelab.epochs/1\n"
              "explore 2020-01-01T00:00:00Z 2021-12-31T00:00:00Z\n"
              "walk_forward 2022-01-02T00:00:00Z 2023-09-30T00:00:00Z\n"
              "vault 2023-10-02T00:00:00Z 2024-12-30T00:00:00Z\n"
              "embargo_days 2\n");
}

TEST(Epochs, RefuseSharesThatAreNotAWhole) {
    auto wrong = request();
    wrong.shares.vault_permille = 300;
    EXPECT_EQ(Epochs::make(wrong).error().code, ErrorCode::invalid_argument);

    wrong.shares = {.explore_permille = 0, .walk_forward_permille = 500, .vault_permille = 500};
    EXPECT_EQ(Epochs::make(wrong).error().code, ErrorCode::invalid_argument);

    wrong.shares = {
        .explore_permille = 4'294'967'295U, .walk_forward_permille = 500, .vault_permille = 501};
    EXPECT_EQ(Epochs::make(wrong).error().code, ErrorCode::invalid_argument);
}

TEST(Epochs, RefuseAHistoryThatLeavesAnEpochLessThanAWeek) {
    auto small = request();
    small.to = at("2020-01-20");
    EXPECT_EQ(Epochs::make(small).error().code, ErrorCode::invalid_argument);

    auto held_for_ever = request();
    held_for_ever.embargo = hours(24 * 500);
    EXPECT_EQ(Epochs::make(held_for_ever).error().code, ErrorCode::invalid_argument);

    auto backwards = request();
    backwards.to = at("2019-01-01");
    EXPECT_EQ(Epochs::make(backwards).error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace tradelab
