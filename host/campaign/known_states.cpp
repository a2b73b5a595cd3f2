#include "campaign/known_states.hpp"

#include <array>
#include <iterator>

namespace tradelab {
namespace {

constexpr std::size_t window = 30;  // days

}  // namespace

std::map<std::int64_t, KnownState> known_states(std::span<const Market::DayClose> closes) {
    RegimeGrid grid(window);
    RegimeFilter filter{RegimeFilter::Settings{}};
    std::map<std::int64_t, KnownState> out;
    for (std::size_t at = 1; at < closes.size(); ++at) {
        const double before = closes[at - 1].close;
        if (!(before > 0)) {
            continue;
        }
        const double change = closes[at].close / before - 1;
        KnownState& known = out[closes[at].day + 1];
        known.cell = grid.step(change);
        if (const auto believed = filter.step(change)) {
            known.state = likeliest(*believed);
        }
    }
    return out;
}

KnownState state_on(std::int64_t day, const std::map<std::int64_t, KnownState>& states) {
    const auto later = states.upper_bound(day);
    return later == states.begin() ? KnownState{} : std::prev(later)->second;
}

std::string name_of(const std::optional<GridCell>& cell) {
    static constexpr std::array volatility = {"calm", "usual", "wild"};
    static constexpr std::array trend = {"falling", "sideways", "rising"};
    return cell ? std::string("grid.") + volatility.at(static_cast<std::size_t>(cell->volatility)) +
                      "_" + trend.at(static_cast<std::size_t>(cell->trend))
                : "grid.early";
}

std::string name_of(const std::optional<MarketState>& state) {
    static constexpr std::array names = {"calm", "usual", "wild"};
    return state ? std::string("hidden.") + names.at(static_cast<std::size_t>(*state))
                 : "hidden.early";
}

}  // namespace tradelab
