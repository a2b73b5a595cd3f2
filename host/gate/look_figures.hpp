#pragma once

#include "gate/finalists_test.hpp"
#include "gate/gate.hpp"
#include "gate/verdict.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

// The numbers of the two looks, each with what was demanded of it, its formula and its source.
namespace tradelab {

// Mean over deviation, a year, of daily returns.
[[nodiscard]] std::optional<double> annual_sharpe(std::span<const double> excess);

struct StressedSharpe {
    std::optional<double> net = {};
    std::optional<double> at_double_cost = {};
    std::optional<double> one_bar_late = {};
};

[[nodiscard]] std::vector<Figure> walk_forward_figures(const FinalistsTest& test,
                                                       const GateRules& rules,
                                                       std::size_t days);
// What a carry must earn more than.
[[nodiscard]] Figure lending_figure(const GateRules& rules);
[[nodiscard]] std::vector<Figure> stress_figures(const StressedSharpe& stressed);
[[nodiscard]] Figure holding_figure(std::optional<double> z, const GateRules& rules);
[[nodiscard]] std::vector<Figure> level_figures(const FirstLook& first);
[[nodiscard]] std::vector<Figure> power_figures(const VaultPower& power);

struct SecondLook {
    double z2 = 0;
    double z = 0;
    std::optional<double> sharpe = {};          // a year, in the vault
    std::optional<double> sharpe_of_both = {};  // a year, walk-forward and vault in a row
};
[[nodiscard]] std::vector<Figure> vault_figures(const SecondLook& second, const FirstLook& first);

// What was promised, and how.
[[nodiscard]] std::vector<Figure> promise_figures(const PromisedSharpe& promised);

}  // namespace tradelab
