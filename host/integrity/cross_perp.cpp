#include "integrity/cross_pairs.hpp"
#include "integrity/wording.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace tradelab {
namespace {

// The value below which `share` of the sorted ones lie.
double at_share(const std::vector<double>& sorted, double share) {
    const auto rank = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
    return sorted[std::min(rank, sorted.size() - 1)];
}

void summarise(std::vector<double>& basis, std::int64_t first, Tally& tally) {
    if (basis.empty()) {
        return;
    }
    std::ranges::sort(basis);
    tally.note(Defect::basis_summary, first);
    tally.explain(Defect::basis_summary,
                  "perpetual minus spot at " + wording::count(basis.size(), "close", "closes") +
                      ": median " + wording::bps(at_share(basis, 0.5)) + " bps, 1 % to 99 % " +
                      wording::bps(at_share(basis, 0.01)) + " to " +
                      wording::bps(at_share(basis, 0.99)) + " bps");
}

void explain_launch(const std::vector<double>& basis, Tally& tally) {
    const auto [least, most] = std::ranges::minmax_element(basis);
    tally.explain(Defect::basis_launch,
                  "on the perpetual's first day it stands " + wording::bps(*least) + " to " +
                      wording::bps(*most) + " bps from spot: leave that day out");
}

}  // namespace

std::uint64_t compare_perp_with_spot(const SeriesRows& perp,
                                     const SeriesRows& spot,
                                     const IntegrityOptions& options,
                                     Tally& tally) {
    const auto& p = std::get<BarView>(perp.rows);
    const auto& s = std::get<BarView>(spot.rows);
    std::vector<double> launch;
    std::vector<double> after;
    std::int64_t first_after = 0;
    const auto both = [&](std::size_t i, std::size_t j) {
        const double apart =
            apart_bps(p.close[i], perp.places.price, s.close[j], spot.places.price);
        const auto words = [&] { return wording::bps(apart) + " bps from spot"; };
        const bool wide = std::abs(apart) > options.basis_max_bps;
        if (p.ts[i] - p.ts[0] < first_day_ns) {
            launch.push_back(apart);
            if (wide) {
                tally.note(Defect::basis_launch, p.ts[i], words);
            }
            return;
        }
        first_after = after.empty() ? p.ts[i] : first_after;
        after.push_back(apart);
        if (wide) {
            tally.note(Defect::basis, p.ts[i], words);
        }
    };
    walk(
        p.ts,
        s.ts,
        both,
        [&](std::size_t i) { tally.note(Defect::one_sided_gap, p.ts[i]); },
        [&](std::size_t j) { tally.note(Defect::one_sided_gap, s.ts[j]); });
    if (tally.count(Defect::basis_launch) > 0) {
        explain_launch(launch, tally);
    }
    summarise(after, first_after, tally);
    return launch.size() + after.size();
}

}  // namespace tradelab
