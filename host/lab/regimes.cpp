#include "lab/regimes.hpp"

#include <cmath>

namespace tradelab {

const std::array<std::string, regime_count>& regime_names() {
    static const std::array<std::string, regime_count> names = {
        "calm, rising", "calm, falling", "wild, rising", "wild, falling", "too early to tell"};
    return names;
}

std::vector<Regime> regimes_of(std::span<const double> closes, std::size_t window) {
    std::vector<Regime> out(closes.size(), Regime::early);
    std::vector<double> moves(closes.size(), 0);
    double recent = 0;  // sum of the last `window` moves
    double means = 0;   // sum of the means so far
    double seen = 0;
    for (std::size_t at = 1; at < closes.size(); ++at) {
        moves[at] = std::fabs(closes[at] / closes[at - 1] - 1);
        recent += moves[at];
        if (at < window) {
            continue;
        }
        if (at > window) {
            recent -= moves[at - window];
        }
        means += recent;
        seen += 1;
        const bool wild = recent > means / seen;
        const bool rising = closes[at] > closes[at - window];
        out[at] = wild ? (rising ? Regime::wild_rising : Regime::wild_falling)
                       : (rising ? Regime::calm_rising : Regime::calm_falling);
    }
    return out;
}

}  // namespace tradelab
