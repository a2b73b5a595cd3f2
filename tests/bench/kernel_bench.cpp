#include "bench/kernel_peer.hpp"
#include "bench/kernel_reference.hpp"
#include "bench/kernel_run.hpp"
#include "bench/market.hpp"
#include "bench/measure.hpp"
#include "bench/plugin_under_test.hpp"
#include "bench/run.hpp"
#include "document/sha256.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// Bars per second through the plugin ABI with everything that a backtest does.
//
//     kernel_bench [--quick | --profile]
//     kernel_bench --peer FOLDER [--quick]
//
// --profile runs the plain line a hundred times for a profiler to watch.
// --peer writes bars.csv and trades.csv into FOLDER, prints one line of JSON that says what they
// are, and then runs the plain line when standard input asks for it (kernel_peer.hpp).
// Exit code 1 where the trades are not those of the reference loop: then no time is printed.
namespace bench {
namespace {

constexpr double plain_min = 50e6;
constexpr double resting_min = 30e6;

// Where a run's record lies: in pages that the operating system has yet to clear, or in those of
// the run before.
enum class Memory : std::uint8_t { used_again, fresh };

struct Line {
    std::string name;
    std::int64_t resting = 0;
    std::uint32_t batch = 64;
    tradelab::CurveRecording curve = tradelab::CurveRecording::full;
    Memory memory = Memory::used_again;
    double goal = 0;  // bars per second
    std::string decision_hash = {};
    std::vector<double> times = {};
};

// The columns as a file would hold them: each in turn, little-endian.
std::string file_sha256(const Columns& columns) {
    tradelab::Sha256 sum;
    for (const auto* column :
         {&columns.open, &columns.high, &columns.low, &columns.close, &columns.volume}) {
        sum.update(std::as_bytes(std::span(*column)));
    }
    return sum.finish();
}

class KernelBench {
public:
    explicit KernelBench(bool quick) : columns_(geometric_walk(quick ? 20'000 : 500'000)) {
        lines_ = {{.name = "plain", .goal = plain_min},
                  {.name = "8 resting orders", .resting = 8, .goal = resting_min},
                  {.name = "plain, one event a call", .batch = 1},
                  {.name = "plain, no curve kept", .curve = tradelab::CurveRecording::none},
                  {.name = "plain, fresh memory", .memory = Memory::fresh}};
        reference_ = reference(columns_, cash(capital).mantissa());
        for (Line& line : lines_) {
            subjects_.push_back({line.name,
                                 [this, &line] {
                                     plugin_ = std::make_unique<PluginUnderTest>(
                                         TRADELAB_UNIT_PLUGIN, std::vector{line.resting});
                                 },
                                 [this, &line] {
                                     const bool again = line.memory == Memory::used_again;
                                     outcome_ = run_kernel(columns_,
                                                           {.plugin = &plugin_->instance(),
                                                            .strategy = &plugin_->strategy(),
                                                            .batch = line.batch,
                                                            .curve = line.curve},
                                                           again ? std::move(outcome_.record)
                                                                 : tradelab::RunRecord());
                                 }});
        }
    }

    // Every line traded as the reference did.
    [[nodiscard]] bool agrees() {
        for (std::size_t at = 0; at < lines_.size(); ++at) {
            subjects_[at].prepare();
            subjects_[at].run();
            lines_[at].decision_hash = outcome_.decision_hash;
            if (const std::string what = difference(); !what.empty()) {
                fmt::print(stderr, "{}: {}\n", lines_[at].name, what);
                return false;
            }
        }
        return lines_[0].decision_hash == lines_[2].decision_hash;
    }

    void print_agreement() const {
        fmt::print("Workload A: {} one-minute bars, SMA 10/30 cross, one unit, 4 bps\n",
                   columns_.size());
        fmt::print("generator: tests/bench/market.hpp, seed 7; SHA-256 of its columns {}\n",
                   file_sha256(columns_));
        fmt::print("trades: {} fills equal to the reference loop's in bar, side, price and fee;\n",
                   reference_.fills.size());
        fmt::print(
            "        equity at the end {} USDT, equal; an exact tie of the averages changes "
            "nothing\n",
            tradelab::decimal_text(tradelab::Cash(reference_.equity_e8)));
    }

    void time() {
        core_ = pin_to_one_core();
        const auto times = measure(subjects_, 20);
        for (std::size_t at = 0; at < lines_.size(); ++at) {
            lines_[at].times = times[at];
        }
    }

