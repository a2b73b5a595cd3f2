#include "lab/backtest.hpp"

#include "core/decimal.hpp"
#include "document/sha256.hpp"
#include "lab/assumptions.hpp"
#include "lab/attribution.hpp"
#include "lab/cautions.hpp"
#include "lab/drawing.hpp"
#include "lab/funding_rates.hpp"
#include "lab/look_ahead.hpp"
#include "lab/pair_scores.hpp"
#include "lab/regimes.hpp"
#include "lab/round_trips.hpp"
#include "lab/run_cut.hpp"
#include "lab/whole_trades.hpp"
#include "risk/refusal.hpp"
#include "statistics/returns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

DataUsed data_used(const CataloguedSeries& found) {
    // A market that was made in memory has no files.
    DataUsed used{
        .series = found.series.text(),
        .content_sha256 = {},
        .source = found.files.empty() ? "" : found.files.front().summary.provenance.source,
        .rows = found.rows,
        .first = found.first,
        .last = found.last,
        .score_e4 = found.score_e4,
        .holes = found.holes.size(),
        .is_synthetic = found.origin == DataOrigin::synthetic};
    for (const CataloguedFile& file : found.files) {
        used.content_sha256.push_back(file.summary.content_sha256);
    }
    return used;
}

InstanceUsed instance_used(const Candidate& candidate, std::size_t place) {
    const Declaration& declared = candidate.declaration;
    InstanceUsed used{.instance = InstanceId(static_cast<std::uint32_t>(place + 1)),
                      .name = candidate.name,
                      .file_sha256 = candidate.file_sha256,
                      .file_text = candidate.file_text,
                      .plugin = declared.id,
                      .plugin_version = declared.version,
                      .plugin_sha256 = library_sha256(candidate),
                      .parameters = {},
                      .roles = {},
                      .reasons = declared.reasons,
                      .timeframe = candidate.timeframe.text(),
                      .rationale = candidate.rationale,
                      .origin = candidate.origin};
    for (std::size_t at = 0; at < candidate.ticks.size(); ++at) {
        used.parameters.push_back(
            {.name = declared.parameters[at].name,
             .value = value_text(declared.parameters[at], candidate.ticks[at])});
    }
    for (std::size_t at = 0; at < candidate.roles.size(); ++at) {
        used.roles.push_back(
            {.name = declared.roles[at].name, .value = candidate.roles[at].text()});
    }
    return used;
}

std::vector<NamedValue> settings_of(const BacktestOptions& options,
                                    const WalletSplit& split,
                                    const std::string& asset) {
    const bool cross = options.margin.mode == MarginMode::cross;
    return {{.name = "latency_bars", .value = std::to_string(options.latency_bars)},
            {.name = "finer", .value = options.finer ? options.finer->text() : "none"},
            {.name = "at_end", .value = options.at_end == AtEnd::close ? "close" : "value"},
            {.name = "spot_wallet", .value = decimal_text(split.spot) + " " + asset},
            {.name = "futures_wallet", .value = decimal_text(split.futures) + " " + asset},
            {.name = "margin", .value = cross ? "cross" : "isolated"},
            {.name = "leverage", .value = std::to_string(options.margin.leverage)}};
}

// "binance.usdm:BTC-USDT-PERP 1.5 %"
std::string finer_cover(const BacktestPlan& plan) {
    std::string text;
    for (const FinerPlanned& planned : plan.finer) {
        text += fmt::format("{}{} {:.1f} %",
                            text.empty() ? "" : ", ",
                            planned.found.series.instrument().text(),
                            covered_share(planned.found, plan.from, plan.to) * 100);
    }
    return text;
}

RunTerms terms_of(const BacktestOptions& options) {
    return {.from = options.from,
            .to = options.to,
            .latency_bars = options.latency_bars,
            .finer = options.finer,
            .at_end = options.at_end,
            .spot_share = options.spot_share,
            .margin = options.margin};
}

