#include "campaign/known_states.hpp"

#include <array>
#include <iterator>

namespace tradelab {

std::map<std::int64_t, KnownState> known_states(std::span<const Market::DayClose> closes) {
    RegimeLabels labels;
    RegimeFilter filter{RegimeFilter::Settings{}};
    std::map<std::int64_t, KnownState> out;
    if (!closes.empty()) {
        labels.add(closes.front().close);
    }
    for (std::size_t at = 1; at < closes.size(); ++at) {
        const Regime regime = labels.add(closes[at].close);
        const double before = closes[at - 1].close;
        if (!(before > 0)) {
            continue;
        }
        KnownState& known = out[closes[at].day + 1];
        known.regime = regime;
        if (const auto believed = filter.step(closes[at].close / before - 1)) {
            known.state = likeliest(*believed);
        }
    }
    return out;
}

KnownState state_on(std::int64_t day, const std::map<std::int64_t, KnownState>& states) {
    const auto later = states.upper_bound(day);
    return later == states.begin() ? KnownState{} : std::prev(later)->second;
}

std::string name_of(Regime regime) {
    static constexpr std::array names = {"grid.calm_falling",
                                         "grid.calm_sideways",
                                         "grid.calm_rising",
                                         "grid.usual_falling",
                                         "grid.usual_sideways",
                                         "grid.usual_rising",
                                         "grid.wild_falling",
                                         "grid.wild_sideways",
                                         "grid.wild_rising",
                                         "grid.early"};
    static_assert(names.size() == regime_count);
    return names.at(static_cast<std::size_t>(regime));
}

std::string name_of(const std::optional<MarketState>& state) {
    static constexpr std::array names = {"calm", "usual", "wild"};
    return state ? std::string("hidden.") + names.at(static_cast<std::size_t>(*state))
                 : "hidden.early";
}

}  // namespace tradelab