    // What a search pays for each of its short backtests: of one block, that is before the first
    // bar and after the last, and of 5,000 bars.
    void print_short_runs() {
        for (const std::size_t bars : {std::size_t{64}, std::size_t{5'000}}) {
            const Columns columns = geometric_walk(bars);
            const std::vector<Subject> one = {
                {"short", subjects_[0].prepare, [&] {
                     outcome_ = run_kernel(
                         columns,
                         {.plugin = &plugin_->instance(), .strategy = &plugin_->strategy()},
                         std::move(outcome_.record));
                 }}};
            const auto times = measure(one, 500);
            fmt::print("a run of {:>5} bars, all of it: {:>8.1f} us median, {:.1f} us min\n",
                       bars,
                       median(times[0]) / 1e3,
                       least(times[0]) / 1e3);
        }
    }

    void repeat_plain() {
        for (int round = 0; round < 100; ++round) {
            subjects_[0].prepare();
            subjects_[0].run();
        }
    }

    [[nodiscard]] int serve(const std::string& folder) {
        subjects_[0].prepare();
        subjects_[0].run();
        write_bars(folder + "/bars.csv", columns_);
        write_trades(folder + "/trades.csv", outcome_.record.fills);
        fmt::print("{{\"bars\": {}, \"columns_sha256\": \"{}\", \"compiler\": \"{}\"}}\n",
                   columns_.size(),
                   file_sha256(columns_),
                   __VERSION__);
        std::fflush(stdout);
        return serve_runs(subjects_[0]);
    }

    void print_times() const {
        fmt::print("20 runs each, in turns, processor time, {}\n\n",
                   core_ < 0 ? "not pinned" : fmt::format("pinned to core {}", core_));
        fmt::print("{:<28} {:>8} {:>8} {:>9} {:>9}\n", "", "median", "min", "median", "goal");
        fmt::print(
            "{:<28} {:>8} {:>8} {:>9} {:>9}\n", "", "ns/bar", "ns/bar", "M bars/s", "M bars/s");
        const auto bars = static_cast<double>(columns_.size());
        for (const Line& line : lines_) {
            const double rate_now = bars * 1e9 / median(line.times);
            fmt::print("{:<28} {:>8.2f} {:>8.2f} {:>9.1f} {:>9}\n",
                       line.name,
                       median(line.times) / bars,
                       least(line.times) / bars,
                       rate_now / 1e6,
                       line.goal == 0 ? ""
                                      : fmt::format("{:.0f} {}",
                                                    line.goal / 1e6,
                                                    rate_now >= line.goal ? "met" : "MISSED"));
        }
        fmt::print("\nratio to the goal, plain: {:.2f}\n",
                   bars * 1e9 / median(lines_[0].times) / plain_min);
        fmt::print(
            "again: cmake --workflow --preset release && "
            "build/release/tests/bench/kernel_bench\n");
    }

private:
    // Nothing where the outcome in hand is that of the reference.
    [[nodiscard]] std::string difference() const {
        const auto& fills = outcome_.record.fills;
        if (fills.size() != reference_.fills.size()) {
            return fmt::format(
                "{} fills, the reference has {}", fills.size(), reference_.fills.size());
        }
        for (std::size_t at = 0; at < fills.size(); ++at) {
            const ReferenceFill& wanted = reference_.fills[at];
            const auto& is = fills[at];
            const std::int64_t open =
                first_close_ns + (static_cast<std::int64_t>(wanted.bar) - 1) * minute_ns;
            if (is.at.ns() != open || static_cast<int>(is.side) != wanted.side ||
                is.price.mantissa() != wanted.price || is.fee.mantissa() != wanted.fee_e8) {
                return fmt::format("fill {} is not the reference's", at);
            }
        }
        if (outcome_.statement.equity.mantissa() != reference_.equity_e8) {
            return fmt::format("equity {}, the reference has {}",
                               outcome_.statement.equity.mantissa(),
                               reference_.equity_e8);
        }
        return {};
    }

    Columns columns_;
    Reference reference_;
    std::vector<Line> lines_;
    std::vector<Subject> subjects_;
    std::unique_ptr<PluginUnderTest> plugin_;
    tradelab::RunOutcome outcome_;
    int core_ = -1;
};

}  // namespace

int run(const std::vector<std::string_view>& arguments) {
    const bool peer = arguments.size() >= 2 && arguments[0] == "--peer";
    const std::size_t options = peer ? 2 : 0;
    const bool quick = arguments.size() == options + 1 && arguments[options] == "--quick";
    const bool profile = arguments.size() == 1 && arguments[0] == "--profile";
    if (arguments.size() != options && !quick && !profile) {
        fmt::print(stderr, "kernel_bench [--quick | --profile | --peer FOLDER [--quick]]\n");
        return 2;
    }
    KernelBench bench(quick);
    if (!bench.agrees()) {
        return 1;
    }
    if (peer) {
        return bench.serve(std::string(arguments[1]));
    }
    bench.print_agreement();
    if (profile) {
        bench.repeat_plain();
    } else if (!quick) {
        bench.time();
        bench.print_times();
        bench.print_short_runs();
    }
    return 0;
}

}  // namespace bench
