#include "gate/gate_rules.hpp"

#include "document/sha256.hpp"

namespace tradelab {

std::string GateRules::text() const {
    std::string text = "tradelab.gate/1\n";
    const auto add = [&](std::string_view name, std::uint64_t value) {
        text += std::string(name) + ' ' + std::to_string(value) + '\n';
    };
    add("first_level_ppm", first_level_ppm);
    add("explore_weight_permille", explore_weight_permille);
    add("mean_block_days", mean_block_days);
    add("draws", draws);
    add("seed", seed);
    add("lending_rate_ppm", lending_rate_ppm);
    add("holding_level_ppm", holding_level_ppm);
    add("patience_years", patience_years);
    add("days_walk_forward", minimum.days_walk_forward);
    add("days_vault", minimum.days_vault);
    add("trades_total", minimum.trades_total);
    add("trades_walk_forward", minimum.trades_walk_forward);
    add("losing_trades_walk_forward", minimum.losing_trades_walk_forward);
    add("weeks_total", minimum.weeks_total);
    add("intervals_total", minimum.intervals_total);
    add("intervals_walk_forward", minimum.intervals_walk_forward);
    add("hedge_error_permille_max", minimum.hedge_error_permille_max);
    return text;
}

std::string GateRules::hash() const {
    return sha256_hex(text());
}

}  // namespace tradelab
