#include "bench/market.hpp"
#include "bench/options.hpp"
#include "bench/run.hpp"
#include "os/real_disk.hpp"
#include "os/self.hpp"
#include "plugin/cell.hpp"
#include "plugin/cell_child.hpp"
#include "plugin/load.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

// What it costs that a strategy lives in a process of its own: momentum's answer to one bar, from
// the event to its intents, in a cell and in this process; and what it takes to lose it and have
// another in its place.
//
//     cell_bench [--quick] [--json]
//
// Wall time, because the wait for the other process is what is measured; the machine's other work
// is in it.  Exit code 1 where the two decide differently: then no time is printed.
namespace bench {
namespace {

using Clock = std::chrono::steady_clock;
using tradelab::CellOptions;
using tradelab::CellTask;
using tradelab::StrategyCell;

template <class T>
T good(tradelab::Result<T> result) {
    if (!result) {
        throw std::runtime_error(describe(result.error()));
    }
    return *std::move(result);
}

CellTask momentum_task(const tradelab::LoadedPlugin& plugin) {
    CellTask task{.package = plugin.package.folder,
                  .ticks = {},
                  .instruments = {{.symbol = "bench:BTC-USDT-PERP",
                                   .id = 1,
                                   .kind = TL_INST_PERP,
                                   .price_places = 2,
                                   .quantity_places = 3,
                                   .tick = 1,
                                   .lot = 1}},
                  .bar_interval_ns = minute_ns};
    for (std::uint32_t at = 0; at < plugin.descriptor->param_count; ++at) {
        task.ticks.push_back(plugin.descriptor->params[at].initial);
    }
    return task;
}

// Every event by itself, as live: how long each took, and all that was wished for.
struct Run {
    std::vector<double> ns;
    std::vector<tl_intent> wishes;

    [[nodiscard]] double quantile(double share) const {
        std::vector<double> sorted = ns;
        std::ranges::sort(sorted);
        return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
    }
    [[nodiscard]] bool agrees_with(const Run& other) const {
        return wishes.size() == other.wishes.size() &&
               std::memcmp(wishes.data(), other.wishes.data(), wishes.size() * sizeof(tl_intent)) ==
                   0;
    }
};

Run run_over(const std::vector<tl_ev_bar>& bars,
             tl_instance& instance,
             const tl_strategy& strategy) {
    Run run;
    run.ns.reserve(bars.size());
    std::vector<tl_intent> out(strategy.intents_max);
    for (const tl_ev_bar& bar : bars) {
        tl_batch batch{.size = sizeof(tl_batch),
                       .count = 1,
                       .first = &bar.h,
                       .bytes = sizeof bar,
                       .out = out.data(),
                       .out_cap = strategy.intents_max,
                       .out_len = 0,
                       .consumed = 0,
                       .reserved = 0};
        const auto begin = Clock::now();
        const tl_status status = strategy.process(&instance, &batch);
        const auto end = Clock::now();
        if (status != TL_OK) {
            throw std::runtime_error(fmt::format("process returned {}", status));
        }
        run.ns.push_back(std::chrono::duration<double, std::nano>(end - begin).count());
        run.wishes.insert(run.wishes.end(), out.begin(), out.begin() + batch.out_len);
    }
    return run;
}

class CellBench {
public:
    explicit CellBench(bool quick)
        : bars_(EventArray(geometric_walk(quick ? 3'000 : 50'000)).bars()),
          losses_(quick ? 2 : 40),
          plugin_(good(
              load(disk_,
                   good(read_package(disk_, TRADELAB_MOMENTUM_PACKAGE, tradelab::Origin::named)),
                   tradelab::this_host()))) {}

    // Whether both have decided the same, with and without a loss.
    [[nodiscard]] bool time() {
        auto instance = good(
            tradelab::Instance::create(plugin_,
                                       tradelab::config_of(momentum_task(plugin_)),
                                       {.services = {}, .log = [](const tradelab::LogLine&) {}}));
        if (const auto started = instance.start(); !started) {
            throw std::runtime_error(describe(started.error()));
        }
        own_ = run_over(bars_, *instance.raw(), *good(instance.strategy()));
        const auto cell = start();
        cell_ = run_over(bars_, cell->instance(), cell->strategy());
        return !own_.wishes.empty() && cell_.agrees_with(own_) && lose() && cell->restarts() == 0;
    }