RunManifest manifest_of(const BacktestRequest& request,
                        const BacktestPlan& plan,
                        const VenueBook& venues,
                        const RunOutcome& outcome) {
    const BacktestOptions& options = request.options;
    RunManifest manifest;
    for (std::size_t at = 0; at < request.candidates.size(); ++at) {
        manifest.instances.push_back(instance_used(request.candidates[at], at));
    }
    for (const PlannedSeries& planned : plan.series) {
        manifest.data.push_back(data_used(planned.found));
        manifest.is_synthetic = manifest.is_synthetic || manifest.data.back().is_synthetic;
    }
    for (const FinerPlanned& planned : plan.finer) {
        manifest.data.push_back(data_used(planned.found));
        manifest.is_synthetic = manifest.is_synthetic || manifest.data.back().is_synthetic;
    }
    manifest.pairs = plan.pairs;
    manifest.without_marks = perps_without_marks(plan);
    manifest.venue_sources = venues.sources(plan.instruments, plan.from, plan.to);
    for (std::uint32_t at = 0; at < plan.instruments.size(); ++at) {
        const Instrument instrument = venues.instrument(plan.instruments[at], InstrumentId(at + 1));
        manifest.instruments.push_back(
            {.id = instrument.id, .name = instrument.name.text(), .places = instrument.places});
        manifest.asset = instrument.settle;
    }
    manifest.from = plan.from;
    manifest.to = plan.to;
    manifest.engine = engine_version;
    manifest.fill_model = options.fill_model;
    manifest.cost_stress_permille = options.cost_stress_permille;
    manifest.settings = settings_of(options, split_of(plan, venues, options), manifest.asset);
    if (!plan.finer.empty()) {
        manifest.settings.push_back({.name = "finer_cover", .value = finer_cover(plan)});
    }
    manifest.terms = terms_of(options);
    manifest.risk = options.risk_sha256;
    manifest.risk_text = options.risk_text;
    manifest.venue_sha256 = venues.sha256_of(instruments_of(request.candidates));
    manifest.capital = options.capital;
    manifest.result_hash = outcome.result_hash;
    manifest.score_min_e4 = options.score_min_e4;
    manifest.why_not = why_no_evidence(manifest);
    manifest.may_be_promoted = manifest.why_not.empty();
    return manifest;
}

std::vector<double> traded_by(const BacktestResult& result) {
    std::vector<double> out;
    for (const FillRecord& fill : result.record.fills) {
        out.push_back(
            worth_of(fill, result.manifest.instruments[fill.instrument.value() - 1].places));
    }
    return out;
}

// Numbers the round trips of the result.
std::vector<WholeTrade> put_together(BacktestResult& result) {
    std::vector<Cash> notionals;
    for (const RoundTrip& trip : result.trades) {
        const Places places = result.manifest.instruments[trip.instrument.value() - 1].places;
        notionals.push_back(
            notional(trip.entry, trip.quantity, places, Rounding::up).value_or(Cash()));
    }
    return whole_trades_of(result.trades, notionals, result.record.orders);
}

void add_refusals(BacktestResult& result) {
    const auto& counts = result.record.refused_by_reason;
    for (std::size_t at = 1; at < counts.size(); ++at) {
        if (counts[at] != 0) {
            result.refusals.emplace_back(risk_reason_text(static_cast<RiskReason>(at)), counts[at]);
        }
    }
    std::uint64_t filtered = 0;
    for (const OrderRecord& order : result.record.orders) {
        filtered += order.refused_by_filter ? 1U : 0U;
    }
    if (filtered != 0) {
        result.refusals.emplace_back("venue filter", filtered);
    }
}

Duration clock_of(const BacktestRequest& request) {
    Duration shortest = request.candidates.front().timeframe.length();
    for (const Candidate& candidate : request.candidates) {
        shortest = std::min(shortest, candidate.timeframe.length());
    }
    return shortest;
}

// What is put together of fills, orders and settlements; the curve stays where it is.
struct Ingredients {
    std::vector<double> traded;
    std::vector<WholeTrade> trades;

    [[nodiscard]] AttributionInput input(const BacktestResult& result,
                                         const BacktestRequest& request) const {
        return {.opened_at = result.manifest.from,
                .opening = request.options.capital,
                .bars_per_year = bars_per_year(clock_of(request)),
                .record = &result.record,
                .trades = trades,
                .traded = traded};
    }
};

