#include "lab/backtest_run.hpp"

#include "lab/desk.hpp"
#include "lab/run_instances.hpp"
#include "lab/stored_series.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {

WalletSplit split_of(const BacktestPlan& plan,
                     const VenueBook& venues,
                     const BacktestOptions& options) {
    std::int64_t spot = 0;
    for (const InstrumentName& name : plan.instruments) {
        spot += venues.instrument(name, InstrumentId(1)).kind == InstrumentKind::spot ? 1 : 0;
    }
    constexpr std::int64_t whole = 1'000'000'000'000;
    const bool all = spot == static_cast<std::int64_t>(plan.instruments.size());
    const Rate share = options.spot_share.value_or(Rate(all ? whole : spot == 0 ? 0 : whole / 2));
    const Cash in_spot = share_of(options.capital, share, Rounding::down).value_or(Cash());
    return {.spot = in_spot, .futures = options.capital - in_spot};
}

Result<Prepared> prepare(std::span<const Candidate> candidates, const VenueBook& venues) {
    const auto instruments = traded(instruments_of(candidates), venues);
    Prepared out;
    for (const Candidate& candidate : candidates) {
        auto instance = make_instance(candidate, instruments, latest_rules(candidate, instruments));
        if (!instance) {
            return fail(std::move(instance).error());
        }
        const auto strategy = instance->strategy();
        if (!strategy) {
            return fail(strategy.error(), candidate.name);
        }
        auto& bars = out.warmup_bars.emplace_back();
        for (std::uint32_t role = 0; role < candidate.roles.size(); ++role) {
            bars.push_back((*strategy)->warmup_bars(instance->raw(), role));
            out.warmup = std::max(out.warmup, candidate.timeframe.length() * bars.back());
        }
    }
    return out;
}

Result<RunOutcome> run_backtest(std::span<const Candidate> candidates,
                                const Catalogue& catalogue,
                                const VenueBook& venues,
                                const BacktestPlan& plan,
                                const BacktestOptions& options,
                                RunSpan span) {
    auto stored = open_stored(catalogue, venues, plan, span);
    if (!stored) {
        return fail(std::move(stored).error());
    }
    return run_on({.candidates = candidates,
                   .venues = venues,
                   .plan = plan,
                   .options = options,
                   .span = span,
                   .finer = stored->finer.get()},
                  stored->series);
}

Result<RunOutcome> run_on(const RunSetting& setting, std::span<const OpenSeries> series) {
    const auto desk = Desk::open(setting, series);
    if (!desk) {
        return fail(desk.error());
    }
    return (*desk)->replay().run();
}

}  // namespace tradelab
