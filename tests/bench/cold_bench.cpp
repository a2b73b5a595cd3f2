#include "bench/cold_home.hpp"
#include "bench/measure.hpp"
#include "bench/options.hpp"
#include "bench/plugin_under_test.hpp"
#include "bench/run.hpp"
#include "history/catalogue.hpp"
#include "history/event_block.hpp"
#include "os/real_disk.hpp"
#include "statistics/performance.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// What a person waits for: from the start of the process to the result of a backtest over a year of
// sealed minutes, the trial appended to the ledger.  Judged is workload A; momentum, which looks at
// more and decides more, stands beside it.
//
//     cold_bench [--quick] [--json]
//
// Every run must end in the same result before a time is printed.
namespace bench {
namespace {

using namespace tradelab;

constexpr double cold_seconds_max = 0.050;
constexpr std::size_t year_bars = 525'600;

template <class Value>
Value proven(Result<Value> result) {
    if (!result) {
        throw std::runtime_error(describe(result.error()));
    }
    return std::move(*result);
}

// The parts that can be run by themselves, over the same sealed rows.
class Parts {
public:
    explicit Parts(const std::filesystem::path& store) : catalogue_(disk_, store) {}

    void read() {
        auto reader = open();
        while (const std::size_t rows = rows_of(proven(reader.next(EventBlock::capacity)))) {
            found_ += rows;
        }
    }

    void make_events() {
        auto reader = open();
        do {
            next(reader);
            found_ += block_.count();
        } while (block_.count() != 0);
    }

    void decide() {
        const PluginUnderTest plugin(TRADELAB_MOMENTUM_PLUGIN);
        std::vector<tl_intent> out(plugin.strategy().intents_max);
        auto reader = open();
        for (next(reader); block_.count() != 0; next(reader)) {
            feed(plugin, out);
        }
    }

    void judge() {
        if (equity_.empty()) {
            make_curve();
        }
        const Performance figures =
            performance_of({.opened_at = UnixNanos(ts_.front() - minute_ns_),
                            .opening = Cash(1'000'000'000'000),
                            .ts = ts_,
                            .equity = equity_,
                            .exposure = exposure_,
                            .bars_per_year = static_cast<double>(year_bars)});
        found_ += figures.bars;
    }

private:
    static constexpr std::int64_t minute_ns_ = 60'000'000'000;

    [[nodiscard]] SeriesReader open() {
        return proven(catalogue_.open(proven(Series::parse(cold_series)), {}));
    }

    void next(SeriesReader& reader) {
        if (auto filled = reader.next(block_, {.instrument = 1}); !filled) {
            throw std::runtime_error(describe(filled.error()));
        }
    }

    void feed(const PluginUnderTest& plugin, std::vector<tl_intent>& out) {
        const auto bars = block_.bars();
        for (std::size_t from = 0; from < bars.size();) {
            tl_batch batch{};
            batch.size = sizeof batch;
            batch.count = static_cast<std::uint32_t>(bars.size() - from);
            batch.first = &bars[from].h;
            batch.bytes = batch.count * sizeof(tl_ev_bar);
            batch.out = out.data();
            batch.out_cap = static_cast<std::uint32_t>(out.size());
            if (plugin.strategy().process(&plugin.instance(), &batch) != TL_OK) {
                throw std::runtime_error("process failed");
            }
            from += batch.consumed;
            found_ += batch.out_len;
        }
    }

    // An account that follows the market, out of it every second day.
    void make_curve() {
        auto reader = open();
        for (next(reader); block_.count() != 0; next(reader)) {
            for (const tl_ev_bar& bar : block_.bars()) {
                ts_.push_back(bar.h.ts_event);
                const bool holds = ts_.size() / 1'440 % 2 == 0;
                const std::int64_t before = equity_.empty() ? 1'000'000'000'000 : equity_.back();
                equity_.push_back(holds ? bar.close * 300'000 : before);
                exposure_.push_back(holds ? equity_.back() : 0);
            }
        }
    }

    RealDisk disk_;
    Catalogue catalogue_;
    EventBlock block_;
    std::vector<std::int64_t> ts_, equity_, exposure_;
    std::size_t found_ = 0;  // keeps the compiler from leaving work out
};

class ColdBench {
public:
    explicit ColdBench(Options options)
        : rounds_(options.quick ? 2 : 15), home_({.days = options.quick ? 30U : 365U}) {}

