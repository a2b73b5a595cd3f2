#include "lab/trial_run.hpp"

#include "lab/attribution.hpp"
#include "lab/backtest.hpp"
#include "lab/day.hpp"
#include "lab/hedge_error.hpp"
#include "lab/round_trips.hpp"
#include "lab/run_cut.hpp"
#include "lab/trial_entry.hpp"
#include "statistics/median.hpp"
#include "statistics/returns.hpp"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

namespace tradelab {
namespace {

// A run with what only warmed it up cut off, and its round trips.
struct Judged {
    const TrialSetting& setting;
    const BacktestPlan& plan;
    const RunRecord& record;
    std::span<const RoundTrip> trips;
    Cash equity;  // at the end
};

Conduct conduct_of(const Judged& judged) {
    const auto& [from, to] = judged.setting.stretch;
    const auto bar = static_cast<double>(judged.setting.candidate.timeframe.length().count());
    Conduct out;
    std::vector<double> holdings;
    std::set<std::int64_t> weeks;
    std::uint64_t longs = 0;
    std::uint64_t wins = 0;
    for (const RoundTrip& trip : judged.trips) {
        const std::int64_t ended = trip.closed_at.value_or(to).ns();
        for (std::int64_t week = day_of_close(trip.opened_at.ns() + 1) / 7;
             week <= day_of_close(ended) / 7;
             ++week) {
            weeks.insert(week);
        }
        if (!trip.closed_at) {
            continue;
        }
        out.trades += 1;
        longs += trip.side == Side::buy ? 1U : 0U;
        wins += trip.net > Cash() ? 1U : 0U;
        out.losing_trades += trip.net < Cash() ? 1U : 0U;
        const auto held = (*trip.closed_at - trip.opened_at).count();
        holdings.push_back(static_cast<double>(held) / bar);
    }
    out.weeks_traded = weeks.size();
    out.settlements = judged.record.funding.size();
    out.median_holding_bars = median_of(std::move(holdings));
    if (out.trades != 0) {
        const auto trades = static_cast<double>(out.trades);
        out.long_share = static_cast<double>(longs) / trades;
        out.win_rate = static_cast<double>(wins) / trades;
    }
    // By id, once: the venue's file makes a whole instrument of each name.
    std::vector<Places> places;
    for (const InstrumentName& name : judged.plan.instruments) {
        places.push_back(judged.setting.venues.instrument(name, InstrumentId(1)).places);
    }
    out.hedge_error = hedge_error(judged.record.fills, places, to);
    double traded = 0;
    for (const FillRecord& fill : judged.record.fills) {
        traded += worth_of(fill, places[fill.instrument.value() - 1]);
    }
    const auto span = static_cast<double>((to - from).count());
    out.turnover_per_year =
        traded / to_double_for_decisions(judged.setting.options.capital) * year_ns / span;
    const auto& exposure = judged.record.curve.exposure;
    if (!exposure.empty()) {
        const auto held =
            std::ranges::count_if(exposure, [](std::int64_t one) { return one != 0; });
        out.time_in_position = static_cast<double>(held) / static_cast<double>(exposure.size());
    }
    return out;
}

CostBreakDown costs_of(const RunRecord& record, std::span<const RoundTrip> trips, Cash net) {
    CostBreakDown out{.net = net};
    for (const RoundTrip& trip : trips) {
        out.gross = out.gross + trip.gross;
    }
    for (const FillRecord& fill : record.fills) {
        out.fees = out.fees + fill.fee;
        out.slippage = out.slippage + fill.slippage;
    }
    for (const FundingRecord& paid : record.funding) {
        out.funding = out.funding + paid.paid;
    }
    return out;
}

// What the strategy needs before the stretch, as far as the market reaches back.
Result<UnixNanos> begin_of(const Market& market,
                           const VenueBook& venues,
                           const Candidate& candidate,
                           Stretch stretch) {
    const auto prepared = prepare(std::span(&candidate, 1), venues);
    if (!prepared) {
        return fail(prepared.error());
    }
    return std::max(market.plan().data_from, stretch.from - prepared->warmup);
}

}  // namespace

DailyReturns daily_returns(const EquityCurve& curve, Cash opening, Stretch stretch) {
    DailyReturns out{.first_day = day_of_close(stretch.from.ns() + 1), .values = {}};
    const std::int64_t last_day = day_of_close(stretch.to.ns());
    if (last_day < out.first_day) {
        return out;
    }
    out.values.reserve(static_cast<std::size_t>(last_day - out.first_day + 1));
    auto before = static_cast<double>(opening.mantissa());
    std::size_t at = 0;
    for (std::int64_t day = out.first_day; day <= last_day; ++day) {
        const std::int64_t end = (day + 1) * day_ns;
        double after = before;
        for (; at < curve.ts.size() && curve.ts[at] <= end; ++at) {
            after = static_cast<double>(curve.equity[at]);
        }
        // Who has nothing left has no return.
        out.values.push_back(before > 0 ? (after - before) / before : 0);
        before = after;
    }
    return out;
}

namespace {

struct Ran {
    BacktestPlan plan;
    RunOutcome outcome;
};

Result<Ran> run_of(const TrialSetting& setting) {
    const auto& [market, venues, candidate, options, stretch] = setting;
    const BacktestPlan& whole = market.plan();
    if (stretch.from < whole.data_from || stretch.to > whole.to || stretch.from >= stretch.to) {
        return fail(ErrorCode::invalid_argument,
                    "a stretch from " + iso_text(stretch.from) + " to " + iso_text(stretch.to) +
                        " of a market from " + iso_text(whole.data_from) + " to " +
                        iso_text(whole.to),
                    "choose one within");
    }
    const auto begin = begin_of(market, venues, candidate, stretch);
    if (!begin) {
        return fail(begin.error());
    }
    BacktestPlan plan{.instruments = whole.instruments,
                      .series = {},
                      .finer = {},
                      .data_from = *begin,
                      .from = stretch.from,
                      .to = stretch.to,
                      .warnings = {}};
    const RunSpan span{.data_from = *begin, .to = stretch.to};
    auto outcome = run_on({.candidates = std::span(&candidate, 1),
                           .venues = venues,
                           .plan = plan,
                           .options = options,
                           .span = span},
                          market.open(span));
    if (!outcome) {
        return fail(std::move(outcome).error(), candidate.name);
    }
    return Ran{.plan = std::move(plan), .outcome = *std::move(outcome)};
}

TrialRun seen(const Judged& judged, std::string result_hash, std::string decision_hash) {
    const TrialSetting& setting = judged.setting;
    const Cash capital = setting.options.capital;
    return {.result_hash = std::move(result_hash),
            .decision_hash = std::move(decision_hash),
            .returns = daily_returns(judged.record.curve, capital, setting.stretch),
            .conduct = conduct_of(judged),
            .costs = costs_of(judged.record, judged.trips, judged.equity - capital)};
}

}  // namespace

Result<TrialRun> run_trial(const Market& market,
                           const VenueBook& venues,
                           const Candidate& candidate,
                           const BacktestOptions& options,
                           Stretch stretch) {
    const TrialSetting setting{.market = market,
                               .venues = venues,
                               .candidate = candidate,
                               .options = options,
                               .stretch = stretch};
    auto traced = run_traced_trial(setting);
    return traced ? Result<TrialRun>(std::move(traced->run)) : fail(std::move(traced).error());
}

Result<TracedTrial> run_traced_trial(const TrialSetting& setting) {
    auto ran = run_of(setting);
    if (!ran) {
        return fail(std::move(ran).error());
    }
    RunOutcome& outcome = ran->outcome;
    RunRecord& record = outcome.record;
    cut_warm_up(record, setting.stretch.from);
    drop_dust(record.curve, ran->plan, setting.venues);
    auto trips = round_trips(record.fills, record.funding, lots_of(ran->plan, setting.venues));
    TrialRun run = seen({.setting = setting,
                         .plan = ran->plan,
                         .record = record,
                         .trips = trips,
                         .equity = outcome.statement.equity},
                        std::move(outcome.result_hash),
                        std::move(outcome.decision_hash));
    return TracedTrial{
        .run = std::move(run), .record = std::move(record), .trips = std::move(trips)};
}

Result<KeptTrial> run_kept_trial(const TrialSetting& setting, TrialProposal proposal) {
    auto ran = run_of(setting);
    if (!ran) {
        return fail(std::move(ran).error());
    }
    // As `tradelab reproduce` asks for it again.
    BacktestOptions options = setting.options;
    options.from = setting.stretch.from;
    options.to = setting.stretch.to;
    BacktestPlan& plan = ran->plan;
    plan.series = setting.market.plan().series;
    plan.pairs = setting.market.plan().pairs;
    std::string decisions = std::move(ran->outcome.decision_hash);
    const auto figures = figures_of({.candidates = std::span(&setting.candidate, 1),
                                     .options = std::move(options),
                                     .detail = Detail::figures},
                                    setting.venues,
                                    plan,
                                    std::move(ran->outcome));
    if (!figures) {
        return fail(figures.error(), setting.candidate.name);
    }
    return KeptTrial{.run = seen({.setting = setting,
                                  .plan = plan,
                                  .record = figures->record,
                                  .trips = figures->trades,
                                  .equity = figures->statement.equity},
                                 figures->manifest.result_hash,
                                 std::move(decisions)),
                     .entry = trial_of(*figures, std::move(proposal))};
}

}  // namespace tradelab
