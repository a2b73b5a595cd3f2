#include "lab/run_instances.hpp"

#include <algorithm>
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

}  // namespace

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

UnixNanos latest_rules(const Candidate& candidate, const std::vector<Instrument>& instruments) {
    UnixNanos latest;
    for (const InstrumentName& role : candidate.roles) {
        latest = std::max(latest, named(instruments, role).filters.all().back().valid_from);
    }
    return latest;
}

Result<CellTask> cell_task_of(const Candidate& candidate,
                              const std::vector<Instrument>& instruments,
                              UnixNanos at) {
    CellTask task{.package = candidate.plugin.package.folder,
                  .ticks = candidate.ticks,
                  .instruments = {},
                  .bar_interval_ns = candidate.timeframe.length().count()};
    for (const InstrumentName& role : candidate.roles) {
        const auto one = described(named(instruments, role), at);
        if (!one) {
            return fail(one.error());
        }
        task.instruments.push_back({.symbol = one->symbol,
                                    .id = one->id,
                                    .kind = one->kind,
                                    .price_places = one->price_dp,
                                    .quantity_places = one->qty_dp,
                                    .tick = one->tick,
                                    .lot = one->lot});
    }
    return task;
}

Result<SeatedStrategy> seated(Instance& instance) {
    const auto strategy = instance.strategy();
    if (!strategy) {
        return fail(strategy.error());
    }
    return SeatedStrategy{.instance = instance.raw(), .strategy = *strategy};
}

std::vector<InstanceSpec> specs_of(std::span<const SeatedStrategy> seats,
                                   const std::vector<Instrument>& instruments,
                                   std::span<const Candidate> candidates,
                                   Duration before) {
    std::vector<InstanceSpec> specs;
    for (std::size_t at = 0; at < candidates.size(); ++at) {
        InstanceSpec spec{.id = InstanceId(static_cast<std::uint32_t>(at + 1)),
                          .plugin = seats[at].instance,
                          .strategy = seats[at].strategy,
                          .roles = {},
                          .bar_interval = candidates[at].timeframe.length(),
                          .reasons = candidates[at].declaration.reasons.size(),
                          .warmup_bars_min = static_cast<std::uint32_t>(
                              before / candidates[at].timeframe.length()),
                          .last_error = seats[at].last_error,
                          .let_go = seats[at].let_go};
        for (std::size_t role = 0; role < candidates[at].roles.size(); ++role) {
            spec.roles.push_back({.instrument = named(instruments, candidates[at].roles[role]).id,
                                  .events = candidates[at].declaration.roles[role].events});
        }
        specs.push_back(std::move(spec));
    }
    return specs;
}

}  // namespace tradelab