    void time() {
        Parts parts(home_.store());
        std::vector<Subject> subjects = {
            {"rows read, blocks checked", [] {}, [&] { parts.read(); }},
            {"the same, and events made of them", [] {}, [&] { parts.make_events(); }},
            {"the same, and momentum decides", [] {}, [&] { parts.decide(); }},
            {"figures of a curve as long", [&] { parts.judge(); }, [&] { parts.judge(); }}};
        for (const auto& times : measure(subjects, rounds_)) {
            parts_.push_back(median(times) / 1e9);
        }
        using Rule = ColdHome::Rule;
        using Span = ColdHome::Span;
        for (std::size_t round = 0; round < rounds_; ++round) {
            start_.push_back(home_.version());
            day_.push_back(home_.backtest(Rule::momentum, Span::one_day));
            year_.push_back(home_.backtest(Rule::workload_a, Span::all));
            momentum_.push_back(home_.backtest(Rule::momentum, Span::all));
        }
    }

    void print_times() const {
        print_agreement();
        fmt::print("\n{:<44} {:>12} {:>12} {:>12}\n",
                   fmt::format("median of {}", rounds_),
                   "wall ms",
                   "least ms",
                   "processor ms");
        line("tradelab version", start_);
        line("tradelab backtest, momentum, the first day", day_);
        line("tradelab backtest, momentum, all", momentum_);
        line("tradelab backtest, workload A, all", year_);
        fmt::print("\nof momentum, run by itself on one thread:\n");
        constexpr std::string_view names[] = {"rows read, blocks checked",
                                              "events made of them",
                                              "momentum decides",
                                              "figures of a curve as long"};
        const double shares[] = {
            parts_[0], parts_[1] - parts_[0], parts_[2] - parts_[1], parts_[3]};
        for (std::size_t at = 0; at < std::size(shares); ++at) {
            fmt::print("{:<44} {:>12.1f}\n", names[at], shares[at] * 1e3);
        }
        const double rest = processor(momentum_) - processor(day_) - parts_[2] - parts_[3];
        fmt::print("{:<44} {:>12.1f}\n", "the rest: kernel, venue, memory", rest * 1e3);
        fmt::print("\ncold start to result, workload A: {:.1f} ms (goal: below {:.0f}): {}\n",
                   wall(year_) * 1e3,
                   cold_seconds_max * 1e3,
                   wall(year_) < cold_seconds_max ? "met" : "MISSED");
        fmt::print(
            "\nagain: cmake --workflow --preset release && "
            "build/release/tests/bench/cold_bench\n");
    }

    void print_agreement() const {
        fmt::print("{} sealed one-minute bars, seed 7: in every run the results\n", home_.bars());
        fmt::print("  workload A {}\n", home_.result_hash(ColdHome::Rule::workload_a));
        fmt::print("  momentum   {}\n", home_.result_hash(ColdHome::Rule::momentum));
    }

    void print_json() const {
        fmt::print(
            "{{\"bench\":\"cold\",\"bars\":{},\"result\":\"{}\",\"wall_s\":{:.4f},"
            "\"wall_s_max\":{},\"processor_s\":{:.4f},\"momentum_wall_s\":{:.4f},"
            "\"one_day_s\":{:.4f},\"start_s\":{:.4f},\"read_s\":{:.4f},\"events_s\":{:.4f},"
            "\"momentum_s\":{:.4f},\"figures_s\":{:.4f}}}\n",
            home_.bars(),
            home_.result_hash(ColdHome::Rule::workload_a),
            wall(year_),
            cold_seconds_max,
            processor(year_),
            wall(momentum_),
            wall(day_),
            wall(start_),
            parts_[0],
            parts_[1] - parts_[0],
            parts_[2] - parts_[1],
            parts_[3]);
    }

private:
    using Costs = std::vector<Cost>;

    [[nodiscard]] static std::vector<double> column(const Costs& costs, double Cost::* which) {
        std::vector<double> values;
        for (const Cost& cost : costs) {
            values.push_back(cost.*which);
        }
        return values;
    }
    [[nodiscard]] static double processor(const Costs& costs) {
        return median(column(costs, &Cost::processor_s));
    }
    [[nodiscard]] static double wall(const Costs& costs) {
        return median(column(costs, &Cost::wall_s));
    }
    static void line(std::string_view name, const Costs& costs) {
        fmt::print("{:<44} {:>12.1f} {:>12.1f} {:>12.1f}\n",
                   name,
                   wall(costs) * 1e3,
                   least(column(costs, &Cost::wall_s)) * 1e3,
                   processor(costs) * 1e3);
    }

    std::size_t rounds_;
    ColdHome home_;
    Costs start_, day_, year_, momentum_;
    std::vector<double> parts_;
};

}  // namespace

int run(const std::vector<std::string_view>& arguments) {
    const auto options = options_of("cold_bench", arguments);
    if (!options) {
        return 2;
    }
    ColdBench bench(*options);
    bench.time();
    if (options->json) {
        bench.print_json();
    } else if (options->quick) {
        bench.print_agreement();
    } else {
        bench.print_times();
    }
    return 0;
}

}  // namespace bench
