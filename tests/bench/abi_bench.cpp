#include "bench/feed.hpp"
#include "bench/market.hpp"
#include "bench/measure.hpp"
#include "bench/options.hpp"
#include "bench/plugin_under_test.hpp"
#include "bench/run.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

// What it costs to cross the ABI: the same strategy compiled in and out of a library of its own.
//
//     abi_bench [--quick] [--json]
//
// Exit code 1 where two ways to feed the same bars decide differently: then no time is printed.
namespace bench {

std::uint64_t fnv1a(const void* bytes, std::size_t size) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (std::size_t at = 0; at < size; ++at) {
        hash = (hash ^ static_cast<const unsigned char*>(bytes)[at]) * 0x100000001b3ULL;
    }
    return hash;
}

std::uint64_t Decisions::hash() const {
    return fnv1a(made_.data(), made_.size() * sizeof(Decision));
}

namespace {

constexpr double abi_cost_ns_max = 3.0;
constexpr double bars_per_second_min = 50e6;

enum class Way { rule, compiled_in, abi, runner };

// One line of the report.
struct Line {
    std::string feed;
    std::string strategy;
    Way way;
    std::uint32_t batch;
    std::uint64_t hash = 0;
    std::size_t decisions = 0;
    std::vector<double> times = {};  // ns a run

    [[nodiscard]] std::string name() const {
        switch (way) {
            case Way::rule:
                return "the bare rule, inlined";
            case Way::compiled_in:
                return "compiled in";
            case Way::abi:
                return fmt::format("C ABI, batch {}", batch);
            case Way::runner:
                return fmt::format("C ABI through the house's runner, batch {}", batch);
        }
        return "";
    }
};

class AbiBench {
    Options options_;
    std::size_t bars_;
    Columns columns_;
    EventArray array_;
    ColumnBlocks blocks_of_64_;
    ColumnBlocks blocks_of_4096_;
    Decisions decisions_;
    std::unique_ptr<PluginUnderTest> plugin_;
    std::vector<Line> lines_;
    std::vector<Subject> subjects_;
    int core_ = -1;

public:
    explicit AbiBench(const Options& options)
        : options_(options),
          bars_(options.quick ? 20'000 : 500'000),
          columns_(geometric_walk(bars_)),
          array_(columns_),
          blocks_of_64_(columns_, 64),
          blocks_of_4096_(columns_, 4096),
          decisions_(bars_) {
        const std::string blocks = "columns, blocks of 64";
        const std::string array = "event array";
        for (const auto& feed : {blocks, array}) {
            lines_.push_back({feed, "cross", Way::rule, 0});
            lines_.push_back({feed, "cross", Way::compiled_in, 0});
            for (const std::uint32_t batch : {1U, 7U, 64U, 4096U}) {
                const bool wider = feed == blocks && batch > 64;
                lines_.push_back(
                    {wider ? "columns, blocks of 4096" : feed, "cross", Way::abi, batch});
            }
        }
        lines_.push_back({blocks, "cross", Way::runner, 1});
        lines_.push_back({blocks, "cross", Way::runner, 64});
        for (const std::uint32_t batch : {1U, 64U}) {
            lines_.push_back({blocks, "momentum", Way::abi, batch});
        }
        for (Line& line : lines_) {
            subjects_.push_back(
                {line.name(), [this, &line] { prepare(line); }, [this, &line] { feed(line); }});
        }
    }

    // Nothing is timed yet.  False, and a sentence, where two ways decide differently.
    [[nodiscard]] bool all_agree() {
        for (std::size_t at = 0; at < lines_.size(); ++at) {
            subjects_[at].prepare();
            subjects_[at].run();
            lines_[at].hash = decisions_.hash();
            lines_[at].decisions = decisions_.count();
        }
        for (const Line& line : lines_) {
            const Line& first = first_of(line.strategy);
            if (line.hash != first.hash || line.decisions == 0) {
                fmt::print(stderr,
                           "{} over {}, {}: {} decisions, hash {:016x}; {} over {}: {}, {:016x}\n",
                           line.strategy,
                           line.feed,
                           line.name(),
                           line.decisions,
                           line.hash,
                           first.name(),
                           first.feed,
                           first.decisions,
                           first.hash);
                return false;
            }
        }
        return true;
    }

    void time() {
        core_ = pin_to_one_core();
        const auto times = measure(subjects_, options_.quick ? 3 : 20);
        for (std::size_t at = 0; at < lines_.size(); ++at) {
            lines_[at].times = times[at];
        }
    }

    void print_agreement() const {
        fmt::print("Workload A: {} one-minute bars, seed 7, events' bytes {:016x}\n",
                   bars_,
                   fnv1a(array_.bars().data(), array_.bars().size() * sizeof(tl_ev_bar)));
        for (const std::string_view strategy : {"cross", "momentum"}) {
            const Line& line = first_of(strategy);
            fmt::print("{}: {} decisions, hash {:016x}, equal in every line below\n",
                       strategy,
                       line.decisions,
                       line.hash);
        }
    }

    void print_times() const {
        fmt::print("{} runs each, in turns, processor time, {}\n\n",
                   lines_[0].times.size(),
                   core_ < 0 ? "not pinned" : fmt::format("pinned to core {}", core_));
        fmt::print("{:<9} {:<24} {:<45} {:>7} {:>7} {:>7}\n",
                   "strategy",
                   "events from",
                   "called",
                   "median",
                   "min",
                   "median");
        fmt::print("{:<80} {:>7} {:>7} {:>7}\n", "", "ns/ev", "ns/ev", "M ev/s");
        for (const Line& line : lines_) {
            fmt::print("{:<9} {:<24} {:<45} {:>7.2f} {:>7.2f} {:>7.1f}\n",
                       line.strategy,
                       line.feed,
                       line.name(),
                       median_ns(line),
                       least(line.times) / static_cast<double>(bars_),
                       1e3 / median_ns(line));
        }
        print_goals();
    }

