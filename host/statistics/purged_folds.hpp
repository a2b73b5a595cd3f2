#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tradelab {

// Bars from `first` up to, not including, `end`.
struct BarRange {
    std::size_t first = 0;
    std::size_t end = 0;

    friend bool operator==(const BarRange&, const BarRange&) = default;
};

// What is learnt from `train` is judged on `test`.
struct Fold {
    BarRange test;
    std::vector<BarRange> train;  // ascending, none empty; at most one on either side

    friend bool operator==(const Fold&, const Fold&) = default;
};

struct FoldOptions {
    std::size_t bars = 0;
    std::size_t folds = 5;    // from 2 to the number of bars; tests differ by one bar at most
    std::size_t horizon = 0;  // a decision at bar t is judged by bars up to t + horizon
    std::size_t embargo = 0;  // further bars left out after a test, for slow memory
};

// M. Lopez de Prado, "Advances in Financial Machine Learning" (2018), chapter 7.  Every bar is
// tested once.  From training goes every bar whose judgement shares a bar with that of a tested one
// (purged, both sides), and after the test as many more as the embargo says.
[[nodiscard]] std::vector<Fold> purged_folds(const FoldOptions& options);

// Of `groups` blocks `tested` at a time are held out (chapter 12: combinatorial purged cross
// validation).
struct GroupChoice {
    std::size_t groups = 0;
    std::size_t tested = 0;  // from 1 to groups
};

// C(groups, tested) ways to do so, and C(groups, tested) x tested / groups whole histories that can
// be put together from their tests.  Undefined where a number does not fit 64 bits, or the choice
// is none.
[[nodiscard]] std::optional<std::uint64_t> combinatorial_splits(const GroupChoice& choice);
[[nodiscard]] std::optional<std::uint64_t> combinatorial_paths(const GroupChoice& choice);

}  // namespace tradelab
