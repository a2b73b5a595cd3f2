#pragma once

#include "gate/gate_input.hpp"

#include <cstdint>
#include <string>

namespace tradelab {

// Less than this is no evidence, whatever it says.
struct MinimumEvidence {
    std::uint32_t days_walk_forward = 120;
    std::uint32_t days_vault = 60;
    // Trading.
    std::uint32_t trades_total = 50;
    std::uint32_t trades_walk_forward = 30;
    // A rule that has hardly ever lost has not shown what a loss costs it.
    std::uint32_t losing_trades_walk_forward = 10;
    std::uint32_t weeks_total = 20;
    // Carry.
    std::uint32_t intervals_total = 300;
    std::uint32_t intervals_walk_forward = 100;
    std::uint32_t hedge_error_permille_max = 25;  // legs that differ by a twentieth

    friend bool operator==(const MinimumEvidence&, const MinimumEvidence&) = default;
};

// What decides, as whole numbers, so that equal rules have equal hashes.
struct GateRules {
    // Of the walk-forward test alone: a hypothesis that misses it does not cost a vault.
    std::uint32_t first_level_ppm = 40'000;
    // How much the place among the finalists counts that explore gave them, of what would be right
    // if explore had not been searched: see finalists_test.hpp.
    std::uint32_t explore_weight_permille = 750;
    // Days that hang together, on average: see daily_score.hpp.
    std::uint32_t mean_block_days = 5;
    // Of the null distribution of the best finalist.
    std::uint32_t draws = 20'000;
    std::uint64_t seed = 1;
    // A carry lends its money, so it must earn more than who only lends it: per year, simple, in
    // millionths.  5 % is about what dollars lent over night earned in 2023 and 2024, the most of
    // the years that histories hold (federal funds rate: 4.3 to 5.5 %).
    std::uint32_t lending_rate_ppm = 50'000;
    // Of the test on walk-forward that something is left without the share of holding the market.
    std::uint32_t holding_level_ppm = 50'000;
    // A verdict asks for more history only where so much more would help.
    std::uint32_t patience_years = 10;
    MinimumEvidence minimum = {};

    [[nodiscard]] double first_level() const { return first_level_ppm * 1e-6; }
    [[nodiscard]] double holding_level() const { return holding_level_ppm * 1e-6; }
    // What is taken from the returns of this class before they are tested, per year.
    [[nodiscard]] double lending_rate(EvidenceClass of) const {
        return of == EvidenceClass::carry ? lending_rate_ppm / 1e6 : 0;
    }
    // One spelling for equal rules, and its SHA-256.
    [[nodiscard]] std::string text() const;
    [[nodiscard]] std::string hash() const;

    friend bool operator==(const GateRules&, const GateRules&) = default;
};

}  // namespace tradelab
