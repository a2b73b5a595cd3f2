#include "campaign/known_states.hpp"

#include "statistics/change_point.hpp"

#include <array>
#include <iterator>

namespace tradelab {
namespace {

constexpr double percent = 100;

}  // namespace

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

std::optional<MarketStretch> market_stretch_of(std::span<const Market::DayClose> closes) {
    // In percent, where a deviation of 1 is a fair guess of a market's day.
    ChangePoints changes({.run_max = change_days_max});
    bool moves = false;
    for (std::size_t at = 1; at < closes.size(); ++at) {
        if (closes[at - 1].close > 0) {
            const double change = closes[at].close / closes[at - 1].close - 1;
            changes.step(percent * change);
            moves = moves || change != 0;
        }
    }
    if (!moves) {
        return std::nullopt;
    }
    return MarketStretch{.days = changes.likeliest_run(),
                         .is_recent = changes.began_within(regime_window_days)};
}

}  // namespace tradelab
