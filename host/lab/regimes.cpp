#include "lab/regimes.hpp"

namespace tradelab {
namespace {

Regime regime_of(const GridCell& cell) {
    return static_cast<Regime>(3 * static_cast<int>(cell.volatility) +
                               static_cast<int>(cell.trend));
}

}  // namespace

const std::array<std::string, regime_count>& regime_names() {
    static const std::array<std::string, regime_count> names = {"calm, falling",
                                                                "calm, sideways",
                                                                "calm, rising",
                                                                "usual, falling",
                                                                "usual, sideways",
                                                                "usual, rising",
                                                                "wild, falling",
                                                                "wild, sideways",
                                                                "wild, rising",
                                                                "too early to tell"};
    return names;
}

Regime RegimeLabels::add(double close) {
    if (!(close > 0)) {
        return now_;
    }
    if (before_ > 0) {
        const auto cell = grid_.step(close / before_ - 1);
        now_ = cell ? regime_of(*cell) : Regime::early;
    }
    before_ = close;
    return now_;
}

std::vector<Regime> regimes_of(std::span<const double> closes) {
    RegimeLabels labels;
    std::vector<Regime> out;
    out.reserve(closes.size());
    for (const double close : closes) {
        out.push_back(labels.add(close));
    }
    return out;
}

}  // namespace tradelab
