#include "lab/backtest_run.hpp"

#include "lab/finer_series.hpp"
#include "lab/series_source.hpp"
#include "plugin/instance.hpp"
#include "portfolio/portfolio.hpp"
#include "risk/gate.hpp"
#include "sim/fill_model.hpp"
#include "sim/sim_venue.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace tradelab {
namespace {

Result<tl_instrument> described(const Instrument& instrument, UnixNanos at) {
    const auto rules = instrument.filters.at(at);
    if (!rules) {
        return fail(rules.error(), instrument.name.text());
    }
    tl_instrument out{};
    out.size = sizeof out;
    out.id = instrument.id.value();
    out.symbol = instrument.name.text().c_str();
    out.kind = static_cast<std::uint8_t>(instrument.kind);
    out.price_dp = static_cast<std::int8_t>(instrument.places.price.count());
    out.qty_dp = static_cast<std::int8_t>(instrument.places.quantity.count());
    out.tick = (*rules)->price.step.value_or(Price(1)).mantissa();
    out.lot = (*rules)->lot.step.value_or(Quantity(1)).mantissa();
    return out;
}

// The instruments of a run as the venue's file has them.  Stays where it is: plugins read names.
std::vector<Instrument> traded(const std::vector<InstrumentName>& names, const VenueBook& venues) {
    std::vector<Instrument> out;
    for (std::uint32_t at = 0; at < names.size(); ++at) {
        out.push_back(venues.instrument(names[at], InstrumentId(at + 1)));
    }
    return out;
}

const Instrument& named(const std::vector<Instrument>& instruments, const InstrumentName& name) {
    return *std::ranges::find(instruments, name, &Instrument::name);
}

Result<Instance> make_instance(const Candidate& candidate,
                               const std::vector<Instrument>& instruments,
                               UnixNanos at) {
    Instance::Config config{.ticks = candidate.ticks,
                            .instruments = {},
                            .bar_interval_ns = candidate.timeframe.length().count()};
    for (const InstrumentName& role : candidate.roles) {
        auto instrument = described(named(instruments, role), at);
        if (!instrument) {
            return fail(std::move(instrument).error());
        }
        config.instruments.push_back(*instrument);
    }
    auto instance =
        Instance::create(candidate.plugin, config, {.services = {}, .log = [](const LogLine&) {}});
    if (!instance) {
        return fail(std::move(instance).error(), candidate.name);
    }
    if (auto started = instance->start(); !started) {
        return fail(std::move(started).error(), candidate.name);
    }
    return instance;
}

// Everything that a kernel borrows, in the order in which it has to go.
struct Desk {
    std::vector<Instrument> instruments;
    std::vector<Instance> instances;
    std::optional<Portfolio> portfolio;
    std::optional<RiskGate> gate;
    std::unique_ptr<SimVenue> venue;
};

Listing listed(const Instrument& instrument, const VenueBook& venues, const MarginTerms& margin) {
    const Filters& latest = instrument.filters.all().back();
    Listing listing = Listing::of(instrument, latest.lot.step.value_or(Quantity(1)));
    listing.margin = margin;
    listing.tiers = venues.tiers(instrument.name);
    return listing;
}

Status open_account(Desk& desk,
                    std::size_t instances,
                    const VenueBook& venues,
                    const BacktestPlan& plan,
                    const BacktestOptions& options,
                    UnixNanos opened_at) {
    const WalletSplit split = split_of(plan, venues, options);
    PortfolioOptions account{.asset = desk.instruments.front().quote,
                             .spot_cash = split.spot,
                             .futures_cash = split.futures,
                             .opened_at = opened_at,
                             .listings = {},
                             .instances = {}};
    for (const Instrument& instrument : desk.instruments) {
        account.listings.push_back(listed(instrument, venues, options.margin));
    }
    const auto count = static_cast<std::int64_t>(instances);
    for (std::uint32_t at = 1; at <= instances; ++at) {
        account.instances.push_back(
            {.instance = InstanceId(at), .budget = Cash(options.capital.mantissa() / count)});
    }
    auto portfolio = Portfolio::make(std::move(account));
    if (!portfolio) {
        return fail(std::move(portfolio).error());
    }
    desk.portfolio.emplace(*std::move(portfolio));
    desk.gate.emplace(options.limits ? RiskGate(*options.limits, *desk.portfolio, nullptr)
                                     : RiskGate::none(*desk.portfolio));
    return {};
}

Status open_venue(Desk& desk,
                  const VenueBook& venues,
                  const BacktestOptions& options,
                  FinerBars* finer) {
    auto model = fill_model(options.fill_model);
    if (!model) {
        return fail(std::move(model).error());
    }
    SimOptions sim{.portfolio = &*desk.portfolio,
                   .instruments = {},
                   .model = *std::move(model),
                   .cost_stress_permille = options.cost_stress_permille,
                   .latency_bars = options.latency_bars,
                   .finer = finer};
    for (const Instrument& instrument : desk.instruments) {
        sim.instruments.push_back({.instrument = instrument, .fees = venues.fees(instrument.name)});
    }
    auto venue = SimVenue::make(std::move(sim));
    if (!venue) {
        return fail(std::move(venue).error());
    }
    desk.venue = *std::move(venue);
    return {};
}

// The series of a plan, out of the store.
Result<std::vector<OpenSeries>> open_series(const Catalogue& catalogue,
                                            const VenueBook& venues,
                                            const BacktestPlan& plan,
                                            RunSpan span) {
    std::vector<OpenSeries> out;
    for (const PlannedSeries& planned : plan.series) {
        const InstrumentName& name = plan.instruments[planned.instrument.value() - 1];
        const Places places = venues.instrument(name, planned.instrument).places;
        const bool has_places = planned.kind == SourceKind::bars;
        const auto finest = finest_bars(plan, planned.instrument);
        // A bar that closes at data_from lies before it.
        const TimeRange range{.from = UnixNanos(span.data_from.ns() + 1),
                              .to = UnixNanos(span.to.ns() + 1)};
        auto reader = catalogue.open(
            planned.found.series,
            {.range = range, .places = has_places ? std::optional(places) : std::nullopt});
        if (!reader) {
            return fail(std::move(reader).error());
        }
        const auto& interval = planned.found.series.interval();
        OpenSeries& one = out.emplace_back();
        one.rows = reader->rows();
        one.source = std::make_unique<SeriesSource>(
            *std::move(reader),
            planned.instrument,
            interval == finest ? MarkExtremes::told : MarkExtremes::withheld);
        one.spec = {.instrument = planned.instrument,
                    .kind = planned.kind,
                    .interval = has_places ? interval->length() : Duration(0),
                    .source = one.source.get()};
    }
    return out;
}

Result<std::vector<InstanceSpec>> specs_of(Desk& desk,
                                           std::span<const Candidate> candidates,
                                           Duration before) {
    std::vector<InstanceSpec> specs;
    for (std::size_t at = 0; at < candidates.size(); ++at) {
        const auto strategy = desk.instances[at].strategy();
        if (!strategy) {
            return fail(strategy.error());
        }
        InstanceSpec spec{.id = InstanceId(static_cast<std::uint32_t>(at + 1)),
                          .plugin = desk.instances[at].raw(),
                          .strategy = *strategy,
                          .roles = {},
                          .bar_interval = candidates[at].timeframe.length(),
                          .reasons = candidates[at].declaration.reasons.size(),
                          .warmup_bars_min = static_cast<std::uint32_t>(
                              before / candidates[at].timeframe.length())};
        for (std::size_t role = 0; role < candidates[at].roles.size(); ++role) {
            spec.roles.push_back(
                {.instrument = named(desk.instruments, candidates[at].roles[role]).id,
                 .events = candidates[at].declaration.roles[role].events});
        }
        specs.push_back(std::move(spec));
    }
    return specs;
}

std::size_t bars_expected(std::span<const OpenSeries> series) {
    std::uint64_t most = 0;
    for (const OpenSeries& one : series) {
        most = std::max(most, one.rows);
    }
    return most;
}

Status open_finer(FinerSeries& finer,
                  const Catalogue& catalogue,
                  const VenueBook& venues,
                  const BacktestPlan& plan) {
    for (const FinerPlanned& planned : plan.finer) {
        const InstrumentName& name = plan.instruments[planned.instrument.value() - 1];
        auto reader = catalogue.open(
            planned.found.series, {.places = venues.instrument(name, planned.instrument).places});
        if (!reader) {
            return fail(std::move(reader).error());
        }
        finer.add(planned.instrument, *std::move(reader));
    }
    return {};
}

}  // namespace

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
        // The rules of the latest day: warm-up depends on ticks of parameters alone.
        UnixNanos latest;
        for (const InstrumentName& role : candidate.roles) {
            latest = std::max(latest, named(instruments, role).filters.all().back().valid_from);
        }
        auto instance = make_instance(candidate, instruments, latest);
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
    auto series = open_series(catalogue, venues, plan, span);
    if (!series) {
        return fail(std::move(series).error());
    }
    FinerSeries finer;
    if (auto opened = open_finer(finer, catalogue, venues, plan); !opened) {
        return fail(std::move(opened).error());
    }
    return run_on({.candidates = candidates,
                   .venues = venues,
                   .plan = plan,
                   .options = options,
                   .span = span,
                   .finer = options.finer ? &finer : nullptr},
                  *series);
}

