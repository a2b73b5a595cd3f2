#pragma once

#include "core/decimal.hpp"
#include "engine/kernel.hpp"
#include "engine/replay.hpp"
#include "engine/script.hpp"
#include "portfolio/desk.hpp"
#include "sim/sim_venue.hpp"

#include <tradelab/abi/strategy.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// A whole run in a test: a few bars, a strategy or two, and what came of it.  Prices have 2 places,
// perpetual quantities 3 and spot quantities 5 (portfolio/desk.hpp).
namespace tradelab::engine_test {

using desk::btc_perp;
using desk::btc_spot;
using desk::eth_perp;
using desk::rate;
using desk::usdt;

inline constexpr std::int64_t minute = 60'000'000'000;
// The close of bar n (from 0) of one minute; its open is close_at(n - 1).
inline UnixNanos close_at(std::int64_t n) {
    return desk::at(n + 1);
}

inline std::int64_t cents(std::string_view text) {
    return desk::price(text).mantissa();
}

struct Ohlc {
    std::string_view open, high, low, close;
    std::int64_t volume = 1'000'000'000;  // plenty
};

inline tl_ev_bar bar_event(tl_inst inst, std::int64_t ts, std::int64_t interval, const Ohlc& ohlc) {
    return {.h = {.size = sizeof(tl_ev_bar),
                  .type = TL_EV_BAR,
                  .flags = 0,
                  .inst = inst,
                  .reserved = 0,
                  .seq = 0,
                  .ts_event = ts,
                  .ts_recv = ts},
            .interval_ns = interval,
            .open = cents(ohlc.open),
            .high = cents(ohlc.high),
            .low = cents(ohlc.low),
            .close = cents(ohlc.close),
            .volume = ohlc.volume,
            .quote_volume_e8 = 0,
            .taker_buy_volume = 0,
            .trades = 0,
            .known = ohlc.volume < 0 ? 0 : TL_BAR_KNOWS_VOLUME};
}

// One-minute bars, one after the other from bar 0.
inline std::vector<tl_ev_bar> minutes(InstrumentId id, const std::vector<Ohlc>& bars) {
    std::vector<tl_ev_bar> out;
    for (const Ohlc& bar : bars) {
        const auto n = static_cast<std::int64_t>(out.size());
        out.push_back(bar_event(id.value(), close_at(n).ns(), minute, bar));
    }
    return out;
}

inline tl_ev_funding funding_event(InstrumentId id,
                                   UnixNanos at,
                                   std::string_view paid_rate,
                                   std::int64_t mark_e8) {
    return {.h = {.size = sizeof(tl_ev_funding),
                  .type = TL_EV_FUNDING,
                  .flags = 0,
                  .inst = id.value(),
                  .reserved = 0,
                  .seq = 0,
                  .ts_event = at.ns(),
                  .ts_recv = at.ns()},
            .rate_e12 = rate(paid_rate).mantissa(),
            .interval_ns = 480 * minute,
            .mark_e8 = mark_e8};
}

inline tl_ev_mark mark_event(InstrumentId id, UnixNanos at, std::string_view mark) {
    return {.h = {.size = sizeof(tl_ev_mark),
                  .type = TL_EV_MARK,
                  .flags = 0,
                  .inst = id.value(),
                  .reserved = 0,
                  .seq = 0,
                  .ts_event = at.ns(),
                  .ts_recv = at.ns()},
            .mark_e8 = desk::mark(mark).mantissa(),
            .index_e8 = TL_NONE,
            .rate_e12 = TL_NONE,
            .next = TL_NONE};
}

template <class Event>
class VectorSource final : public EventSource {
public:
    VectorSource(std::vector<Event> events, std::uint32_t block)
        : events_(std::move(events)), block_(block) {}

    // Lowest and highest of each mark.
    std::vector<std::int64_t> low_e8, high_e8;

    Result<SourceBlock> next() override {
        const auto left = static_cast<std::uint32_t>(events_.size() - at_);
        const std::uint32_t count = std::min(left, block_);
        SourceBlock out{.first = count == 0 ? nullptr : &events_[at_].h,
                        .count = count,
                        .event_bytes = sizeof(Event),
                        .low_e8 = low_e8.empty() ? nullptr : low_e8.data() + at_,
                        .high_e8 = high_e8.empty() ? nullptr : high_e8.data() + at_};
        at_ += count;
        return out;
    }

private:
    std::vector<Event> events_;
    std::size_t at_ = 0;
    std::uint32_t block_;
};

class FinerVector final : public FinerBars {
public:
    explicit FinerVector(std::vector<tl_ev_bar> bars) : bars_(std::move(bars)) {}

