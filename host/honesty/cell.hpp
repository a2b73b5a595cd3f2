#pragma once

#include "core/result.hpp"
#include "honesty/lab_case.hpp"
#include "honesty/lab_kit.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tradelab {

// Seeds of labs.  Thresholds, shares and numbers of finalists were chosen on the first range; what
// is reported ran on the others.  They do not meet.
inline constexpr std::uint64_t tuning_first_seed = 1'000'000;
inline constexpr std::uint64_t reporting_first_seed = 2'000'000;
inline constexpr std::uint64_t smoke_first_seed = 3'000'000;

// Labs of one setting, with seeds one after the other.
struct Cell {
    std::string name;
    LabSetting setting;
    std::size_t labs = 0;
    std::uint64_t first_seed = 0;
};

struct CellResult {
    std::size_t labs = 0;
    std::size_t trials = 0;             // of all labs
    std::size_t passed_first_look = 0;  // gate A
    std::size_t promoted = 0;
    std::size_t best_sharpe = 0;  // baselines
    std::size_t best_on_validation = 0;
    std::size_t probabilistic = 0;
    std::size_t any_improvement = 0;
    // Promised less true Sharpe ratio of each that was promoted, in the order of seeds.
    std::vector<double> biases = {};
    std::vector<std::uint64_t> promoted_seeds = {};

    friend bool operator==(const CellResult&, const CellResult&) = default;
};

struct CellWork {
    std::size_t workers = 1;
    // Called after each lab, on its thread, one at a time: how many of the cell are done.
    std::function<void(std::size_t)> progress = {};
    bool (*is_interrupted)() = nullptr;
};

// All labs of a cell.  The result does not hang on the number of workers.
[[nodiscard]] Result<CellResult> run_cell(const LabKit& kit,
                                          const Cell& cell,
                                          const CellWork& work);

// Of an even number of values the mean of the two in the middle: of figures of many labs, where it
// need not be one that was seen.
[[nodiscard]] std::optional<double> mean_median_of(std::vector<double> values);

// A share of `count` that `hits` is compatible with, by 95 %, both sides: C. Clopper, E. Pearson,
// "The use of confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26
// (1934).
struct Bounds {
    double low = 0;
    double high = 1;
};
[[nodiscard]] Bounds clopper_pearson(std::size_t hits, std::size_t count);

}  // namespace tradelab
