#include "campaign/holding.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace tradelab {

std::vector<const Market*> markets_of(std::span<const SearchFamily> families) {
    std::vector<const Market*> out;
    for (const SearchFamily& family : families) {
        for (const Market* market : family.markets) {
            if (std::ranges::find(out, market) == out.end()) {
                out.push_back(market);
            }
        }
    }
    return out;
}

std::vector<double> held_all_the_time(std::span<const Market* const> markets,
                                      const DailyReturns& days) {
    std::vector<double> out(days.values.size());
    for (const Market* market : markets) {
        const auto closes = market->daily_closes();
        for (std::size_t at = 1; at < closes.size(); ++at) {
            const std::int64_t day = closes[at].day - days.first_day;
            if (day >= 0 && day < static_cast<std::int64_t>(out.size()) &&
                closes[at - 1].close > 0) {
                out[static_cast<std::size_t>(day)] +=
                    (closes[at].close / closes[at - 1].close - 1) /
                    static_cast<double>(markets.size());
            }
        }
    }
    return out;
}

}  // namespace tradelab