    Result<std::span<const tl_ev_bar>> within(InstrumentId, UnixNanos from, UnixNanos to) override {
        const auto after = [](const tl_ev_bar& bar) { return bar.h.ts_event; };
        const auto begin = std::ranges::upper_bound(bars_, from.ns(), {}, after);
        const auto end = std::ranges::upper_bound(bars_, to.ns(), {}, after);
        return std::span<const tl_ev_bar>(begin, end);
    }

private:
    std::vector<tl_ev_bar> bars_;
};

// Costs nothing, fills everything, touches are fills.
inline FillModel free_fills() {
    return {.name = "test/1",
            .half_spread = {},
            .impact_at_cap = {},
            .stop_slippage = {},
            .participation_cap = rate("1"),
            .limit_rule = LimitRule::touch};
}

// Ten basis points of half spread, twenty of impact at a tenth of the volume.
inline FillModel costly() {
    FillModel model = free_fills();
    model.half_spread = rate("0.0010");
    model.impact_at_cap = rate("0.0020");
    model.stop_slippage = rate("0.0050");
    model.participation_cap = rate("0.1");
    model.limit_rule = LimitRule::through;
    return model;
}

inline Filters filters_from(UnixNanos from, std::string_view tick, Quantity lot) {
    return {.valid_from = from,
            .source = "a test",
            .price = {.step = desk::price(tick)},
            .lot = {.min = lot, .step = lot}};
}

struct World {
    PortfolioOptions account = desk::options();
    FillModel model = free_fills();
    std::string maker = "0";
    std::string taker = "0";
    std::optional<RiskLimits> limits = {};
    std::uint32_t stress = 1000;
    Duration latency{0};
    std::uint32_t latency_bars = 0;
    std::uint32_t batch = 64;
    std::uint32_t block = 64;
    AtEnd at_end = AtEnd::value;
    CurveRecording curve = CurveRecording::full;
    RunRecord room = {};
    FinerBars* finer = nullptr;
    Sizing sizing = {.basis = SizingBasis::budget, .reserve = {}};
    OnFailure on_failure = OnFailure::end_run;
    std::size_t reasons = 1;  // that each of the plugins declares
    // Instruments whose filters are not the plain ones of `filters_from(0, "0.01", lot)`.
    std::vector<std::pair<InstrumentId, std::vector<Filters>>> filters = {};

    struct Played {
        InstanceId id;
        tl_instance* plugin = nullptr;
        const tl_strategy* strategy = nullptr;
        std::vector<RoleFeed> roles;
        Duration bars{minute};
        std::function<std::string()> last_error = nullptr;
        std::function<void()> let_go = nullptr;
    };
    std::vector<Played> played = {};
    std::vector<std::unique_ptr<EventSource>> owned = {};
    std::vector<SourceSpec> sources = {};
    bool is_reversed = false;  // registers everything in the other order
    FeedListener* listener = nullptr;
    // How the replay is driven; nothing: at once.
    std::function<Result<RunOutcome>(Kernel&, Replay&)> drive = {};

    // ---- what is left of the run ----
    std::optional<Portfolio> portfolio = {};
    Kernel* running = nullptr;  // while it runs: for whoever looks at it between two events

    void bars(InstrumentId id, std::vector<tl_ev_bar> events, std::int64_t interval = minute) {
        add(id, SourceKind::bars, Duration(interval), std::move(events));
    }
    void funding(InstrumentId id, std::vector<tl_ev_funding> events) {
        add(id, SourceKind::funding, Duration(0), std::move(events));
    }
    void marks(InstrumentId id,
               std::vector<tl_ev_mark> events,
               std::vector<std::int64_t> low = {},
               std::vector<std::int64_t> high = {}) {
        auto* source = add(id, SourceKind::mark, Duration(0), std::move(events));
        source->low_e8 = std::move(low);
        source->high_e8 = std::move(high);
    }
    void play(Script& script,
              std::vector<InstrumentId> instruments = {btc_perp},
              InstanceId id = desk::first) {
        std::vector<RoleFeed> roles;
        for (const InstrumentId instrument : instruments) {
            roles.push_back(
                {.instrument = instrument,
                 .events = 1ULL << TL_EV_BAR | 1ULL << TL_EV_FUNDING | 1ULL << TL_EV_MARK});
        }
        play(script.instance(), script.strategy(), std::move(roles), id);
    }
    void play(tl_instance& plugin,
              const tl_strategy& strategy,
              std::vector<RoleFeed> roles,
              InstanceId id = desk::first) {
        played.push_back(
            {.id = id, .plugin = &plugin, .strategy = &strategy, .roles = std::move(roles)});
    }