Result<RunOutcome> run_on(const RunSetting& setting, std::span<const OpenSeries> series) {
    const auto& [candidates, venues, plan, options, span, finer] = setting;
    Desk desk;
    desk.instruments = traded(plan.instruments, venues);
    for (const Candidate& candidate : candidates) {
        auto instance = make_instance(candidate, desk.instruments, span.data_from);
        if (!instance) {
            return fail(std::move(instance).error());
        }
        desk.instances.push_back(*std::move(instance));
    }
    auto opened = open_account(desk, candidates.size(), venues, plan, options, span.data_from);
    opened = !opened ? opened : open_venue(desk, venues, options, finer);
    if (!opened) {
        return fail(std::move(opened).error());
    }
    // With several strategies none trades before the time that is judged.
    const Duration before = std::max(plan.from - span.data_from, Duration(0));
    auto specs = specs_of(desk, candidates, before);
    if (!specs) {
        return fail(std::move(specs).error());
    }
    auto kernel = Kernel::make({.portfolio = &*desk.portfolio,
                                .gate = &*desk.gate,
                                .venue = desk.venue.get(),
                                .instruments = desk.instruments,
                                .instances = *std::move(specs),
                                .batch = options.batch,
                                .bars_expected = bars_expected(series)});
    if (!kernel) {
        return fail(std::move(kernel).error());
    }
    std::vector<SourceSpec> sources;
    for (const OpenSeries& one : series) {
        sources.push_back(one.spec);
    }
    auto replay = Replay::make({.kernel = &*kernel,
                                .market = desk.venue.get(),
                                .sources = std::move(sources),
                                .at_end = options.at_end,
                                .is_interrupted = options.is_interrupted});
    if (!replay) {
        return fail(std::move(replay).error());
    }
    return replay->run();
}

}  // namespace tradelab
