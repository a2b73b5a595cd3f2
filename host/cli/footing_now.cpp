#include "cli/footing_now.hpp"

#include "cli/backtest_setup.hpp"
#include "cli/strategy_file.hpp"
#include "lab/backtest_plan.hpp"
#include "strategy/parameter_file.hpp"

#include <span>
#include <utility>

namespace tradelab {
namespace {

FootingSeries series_of(const CataloguedSeries& found) {
    FootingSeries out{.series = found.series.text()};
    for (const CataloguedFile& file : found.files) {
        out.parts.push_back(file.summary.data_sha256.substr(0, part_digits));
    }
    return out;
}

Footing without_history(const Candidate& candidate, const VenueBook& venues) {
    return {.plugin = library_sha256(candidate),
            .venue = venues.sha256_of(instruments_of(std::span(&candidate, 1)))};
}

Result<Candidate> found(Session& session, const DaemonPlaces& places, const StrategyLife& life) {
    const auto path = (places.state / "found" / (life.name + ".json")).string();
    const auto file = read_strategy(session, path);
    if (!file) {
        return fail(file.error());
    }
    if (identity_of(*file) != life.strategy) {
        return fail(ErrorCode::hash_mismatch,
                    path + " is not the parameter file that the gate has passed",
                    "restore the folder `found` from a backup");
    }
    return candidate_of(session, *file, path);
}

}  // namespace

Footing footing_then(const CampaignSetup& setup, std::size_t family) {
    const SearchFamily& of = setup.families[family];
    const BacktestPlan& plan = of.markets.front()->plan();
    Footing out = without_history(of.candidate, setup.venues);
    for (const PlannedSeries& planned : plan.series) {
        CataloguedSeries read = planned.found;
        std::erase_if(read.files, [&](const CataloguedFile& file) {
            return file.summary.first > plan.to || file.summary.last <= plan.data_from;
        });
        out.history.push_back(series_of(read));
    }
    return out;
}

Result<Footing> footing_now(const Candidate& candidate,
                            const VenueBook& venues,
                            const Catalogue& catalogue) {
    const auto needed = needed_series(std::span(&candidate, 1), venues);
    if (!needed) {
        return fail(needed.error());
    }
    Footing out = without_history(candidate, venues);
    for (const NeededSeries& one : *needed) {
        const auto series = catalogue.find(one.series);
        if (series) {
            out.history.push_back(series_of(*series));
        } else if (series.error().code != ErrorCode::data_missing) {
            return fail(series.error());
        }
    }
    return out;
}

Result<Footing> footing_now(Session& session,
                            const DaemonPlaces& places,
                            const StrategyLife& life) {
    std::vector<Candidate> candidates;
    auto candidate = found(session, places, life);
    if (!candidate) {
        return fail(std::move(candidate).error());
    }
    candidates.push_back(*std::move(candidate));
    const auto venues = venues_of(session, candidates);
    if (!venues) {
        return fail(venues.error());
    }
    auto now = footing_now(candidates.front(), *venues, Catalogue(session.disk, places.store));
    const KeptFooting* then = footing_of(life);
    if (now && then != nullptr && venues->is_as_recorded(then->venue, instruments_of(candidates))) {
        now->venue = then->venue;  // of whole files, where it was kept before
    }
    return now;
}

}  // namespace tradelab
