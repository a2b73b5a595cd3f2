#pragma once

#include <tradelab/abi/strategy.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Runs a plugin over bars inside a unit test, with nothing but the SDK: link the plugin's source
// into the test and hand over its entry.
//
//     const auto run = testkit::run(*tl_plugin_entry_v1(), {.ticks = {{"fast", 3}},
//                                                           .bars = testkit::bars({100, 101,
//                                                           99})});
//     EXPECT_EQ(run.error, "");
//     EXPECT_TRUE(run.problems.empty());
//     EXPECT_EQ(run.intents[0].bar, 7u);
//
// The loop is open: intents are recorded and nothing fills.  `tradelab plugin validate` checks the
// built library far harder; this is for the strategy's own behaviour.
namespace tradelab::testkit {

struct TestBar {
    double open, high, low, close;
    bool gap_before = false;
};

// Flat bars at these closes.
inline std::vector<TestBar> bars(std::initializer_list<double> closes) {
    std::vector<TestBar> out;
    for (const double close : closes) {
        out.push_back({close, close, close, close});
    }
    return out;
}

// A seeded walk around 100, the same on every machine.
inline std::vector<TestBar> walk(std::uint64_t seed, std::size_t count) {
    std::vector<TestBar> out;
    std::uint64_t state = seed * 0x9e3779b97f4a7c15ULL + 1;
    const auto draw = [&state] {  // xorshift64* (Vigna 2016)
        state ^= state >> 12U;
        state ^= state << 25U;
        state ^= state >> 27U;
        return static_cast<double>((state * 0x2545f4914f6cdd1dULL) >> 11U) / 9007199254740992.0;
    };
    double last = 100;
    for (std::size_t at = 0; at < count; ++at) {
        const double close = std::max(1.0, last * (1 + (draw() - 0.5) / 25));
        const double wick = last * draw() / 100;
        out.push_back({last, std::max(last, close) + wick, std::min(last, close) - wick, close});
        last = close;
    }
    return out;
}

struct Options {
    // Parameters by name; the others stay at their initial value.
    std::vector<std::pair<std::string_view, std::int64_t>> ticks = {};
    // The same bars for every role.
    std::vector<TestBar> bars = {};
    std::int64_t interval_ns = 3'600'000'000'000;
    std::int8_t price_dp = 2;
    std::int8_t qty_dp = 5;
    std::uint32_t batch = 64;
    // How many of the first bars carry TL_EV_F_WARMUP; the plugin's own declaration by default.
    std::int64_t warmup_bars = -1;
};

struct Wanted {
    std::size_t bar = 0;  // index into Options::bars of the bar (or the gap before it)
    tl_intent intent{};
};

struct Run {
    std::string error;                  // why it could not run; empty if it did
    std::vector<std::string> problems;  // breaches of the contract; must be empty
    std::vector<Wanted> intents;
    std::vector<std::string> log;  // what it said with log(), while it ran
    std::uint64_t warmup_bars = 0;
};

namespace detail {

struct TestHost {
    tl_host table{};
    std::string error;
    std::vector<std::string> log;

    TestHost() {
        table.size = sizeof(tl_host);
        table.abi = TL_ABI_VERSION;
        table.self = this;
        table.get = [](const tl_host*, const char* id) -> const void* {
            static constexpr tl_host_log service = {
                .size = sizeof(tl_host_log), .reserved = 0, .write = write_log};
            return std::string_view(id) == TL_HOST_LOG ? &service : nullptr;
        };
        table.set_error = [](const tl_host* host, const char* text, std::uint64_t length) {
            static_cast<TestHost*>(host->self)->error.assign(text, length);
        };
    }
    static void write_log(const tl_host* host,
                          std::int32_t,
                          const char* text,
                          std::uint64_t length) {
        static_cast<TestHost*>(host->self)->log.emplace_back(text, length);
    }
};

// The events of all roles, bar by bar, with the index of the bar that each belongs to.
struct Feed {
    std::vector<std::uint64_t> words;
    std::vector<std::size_t> starts;
    std::vector<std::size_t> bar_of;