    [[nodiscard]] Result<RunOutcome> run() {
        if (is_reversed) {
            std::ranges::reverse(account.listings);
            std::ranges::reverse(account.instances);
            std::ranges::reverse(played);
            std::ranges::reverse(sources);
        }
        portfolio.emplace(Portfolio::make(account).value());
        RiskGate gate =
            limits ? RiskGate(*limits, *portfolio, nullptr) : RiskGate::none(*portfolio);
        auto venue = SimVenue::make(sim_options());
        if (!venue) {
            return fail(venue.error());
        }
        auto kernel = Kernel::make(kernel_options(gate, **venue));
        if (!kernel) {
            return fail(kernel.error());
        }
        running = &*kernel;
        auto replay = Replay::make({.kernel = &*kernel,
                                    .market = venue->get(),
                                    .sources = sources,
                                    .at_end = at_end,
                                    .listener = listener});
        if (!replay) {
            return fail(replay.error());
        }
        auto outcome = drive ? drive(*kernel, *replay) : replay->run();
        running = nullptr;
        return outcome;
    }

private:
    template <class Event>
    VectorSource<Event>* add(InstrumentId id,
                             SourceKind kind,
                             Duration interval,
                             std::vector<Event> events) {
        auto source = std::make_unique<VectorSource<Event>>(std::move(events), block);
        auto* plain = source.get();
        sources.push_back({.instrument = id, .kind = kind, .interval = interval, .source = plain});
        owned.push_back(std::move(source));
        return plain;
    }

    [[nodiscard]] Instrument instrument(const Listing& listing) const {
        Instrument out{.id = listing.id,
                       .name = listing.name,
                       .kind = listing.kind,
                       .base = listing.base,
                       .quote = listing.quote,
                       .settle = listing.quote,
                       .places = listing.places,
                       .filters = {}};
        for (const auto& [id, changes] : filters) {
            for (const Filters& change : changes) {
                EXPECT_TRUE(id != listing.id || out.filters.add(change).has_value());
            }
        }
        if (out.filters.all().empty()) {
            EXPECT_TRUE(
                out.filters.add(filters_from(UnixNanos(0), "0.01", listing.lot)).has_value());
        }
        return out;
    }

    [[nodiscard]] SimOptions sim_options() const {
        SimOptions out{.portfolio = &*portfolio,
                       .instruments = {},
                       .model = model,
                       .cost_stress_permille = stress,
                       .latency = latency,
                       .latency_bars = latency_bars,
                       .finer = finer};
        for (const Listing& listing : account.listings) {
            SimInstrument one{.instrument = instrument(listing), .fees = {}};
            EXPECT_TRUE(one.fees
                            .add({.valid_from = UnixNanos(0),
                                  .source = "a test",
                                  .maker = rate(maker),
                                  .taker = rate(taker)})
                            .has_value());
            out.instruments.push_back(std::move(one));
        }
        return out;
    }

    [[nodiscard]] KernelOptions kernel_options(RiskGate& gate, Venue& venue) {
        KernelOptions out{.portfolio = &*portfolio,
                          .gate = &gate,
                          .venue = &venue,
                          .instruments = {},
                          .instances = {},
                          .batch = batch,
                          .curve = curve,
                          .room = std::move(room)};
        for (const Listing& listing : account.listings) {
            out.instruments.push_back(instrument(listing));
        }
        for (const Played& one : played) {
            out.instances.push_back({.id = one.id,
                                     .plugin = one.plugin,
                                     .strategy = one.strategy,
                                     .roles = one.roles,
                                     .bar_interval = one.bars,
                                     .reasons = reasons,
                                     .sizing = sizing,
                                     .on_failure = on_failure,
                                     .last_error = one.last_error,
                                     .let_go = one.let_go});
        }
        return out;
    }
};

inline const Ohlc flat{"100.00", "100.00", "100.00", "100.00"};

inline std::vector<Ohlc> many(std::size_t count, const Ohlc& bar = flat) {
    return std::vector<Ohlc>(count, bar);
}

// The outcome, or a failed test.
inline RunOutcome run(World& world) {
    auto outcome = world.run();
    EXPECT_TRUE(outcome.has_value()) << describe(outcome.error());
    return *std::move(outcome);
}

// A rule over the number of bars seen.
inline Script::Rule by_bar(std::function<Script::Intents(std::int64_t)> rule) {
    return [rule = std::move(rule), n = std::int64_t{0}](const tl_ev& event) mutable {
        return event.type == TL_EV_BAR ? rule(n++) : Script::Intents();
    };
}

// A rule that asks once, at the close of bar n; of one instrument, where there are several.
inline Script::Rule at_bar(std::int64_t n, std::vector<tl_intent> intents, tl_inst of = 0) {
    return [n, of, intents = std::move(intents)](const tl_ev& event) {
        const bool now = event.type == TL_EV_BAR && event.ts_event == close_at(n).ns() &&
                         (of == 0 || of == event.inst);
        return now ? intents : Script::Intents();
    };
}

}  // namespace tradelab::engine_test