    void print_agreement() const {
        fmt::print(
            "{} bars, seed 7: {} intents, the same in this process, in a cell, and in one "
            "that was lost {} times\n",
            bars_.size(),
            own_.wishes.size(),
            losses_);
    }
    void print_times() const {
        print_agreement();
        fmt::print(
            "\n{:<44} {:>12} {:>12}\n", "one bar, from event to intents", "p50 us", "p99 us");
        line("in this process (and two reads of the clock)", own_, 1e3);
        line("in a cell", cell_, 1e3);
        fmt::print("\n{:<44} {:>12} {:>12}\n",
                   "lost and back, up to 4,096 bars seen again",
                   "p50 ms",
                   "p99 ms");
        line("kill, restart, saved state, replay, answer", lost_, 1e6);
        fmt::print("\na cell costs {:.1f} us an event at p50: {:.0f} times as much\n",
                   (cell_.quantile(0.5) - own_.quantile(0.5)) / 1e3,
                   cell_.quantile(0.5) / own_.quantile(0.5));
    }
    void print_json() const {
        fmt::print(
            "{{\"bench\":\"cell\",\"bars\":{},\"intents\":{},\"own_p50_ns\":{:.0f},"
            "\"own_p99_ns\":{:.0f},\"cell_p50_ns\":{:.0f},\"cell_p99_ns\":{:.0f},"
            "\"lost_p50_ns\":{:.0f},\"lost_p99_ns\":{:.0f},\"ratio\":{:.1f}}}\n",
            bars_.size(),
            own_.wishes.size(),
            own_.quantile(0.5),
            own_.quantile(0.99),
            cell_.quantile(0.5),
            cell_.quantile(0.99),
            lost_.quantile(0.5),
            lost_.quantile(0.99),
            cell_.quantile(0.5) / own_.quantile(0.5));
    }

private:
    [[nodiscard]] std::unique_ptr<StrategyCell> start() {
        CellOptions options{.name = "momentum",
                            .program = good(tradelab::self_executable()),
                            .arguments = {},
                            .task = momentum_task(plugin_)};
        options.restarts.restarts_max = losses_;
        return good(StrategyCell::start(companions_, std::move(options)));
    }

    // The same bars in pieces, with the child killed before each of them.
    [[nodiscard]] bool lose() {
        const auto cell = start();
        const std::size_t piece = bars_.size() / (losses_ + 1) + 1;
        Run all;
        for (std::size_t at = 0; at < bars_.size(); at += piece) {
            if (at > 0) {
                ::kill(static_cast<pid_t>(cell->process_number()), SIGKILL);
            }
            const std::vector<tl_ev_bar> part(
                bars_.begin() + static_cast<std::ptrdiff_t>(at),
                bars_.begin() + static_cast<std::ptrdiff_t>(std::min(at + piece, bars_.size())));
            const Run run = run_over(part, cell->instance(), cell->strategy());
            all.wishes.insert(all.wishes.end(), run.wishes.begin(), run.wishes.end());
            if (at > 0) {
                lost_.ns.push_back(run.ns.front());
            }
        }
        return all.agrees_with(own_) && cell->restarts() == losses_;
    }

    static void line(std::string_view name, const Run& run, double unit) {
        fmt::print("{:<44} {:>12.2f} {:>12.2f}\n",
                   name,
                   run.quantile(0.5) / unit,
                   run.quantile(0.99) / unit);
    }

    tradelab::RealDisk disk_;
    tradelab::RealCompanions companions_;
    std::vector<tl_ev_bar> bars_;
    std::size_t losses_;
    tradelab::LoadedPlugin plugin_;
    Run own_, cell_, lost_;
};

}  // namespace

int run(const std::vector<std::string_view>& arguments) {
    if (!arguments.empty() && arguments.front() == "--package") {
        const std::vector<std::string> words(arguments.begin(), arguments.end());
        return tradelab::serve_cell(words);
    }
    const auto options = options_of("cell_bench", arguments);
    if (!options) {
        return 2;
    }
    CellBench bench(options->quick);
    if (!bench.time()) {
        fmt::print(stderr, "a cell decides otherwise than this process: no time is printed\n");
        return 1;
    }
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