    template <class Event>
    void add(Event event, std::size_t bar, std::int64_t at) {
        event.h.size = sizeof(Event);
        event.h.seq = starts.size() + 1;
        event.h.ts_event = event.h.ts_recv = at;
        starts.push_back(words.size());
        bar_of.push_back(bar);
        words.resize(words.size() + sizeof(Event) / 8);
        std::memcpy(words.data() + starts.back(), &event, sizeof event);
    }
    [[nodiscard]] const tl_ev* at(std::size_t place) const {
        return reinterpret_cast<const tl_ev*>(words.data() + starts[place]);
    }
};

inline std::int64_t mantissa(double value, std::int8_t places) {
    for (std::int8_t place = 0; place < places; ++place) {
        value *= 10;
    }
    return static_cast<std::int64_t>(value + (value < 0 ? -0.5 : 0.5));
}

inline Feed feed(const Options& options, std::size_t roles, std::uint64_t warmup) {
    Feed out;
    std::int64_t at = 1'704'067'200'000'000'000;  // 2024-01-01T00:00:00Z
    for (std::size_t role = 0; role < roles; ++role) {
        tl_ev_account account{};
        account.h.type = TL_EV_ACCOUNT;
        account.h.inst = static_cast<tl_inst>(role + 1);
        account.average_price = TL_NONE;
        account.budget_e8 = account.equity_e8 = account.free_margin_e8 = 10'000'00000000;
        account.wallet = 1;
        out.add(account, 0, at);
    }
    for (std::size_t bar = 0; bar < options.bars.size(); ++bar) {
        const TestBar& said = options.bars[bar];
        at += options.interval_ns;
        if (said.gap_before) {
            tl_ev_gap gap{};
            gap.h.type = TL_EV_GAP;
            gap.from = at;
            gap.to = at + 9 * options.interval_ns;
            gap.cause = TL_GAP_MISSING;
            at += 10 * options.interval_ns;
            out.add(gap, bar, gap.to);
        }
        for (std::size_t role = 0; role < roles; ++role) {
            tl_ev_bar made{};
            made.h.type = TL_EV_BAR;
            made.h.inst = static_cast<tl_inst>(role + 1);
            made.h.flags = bar < warmup ? TL_EV_F_WARMUP : 0;
            made.interval_ns = options.interval_ns;
            made.open = mantissa(said.open, options.price_dp);
            made.high = mantissa(said.high, options.price_dp);
            made.low = mantissa(said.low, options.price_dp);
            made.close = mantissa(said.close, options.price_dp);
            out.add(made, bar, at);
        }
    }
    return out;
}

inline std::string set_ticks(const tl_descriptor& told,
                             const Options& options,
                             std::vector<std::int64_t>& ticks) {
    for (std::uint32_t at = 0; at < told.param_count; ++at) {
        ticks.push_back(told.params[at].initial);
    }
    for (const auto& [name, value] : options.ticks) {
        std::uint32_t at = 0;
        while (at < told.param_count && name != told.params[at].name) {
            ++at;
        }
        if (at == told.param_count) {
            return "no parameter is named " + std::string(name);
        }
        ticks[at] = value;
    }
    return {};
}

inline std::vector<tl_instrument> instruments(const tl_descriptor& told, const Options& options) {
    std::vector<tl_instrument> out;
    for (std::uint32_t role = 0; role < told.role_count; ++role) {
        std::uint8_t kind = TL_INST_SPOT;
        while (kind < TL_INST_OPTION && (told.roles[role].kinds & (1U << kind)) == 0) {
            ++kind;
        }
        out.push_back({.size = sizeof(tl_instrument),
                       .id = role + 1,
                       .symbol = "test:BTC-USDT",
                       .kind = kind,
                       .price_dp = options.price_dp,
                       .qty_dp = options.qty_dp,
                       .reserved = {},
                       .tick = 1,
                       .lot = 1});
    }
    return out;
}

// Feeds everything in batches; records intents and breaches of the contract.
inline void drive(tl_instance& instance,
                  const tl_strategy& strategy,
                  const Feed& events,
                  const Options& options,
                  TestHost& host,
                  Run& run) {
    std::vector<tl_intent> out(strategy.intents_max);
    std::size_t from = 0;
    while (from < events.starts.size()) {
        const std::size_t count = std::min<std::size_t>(options.batch, events.starts.size() - from);
        tl_batch batch{.size = sizeof(tl_batch),
                       .count = static_cast<std::uint32_t>(count),
                       .first = events.at(from),
                       .bytes = 0,
                       .out = out.data(),
                       .out_cap = strategy.intents_max,
                       .out_len = 0,
                       .consumed = 0,
                       .reserved = 0};
        const std::size_t end =
            from + count < events.starts.size() ? events.starts[from + count] : events.words.size();
        batch.bytes = (end - events.starts[from]) * 8;
        if (strategy.process(&instance, &batch) != TL_OK) {
            run.error = "process failed: " + host.error;
            return;
        }
        if (batch.consumed > count || batch.out_len > strategy.intents_max ||
            (batch.out_len == 0 ? batch.consumed != count : batch.consumed == 0)) {
            run.problems.emplace_back("process consumed or emitted what the contract forbids");
            return;
        }
        from += batch.consumed;
        for (std::uint32_t at = 0; at < batch.out_len; ++at) {
            const tl_ev& cause = *events.at(from - 1);
            if (out[at].cause_seq != cause.seq) {
                run.problems.emplace_back("an intent names another event as its cause");
            }
            if (out[at].type <= TL_IN_CANCEL_ALL && (cause.flags & TL_EV_F_WARMUP) != 0) {
                run.problems.emplace_back("a trade is wished for in warm-up");
            }
            run.intents.push_back({events.bar_of[from - 1], out[at]});
        }
    }
}

}  // namespace detail

inline Run run(const tl_entry& entry, const Options& options) {
    Run out;
    const tl_descriptor* told = entry.describe(0);
    if (told == nullptr) {
        out.error = "the library describes no plugin";
        return out;
    }
    std::vector<std::int64_t> ticks;
    out.error = detail::set_ticks(*told, options, ticks);
    if (!out.error.empty()) {
        return out;
    }
    detail::TestHost host;
    const auto instruments = detail::instruments(*told, options);
    const tl_config config{.size = sizeof(tl_config),
                           .tick_count = told->param_count,
                           .ticks = ticks.data(),
                           .instruments = instruments.data(),
                           .role_count = told->role_count,
                           .reserved = 0,
                           .bar_interval_ns = options.interval_ns};
    tl_instance* instance = nullptr;
    if (entry.create(told->id, &host.table, &config, &instance) != TL_OK) {
        out.error = "create failed: " + host.error;
        return out;
    }
    const auto* strategy =
        static_cast<const tl_strategy*>(instance->get(instance, TL_EXT_STRATEGY));
    if (strategy == nullptr || instance->start(instance) != TL_OK) {
        out.error = "it is no strategy, or it did not start: " + host.error;
        instance->destroy(instance);
        return out;
    }
    for (std::uint32_t role = 0; role < told->role_count; ++role) {
        out.warmup_bars =
            std::max<std::uint64_t>(out.warmup_bars, strategy->warmup_bars(instance, role));
    }
    const auto warmup = options.warmup_bars >= 0 ? static_cast<std::uint64_t>(options.warmup_bars)
                                                 : out.warmup_bars;
    const auto events = detail::feed(options, told->role_count, warmup);
    detail::drive(*instance, *strategy, events, options, host, out);
    instance->stop(instance);
    instance->destroy(instance);
    out.log = std::move(host.log);
    return out;
}

}  // namespace tradelab::testkit
