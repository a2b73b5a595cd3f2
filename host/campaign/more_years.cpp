#include "campaign/more_years.hpp"

#include "statistics/median.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace tradelab {

std::optional<double> more_years(std::span<const CampaignTrial> trials,
                                 std::span<const SearchFamily> families,
                                 const CampaignOptions& options,
                                 double years) {
    std::vector<double> more;
    for (const CampaignTrial& trial : trials) {
        if (trial.appraisal.fate != TrialFate::idle) {
            continue;
        }
        const bool is_carry = evidence_class_of(families[trial.family]) == EvidenceClass::carry;
        const auto [seen, wanted] =
            is_carry ? std::pair(trial.conduct.settlements, options.settlements_min)
                     : std::pair(trial.conduct.trades, options.trades_min);
        const double factor = seen == 0 ? std::numeric_limits<double>::infinity()
                                        : static_cast<double>(wanted) / static_cast<double>(seen);
        more.push_back(years * (factor - 1));
    }
    const auto median = median_of(std::move(more));
    return median && std::isfinite(*median) ? median : std::nullopt;
}

}  // namespace tradelab
