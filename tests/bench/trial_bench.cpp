// What one trial of a search costs: many short backtests on one market in memory.
#include "bench/run.hpp"
#include "config/risk_file.hpp"
#include "honesty/planted.hpp"
#include "lab/trial_run.hpp"
#include "os/real_disk.hpp"
#include "plugin/load.hpp"
#include "support/tree.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <ctime>
#include <filesystem>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace bench {
namespace {

using namespace tradelab;

template <class T>
T made(Result<T> result) {
    if (!result) {
        throw std::runtime_error(describe(result.error()));
    }
    return *std::move(result);
}

// Of this thread: the machine may do other things besides.
double processor_us() {
    timespec time{};
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

Candidate candidate_of(const RealDisk& disk, const std::string& id) {
    const auto packages = build_tree() / "stage/lib/tradelab/plugins";
    auto plugin =
        made(load(disk, made(read_package(disk, packages / id, Origin::bundled)), this_host()));
    auto declaration = made(read_declaration(*plugin.descriptor));
    Candidate out{.name = id,
                  .file_sha256 = {},
                  .rationale = {},
                  .origin = {},
                  .timeframe = made(BarInterval::parse("8h")),
                  .ticks = initial_ticks(declaration),
                  .roles = {made(InstrumentName::make("synthetic.usdm:SYN-USDT-PERP"))},
                  .plugin = std::move(plugin),
                  .declaration = std::move(declaration)};
    for (std::size_t at = 0; at < out.ticks.size(); ++at) {
        if (out.declaration.parameters[at].name == "direction") {
            out.ticks[at] = 2;
        }
    }
    return out;
}

void measure(const std::string& id, std::size_t bars, int runs) {
    const RealDisk disk;
    const Candidate candidate = candidate_of(disk, id);
    const auto source = source_tree();
    const auto venues =
        made(VenueBook::read(disk, source / "config/venues", std::span(candidate.roles)));
    const NoiseBase base;
    const auto path = path_of({.bars = bars, .seed = 7}, base);
    const Market market = made(market_of(path));
    BacktestOptions options;
    options.limits = made(read_risk(disk, source / "config/risk.toml")).limits;
    const Stretch whole{.from = market.plan().from, .to = market.plan().to};
    std::uint64_t trades = 0;
    const double begun = processor_us();
    for (int run = 0; run < runs; ++run) {
        const auto trial = made(run_trial(market, venues, candidate, options, whole));
        trades = trial.conduct.trades;
    }
    const double took = processor_us() - begun;
    fmt::print("{:28} {:6} bars  {:8.1f} us a trial  {} trades\n", id, bars, took / runs, trades);
}

}  // namespace

int run(const std::vector<std::string_view>& arguments) {
    const bool quick = !arguments.empty() && arguments.front() == "--quick";
    for (const char* id : {"org.tradelab.momentum", "org.tradelab.mean-reversion"}) {
        for (const std::size_t bars : {std::size_t{100}, std::size_t{1000}, std::size_t{5000}}) {
            measure(id, bars, quick ? 2 : 300);
        }
    }
    return 0;
}

}  // namespace bench