    void print_json() const {
        fmt::print("{{\"workload\":\"A\",\"bars\":{},\"pinned\":{},\"lines\":[",
                   bars_,
                   core_ < 0 ? "false" : "true");
        for (std::size_t at = 0; at < lines_.size(); ++at) {
            const Line& line = lines_[at];
            fmt::print(
                "{}{{\"strategy\":\"{}\",\"events\":\"{}\",\"called\":\"{}\","
                "\"decisions\":{},\"hash\":\"{:016x}\",\"median_ns\":{:.3f},"
                "\"min_ns\":{:.3f}}}",
                at == 0 ? "" : ",",
                line.strategy,
                line.feed,
                line.name(),
                line.decisions,
                line.hash,
                median_ns(line),
                least(line.times) / static_cast<double>(bars_));
        }
        fmt::print(
            "],\"abi_cost_ns\":{:.3f},\"abi_cost_ns_max\":{},\"cross_events_per_s\":{:.0f},"
            "\"cross_events_per_s_min\":{:.0f}}}\n",
            abi_cost_ns("columns, blocks of 64"),
            abi_cost_ns_max,
            1e9 / median_ns(line_of("cross", Way::abi, 64)),
            bars_per_second_min);
    }

private:
    void prepare(const Line& line) {
        decisions_.clear();
        plugin_.reset();
        if (line.way == Way::abi || line.way == Way::runner) {
            plugin_ = std::make_unique<PluginUnderTest>(
                line.strategy == "cross" ? TRADELAB_CROSS_PLUGIN : TRADELAB_MOMENTUM_PLUGIN);
        }
    }

    void feed(const Line& line) {
        if (line.feed == "event array") {
            feed_from(array_, line);
        } else {
            feed_from(line.feed == "columns, blocks of 64" ? blocks_of_64_ : blocks_of_4096_, line);
        }
    }

    template <class Source>
    void feed_from(const Source& source, const Line& line) {
        switch (line.way) {
            case Way::rule:
                return feed_rule(source, decisions_);
            case Way::compiled_in:
                return CompiledIn().feed(source, decisions_);
            case Way::abi:
                return AbiFeed(plugin_->instance(), plugin_->strategy(), line.batch)
                    .feed(source, decisions_);
            case Way::runner:
                return feed_runner(
                    source, plugin_->instance(), plugin_->strategy(), line.batch, decisions_);
        }
    }

    [[nodiscard]] const Line& first_of(std::string_view strategy) const {
        std::size_t at = 0;
        while (lines_[at].strategy != strategy) {
            ++at;
        }
        return lines_[at];
    }

    [[nodiscard]] const Line& line_of(std::string_view strategy,
                                      Way way,
                                      std::uint32_t batch,
                                      std::string_view feed = "columns, blocks of 64") const {
        std::size_t at = 0;
        while (lines_[at].strategy != strategy || lines_[at].way != way ||
               lines_[at].batch != batch || lines_[at].feed != feed) {
            ++at;
        }
        return lines_[at];
    }

    [[nodiscard]] double median_ns(const Line& line) const {
        return median(line.times) / static_cast<double>(bars_);
    }

    [[nodiscard]] double abi_cost_ns(std::string_view feed) const {
        return median_difference(line_of("cross", Way::abi, 1, feed).times,
                                 line_of("cross", Way::compiled_in, 0, feed).times) /
               static_cast<double>(bars_);
    }

    void print_goals() const {
        const auto verdict = [](bool met) { return met ? "met" : "MISSED"; };
        const double cost = abi_cost_ns("columns, blocks of 64");
        const Line& cross = line_of("cross", Way::abi, 64);
        const double rate = 1e9 / median_ns(cross);
        fmt::print(
            "\ncrossing the ABI at batch 1, over columns: {:+.2f} ns an event "
            "(goal: at most {:.0f}): {}\n",
            cost,
            abi_cost_ns_max,
            verdict(cost <= abi_cost_ns_max));
        fmt::print("crossing the ABI at batch 1, over the event array: {:+.2f} ns an event\n",
                   abi_cost_ns("event array"));
        fmt::print(
            "SMA 10/30 through the ABI, batch 64, over columns: {:.1f} M bar events/s "
            "(goal: at least {:.0f}): {}\n",
            rate / 1e6,
            bars_per_second_min / 1e6,
            verdict(rate >= bars_per_second_min));
        fmt::print("momentum, batch 64, over columns: {:.1f} M bar events/s\n",
                   1e3 / median_ns(line_of("momentum", Way::abi, 64)));
        fmt::print("ratio, batch 64 through the ABI to compiled in, over columns: {:.2f}\n",
                   median_ns(cross) / median_ns(line_of("cross", Way::compiled_in, 0)));
        fmt::print(
            "\nagain: cmake --workflow --preset release && "
            "build/release/tests/bench/abi_bench\n");
    }
};

}  // namespace

int run(const std::vector<std::string_view>& arguments) {
    const auto options = options_of("abi_bench", arguments);
    if (!options) {
        return 2;
    }
    AbiBench bench(*options);
    if (!bench.all_agree()) {
        return 1;
    }
    if (options->quick && !options->json) {
        bench.print_agreement();
        return 0;
    }
    bench.time();
    if (options->json) {
        bench.print_json();
    } else {
        bench.print_agreement();
        bench.print_times();
    }
    return 0;
}

}  // namespace bench
