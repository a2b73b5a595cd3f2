#include "lab/desk.hpp"

#include "core/check.hpp"
#include "lab/run_instances.hpp"
#include "os/large_pages.hpp"
#include "sim/fill_model.hpp"

#include <algorithm>
#include <utility>

namespace tradelab {
namespace {

Listing listed(const Instrument& instrument, const VenueBook& venues, const MarginTerms& margin) {
    const Filters& latest = instrument.filters.all().back();
    Listing listing = Listing::of(instrument, latest.lot.step.value_or(Quantity(1)));
    listing.margin = margin;
    listing.tiers = venues.tiers(instrument.name);
    return listing;
}

std::size_t bars_expected(std::span<const OpenSeries> series) {
    std::uint64_t most = 0;
    for (const OpenSeries& one : series) {
        most = std::max(most, one.rows);
    }
    return most;
}

// A curve of a year of minutes is 12 MB: to map them page by page would take as long as a tenth of
// the run.
RunRecord room_for(std::size_t bars) {
    RunRecord room;
    for (auto* column : {&room.curve.ts, &room.curve.equity, &room.curve.exposure}) {
        reserve_in_large_pages(*column, bars);
    }
    return room;
}

}  // namespace

Result<std::unique_ptr<Desk>> Desk::open(const RunSetting& setting,
                                         std::span<const OpenSeries> series,
                                         FeedListener* listener) {
    auto desk = std::unique_ptr<Desk>(new Desk());
    desk->instruments_ = traded(setting.plan.instruments, setting.venues);
    auto ready = desk->start_instances(setting);
    ready = !ready ? ready : desk->open_account(setting);
    ready = !ready ? ready : desk->open_venue(setting);
    ready = !ready ? ready : desk->start_kernel(setting, series);
    ready = !ready ? ready : desk->start_replay(setting, series, listener);
    if (!ready) {
        return fail(std::move(ready).error());
    }
    return desk;
}

Status Desk::start_instances(const RunSetting& setting) {
    seats_.assign(setting.seats.begin(), setting.seats.end());
    if (!seats_.empty()) {
        TL_CHECK_MSG(seats_.size() == setting.candidates.size(), "one seat for each candidate");
        return {};
    }
    for (const Candidate& candidate : setting.candidates) {
        auto instance = make_instance(candidate, instruments_, setting.span.data_from);
        if (!instance) {
            return fail(std::move(instance).error());
        }
        instances_.push_back(*std::move(instance));
        const auto seat = seated(instances_.back());
        if (!seat) {
            return fail(seat.error());
        }
        seats_.push_back(*seat);
    }
    return {};
}

Status Desk::open_account(const RunSetting& setting) {
    const BacktestOptions& options = setting.options;
    const WalletSplit split = split_of(setting.plan, setting.venues, options);
    PortfolioOptions account{.asset = instruments_.front().quote,
                             .spot_cash = split.spot,
                             .futures_cash = split.futures,
                             .opened_at = setting.span.data_from,
                             .listings = {},
                             .instances = {}};
    for (const Instrument& instrument : instruments_) {
        account.listings.push_back(listed(instrument, setting.venues, options.margin));
    }
    const auto count = static_cast<std::int64_t>(seats_.size());
    for (std::uint32_t at = 1; at <= seats_.size(); ++at) {
        account.instances.push_back(
            {.instance = InstanceId(at), .budget = Cash(options.capital.mantissa() / count)});
    }
    auto portfolio = Portfolio::make(std::move(account));
    if (!portfolio) {
        return fail(std::move(portfolio).error());
    }
    portfolio_.emplace(*std::move(portfolio));
    gate_.emplace(options.limits ? RiskGate(*options.limits, *portfolio_, nullptr)
                                 : RiskGate::none(*portfolio_));
    return {};
}

Status Desk::open_venue(const RunSetting& setting) {
    const BacktestOptions& options = setting.options;
    auto model = fill_model(options.fill_model);
    if (!model) {
        return fail(std::move(model).error());
    }
    SimOptions sim{.portfolio = &*portfolio_,
                   .instruments = {},
                   .model = *std::move(model),
                   .cost_stress_permille = options.cost_stress_permille,
                   .latency_bars = options.latency_bars,
                   .finer = setting.finer};
    for (const Instrument& instrument : instruments_) {
        sim.instruments.push_back(
            {.instrument = instrument, .fees = setting.venues.fees(instrument.name)});
    }
    auto venue = SimVenue::make(std::move(sim));
    if (!venue) {
        return fail(std::move(venue).error());
    }
    venue_ = *std::move(venue);
    return {};
}

Status Desk::start_kernel(const RunSetting& setting, std::span<const OpenSeries> series) {
    // With several strategies none trades before the time that is judged.
    const Duration before = std::max(setting.plan.from - setting.span.data_from, Duration(0));
    auto specs = specs_of(seats_, instruments_, setting.candidates, before);
    for (InstanceSpec& spec : specs) {
        spec.on_failure = setting.on_failure;
    }
    auto kernel = Kernel::make({.portfolio = &*portfolio_,
                                .gate = &*gate_,
                                .venue = venue_.get(),
                                .instruments = instruments_,
                                .instances = std::move(specs),
                                .batch = setting.options.batch,
                                .bars_expected = bars_expected(series),
                                .room = room_for(bars_expected(series))});
    if (!kernel) {
        return fail(std::move(kernel).error());
    }
    kernel_.emplace(*std::move(kernel));
    return {};
}

Status Desk::start_replay(const RunSetting& setting,
                          std::span<const OpenSeries> series,
                          FeedListener* listener) {
    std::vector<SourceSpec> sources;
    for (const OpenSeries& one : series) {
        sources.push_back(one.spec);
    }
    auto replay = Replay::make({.kernel = &*kernel_,
                                .market = venue_.get(),
                                .sources = std::move(sources),
                                .at_end = setting.options.at_end,
                                .is_interrupted = setting.options.is_interrupted,
                                .listener = listener});
    if (!replay) {
        return fail(std::move(replay).error());
    }
    replay_.emplace(*std::move(replay));
    return {};
}

}  // namespace tradelab
