#include "cli/trial.hpp"

#include "core/decision.hpp"
#include "strategy/runner.hpp"
#include "strategy/sample_market.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace tradelab {

namespace {

constexpr std::int64_t interval_ns = 3'600'000'000'000;

tl_inst inst_of(std::size_t role) {
    return static_cast<tl_inst>(role + 1);
}

// One market per role, each a seed further, merged in the order of time.
EventBuffer market_of(const Declaration& declaration,
                      const std::vector<std::uint32_t>& warmup,
                      const TrialOptions& options) {
    std::vector<EventBuffer> markets;
    for (std::size_t role = 0; role < declaration.roles.size(); ++role) {
        const bool wants_funding =
            (declaration.roles[role].events & (std::uint64_t{1} << TL_EV_FUNDING)) != 0;
        markets.push_back(sample_events({.seed = options.seed + role,
                                         .bars = options.bars,
                                         .interval_ns = interval_ns,
                                         .inst = inst_of(role),
                                         .warmup_bars = warmup[role],
                                         .gap_after = options.bars * 2 / 3,
                                         .funding_every = wants_funding ? 8U : 0U}));
    }
    // What the instance owns comes before any news, whatever the time; ties in the order made.
    struct Place {
        bool is_news;
        std::int64_t at;
        std::size_t made;
        const tl_ev* event;

        auto operator<=>(const Place&) const = default;
    };
    std::vector<Place> places;
    for (const auto& market : markets) {
        for (std::size_t at = 0; at < market.count(); ++at) {
            const tl_ev& event = market[at];
            places.push_back({event.type != TL_EV_ACCOUNT, event.ts_recv, places.size(), &event});
        }
    }
    std::ranges::sort(places);
    EventBuffer events;
    for (const Place& place : places) {
        events.append(*place.event);
        events[events.count() - 1].seq = events.count();
    }
    return events;
}

}  // namespace

tl_instrument trial_instrument(const DeclaredRole& role, std::size_t place) {
    std::uint8_t kind = TL_INST_SPOT;
    while (kind < TL_INST_OPTION && (role.kinds & (1U << kind)) == 0) {
        ++kind;
    }
    return sample_instrument(inst_of(place), kind);
}

Result<Instance> make_trial_instance(const LoadedPlugin& plugin,
                                     const Declaration& declaration,
                                     std::function<void(const LogLine&)> log) {
    Instance::Config config;
    config.ticks = initial_ticks(declaration);
    config.bar_interval_ns = interval_ns;
    for (std::size_t role = 0; role < declaration.roles.size(); ++role) {
        config.instruments.push_back(trial_instrument(declaration.roles[role], role));
    }
    return Instance::create(plugin, config, {.services = {}, .log = std::move(log)});
}

std::vector<std::uint32_t> warmup_of(Instance& instance,
                                     const tl_strategy& strategy,
                                     std::size_t roles) {
    std::vector<std::uint32_t> bars;
    for (std::uint32_t role = 0; role < roles; ++role) {
        bars.push_back(strategy.warmup_bars(instance.raw(), role));
    }
    return bars;
}

Result<TryOut> try_out(const LoadedPlugin& plugin,
                       const Declaration& declaration,
                       const TrialOptions& options) {
    TryOut trial;
    auto instance = make_trial_instance(plugin, declaration, [&trial](const LogLine& line) {
        trial.log.push_back({.level = line.level, .text = std::string(line.text)});
    });
    if (!instance) {
        return fail(std::move(instance.error()));
    }
    const auto strategy = instance->strategy();
    if (!strategy) {
        return fail(strategy.error());
    }
    if (auto started = instance->start(); !started) {
        return fail(std::move(started.error()));
    }
    auto runner = Runner::make(
        *instance->raw(), **strategy, {.batch = options.batch, .roles = declaration.roles.size()});
    if (!runner) {
        return fail(std::move(runner.error()));
    }

    trial.warmup_bars = warmup_of(*instance, **strategy, declaration.roles.size());
    trial.events = market_of(declaration, trial.warmup_bars, options);
    std::vector<tl_inst> bound;
    for (std::size_t role = 0; role < declaration.roles.size(); ++role) {
        bound.push_back(inst_of(role));
    }
    DecisionHash hash;
    const auto wanted = [&](const tl_ev& cause, std::span<const tl_intent> intents) -> Status {
        for (const tl_intent& intent : intents) {
            const IntentRules rules{.bound = bound, .reasons = declaration.reasons.size()};
            if (auto fits = check_intent(intent, cause, rules); !fits) {
                return fits;
            }
            trial.wishes.push_back({.event = cause.seq - 1, .intent = intent});
            add_to_hash(hash,
                        {.instance = InstanceId(1),
                         .cause = EventSeq(cause.seq),
                         .decided_at = UnixNanos(cause.ts_recv),
                         .intent = intent});
        }
        return {};
    };
    if (auto fed = runner->feed(trial.events, wanted); !fed) {
        return fail(std::move(fed.error()), declaration.id);
    }
    trial.decision_hash = hash.text();
    return trial;
}

}  // namespace tradelab