Status add_details(BacktestResult& result,
                   const BacktestRequest& request,
                   const Catalogue& catalogue,
                   const BacktestPlan& plan) {
    const Ingredients parts{.traded = traded_by(result), .trades = put_together(result)};
    const AttributionInput input = parts.input(result, request);
    auto rates = funding_rates_of(catalogue, plan);
    if (!rates) {
        return fail(std::move(rates).error());
    }
    result.funding_rates = *std::move(rates);
    result.years = by_year(input);
    if (request.detail == Detail::years) {
        return {};
    }
    result.months = by_month(input);
    const auto prices = read_prices(catalogue, plan, result.manifest);
    if (!prices) {
        return fail(prices.error());
    }
    result.regimes = by_label(input, regime_names(), labels_of(result.record.curve, *prices));
    draw(result, *prices);
    return {};
}

}  // namespace

Result<BacktestResult> figures_of(const BacktestRequest& request,
                                  const VenueBook& venues,
                                  const BacktestPlan& plan,
                                  RunOutcome outcome) {
    const BacktestOptions& options = request.options;
    BacktestResult result;
    result.manifest = manifest_of(request, plan, venues, outcome);
    result.record = std::move(outcome.record);
    result.statement = outcome.statement;
    result.warnings = cautions_of(result.record);
    result.warnings.insert(result.warnings.end(), plan.warnings.begin(), plan.warnings.end());
    result.warnings.insert(result.warnings.end(), outcome.warnings.begin(), outcome.warnings.end());
    cut_warm_up(result.record, plan.from);
    if (result.record.curve.ts.empty()) {
        return fail(ErrorCode::data_missing,
                    "there is no bar between " + iso_text(plan.from) + " and " + iso_text(plan.to),
                    "choose a longer time");
    }
    drop_dust(result.record.curve, plan, venues);
    EquityCurve& curve = result.record.curve;
    if (options.at_end == AtEnd::close) {
        curve.equity.back() = result.statement.equity.mantissa();
    }
    if (curve.equity.back() != result.statement.equity.mantissa()) {
        return fail(ErrorCode::internal,
                    "the equity curve ends at " + decimal_text(Cash(curve.equity.back())) +
                        ", the account at " + decimal_text(result.statement.equity),
                    "this is a fault of tradelab: report it");
    }
    result.trades = round_trips(result.record.fills, result.record.funding, lots_of(plan, venues));
    add_refusals(result);
    const Ingredients parts{.traded = traded_by(result), .trades = put_together(result)};
    result.performance = as_a_whole(parts.input(result, request)).performance;
    result.assumptions = assumptions_of(result.manifest, options, split_of(plan, venues, options));
    return result;
}

Result<BacktestResult> backtest(const BacktestRequest& request,
                                const Catalogue& catalogue,
                                const VenueBook& venues) {
    const BacktestOptions& options = request.options;
    const auto prepared = prepare(request.candidates, venues);
    if (!prepared) {
        return fail(prepared.error());
    }
    auto plan = plan_backtest(request.candidates,
                              catalogue,
                              venues,
                              {.from = options.from,
                               .to = options.to,
                               .warmup = prepared->warmup,
                               .finer = options.finer});
    if (!plan) {
        return fail(std::move(plan).error());
    }
    auto pairs = pair_scores(catalogue, *plan);
    if (!pairs) {
        return fail(std::move(pairs).error());
    }
    plan->pairs = *std::move(pairs);
    const RunSpan whole{.data_from = plan->data_from, .to = plan->to};
    auto outcome = run_backtest(request.candidates, catalogue, venues, *plan, options, whole);
    if (!outcome) {
        return fail(std::move(outcome).error());
    }

    const std::string decisions = outcome->decision_hash;
    auto result = figures_of(request, venues, *plan, *std::move(outcome));
    if (!result) {
        return fail(std::move(result).error());
    }
    if (request.detail != Detail::figures) {
        if (auto added = add_details(*result, request, catalogue, *plan); !added) {
            return fail(std::move(added).error());
        }
    }
    if (request.checks == LookAheadChecks::run) {
        auto checks = look_ahead(request.candidates,
                                 catalogue,
                                 venues,
                                 *plan,
                                 options,
                                 result->record.orders,
                                 decisions);
        if (!checks) {
            return fail(std::move(checks).error());
        }
        result->checks = std::move(checks->said);
        result->checks_outcome = checks->outcome;
    }
    return result;
}

}  // namespace tradelab
