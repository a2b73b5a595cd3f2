#include "statistics/purged_folds.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tradelab {
namespace {

bool trains(const Fold& fold, std::size_t bar) {
    for (const BarRange& range : fold.train) {
        if (range.first <= bar && bar < range.end) {
            return true;
        }
    }
    return false;
}

// Brute force: whether the bars that judge one decision meet those that judge another.
TEST(PurgedFolds, LeaveOutExactlyWhatOverlapsAndTheEmbargo) {
    for (const std::size_t horizon : {0UL, 1UL, 7UL, 40UL}) {
        for (const std::size_t embargo : {0UL, 3UL, 25UL}) {
            const FoldOptions options{
                .bars = 97, .folds = 6, .horizon = horizon, .embargo = embargo};
            std::vector<int> tested(options.bars);
            for (const Fold& fold : purged_folds(options)) {
                for (std::size_t bar = fold.test.first; bar < fold.test.end; ++bar) {
                    ++tested[bar];
                }
                for (std::size_t bar = 0; bar < options.bars; ++bar) {
                    const std::size_t last = fold.test.end - 1 + horizon;
                    const bool overlaps = bar <= last && fold.test.first <= bar + horizon;
                    const bool is_embargoed = bar > last && bar <= last + embargo;
                    EXPECT_EQ(trains(fold, bar), !overlaps && !is_embargoed)
                        << bar << " horizon " << horizon << " embargo " << embargo;
                }
            }
            EXPECT_EQ(tested, std::vector<int>(options.bars, 1));
        }
    }
}

TEST(PurgedFolds, LongHorizonsLeaveNothingToTrainOn) {
    for (const Fold& fold : purged_folds({.bars = 10, .folds = 2, .horizon = 10})) {
        EXPECT_TRUE(fold.train.empty());
    }
}

TEST(CombinatorialPaths, AreThoseOfTheBook) {
    // Six groups, two of them tested: fifteen splits and five paths (chapter 12).
    EXPECT_EQ(combinatorial_splits({.groups = 6, .tested = 2}), 15U);
    EXPECT_EQ(combinatorial_paths({.groups = 6, .tested = 2}), 5U);
    EXPECT_EQ(combinatorial_splits({.groups = 16, .tested = 8}), 12'870U);
    EXPECT_EQ(combinatorial_paths({.groups = 10, .tested = 1}), 1U);
    EXPECT_EQ(combinatorial_paths({.groups = 10, .tested = 10}), 1U);
    EXPECT_EQ(combinatorial_splits({.groups = 67, .tested = 33}), 14'226'520'737'620'288'370U);
    EXPECT_FALSE(combinatorial_splits({.groups = 100, .tested = 50}));
    EXPECT_FALSE(combinatorial_splits({.groups = 5, .tested = 6}));
    EXPECT_FALSE(combinatorial_paths({.groups = 5, .tested = 0}));
}

}  // namespace
}  // namespace tradelab
