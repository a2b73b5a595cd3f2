#include "bench/measure.hpp"
#include "bench/options.hpp"
#include "bench/run.hpp"
#include "core/counter_draws.hpp"
#include "statistics/backtest_overfitting.hpp"
#include "statistics/series_set.hpp"
#include "statistics/superior_ability.hpp"
#include "statistics/trial_clusters.hpp"

#include <tradelab/math.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <cstdio>
#include <functional>
#include <span>
#include <string>
#include <vector>

// What it costs to ask of a whole campaign whether its best is more than luck.
//
//     statistics_bench [--quick] [--json]
//
// Exit code 1 where a question gets no answer, or (on full size) the test takes longer than it may.
namespace bench {
namespace {

using tradelab::Resamples;

constexpr double spa_seconds_max = 0.3;

struct Size {
    std::size_t series;
    std::size_t bars;
    std::size_t resamples;
    std::size_t rounds;
};

class StatisticsBench {
    Size size_;
    std::vector<std::vector<double>> columns_;
    std::vector<std::span<const double>> series_;
    std::vector<Subject> subjects_;
    std::size_t tests_ = 0;  // subjects that the limit is for come first
    std::size_t unanswered_ = 0;

    void add(std::string name, std::function<bool()> ask) {
        subjects_.push_back(
            {.name = std::move(name),
             .prepare = [] {},
             .run = [this, ask = std::move(ask)] { unanswered_ += ask() ? 0U : 1U; }});
    }

    [[nodiscard]] Resamples draw(double mean_block) const {
        return Resamples::stationary({.bars = size_.bars, .mean_block = mean_block, .seed = 2},
                                     size_.resamples);
    }

public:
    explicit StatisticsBench(const Size& size) : size_(size) {
        for (std::size_t k = 0; k < size.series; ++k) {
            tradelab::CounterDraws draws({.seed = 1, .place = k});
            auto& column = columns_.emplace_back(size.bars);
            for (double& value : column) {
                value = tradelab::math::normal_quantile(draws.uniform());
            }
        }
        series_.assign(columns_.begin(), columns_.end());
        for (const double mean_block : {1.0, 2.0, 10.0}) {
            add(fmt::format("SPA, blocks of {}, drawing included", mean_block), [this, mean_block] {
                return tradelab::hansen_spa(series_, draw(mean_block)).has_value();
            });
        }
        tests_ = subjects_.size();
        add("StepM, blocks of 10, drawing included",
            [this] { return tradelab::step_m(series_, draw(10)).adjusted.front().has_value(); });
        add("drawing alone, blocks of 10", [this] { return draw(10).count() == size_.resamples; });
        add("PBO, 16 blocks", [this] {
            return tradelab::probability_of_backtest_overfitting(series_, {}).has_value();
        });
        add("clusters of all series", [this] {
            tradelab::TrialClusters clusters(size_.bars);
            for (const auto& series : series_) {
                clusters.add(series);
            }
            return clusters.count() > 0;
        });
    }

    // The limit is for the full size alone.
    [[nodiscard]] bool run(const Options& options) {
        pin_to_one_core();
        const auto times = measure(subjects_, size_.rounds);
        bool is_quick_enough = true;
        std::vector<double> milliseconds;
        for (std::size_t i = 0; i < subjects_.size(); ++i) {
            const double seconds = least(times[i]) * 1e-9;
            milliseconds.push_back(seconds * 1e3);
            is_quick_enough = is_quick_enough && (i >= tests_ || seconds < spa_seconds_max);
        }
        options.json ? print_json(milliseconds) : print_text(milliseconds);
        if (!options.quick && !options.json) {
            fmt::print("SPA below {} s: {}\n", spa_seconds_max, is_quick_enough ? "yes" : "NO");
        }
        return unanswered_ == 0 && (is_quick_enough || options.quick);
    }

private:
    void print_text(const std::vector<double>& milliseconds) const {
        fmt::print("{} series x {} bars x {} resamples, least of {} rounds on one core\n",
                   size_.series,
                   size_.bars,
                   size_.resamples,
                   size_.rounds);
        for (std::size_t i = 0; i < subjects_.size(); ++i) {
            fmt::print("  {:<40} {:8.1f} ms\n", subjects_[i].name, milliseconds[i]);
        }
    }

    void print_json(const std::vector<double>& milliseconds) const {
        fmt::print(R"({{"series": {}, "bars": {}, "resamples": {}, "ms": {{)",
                   size_.series,
                   size_.bars,
                   size_.resamples);
        for (std::size_t i = 0; i < subjects_.size(); ++i) {
            fmt::print(R"({}"{}": {:.3f})", i == 0 ? "" : ", ", subjects_[i].name, milliseconds[i]);
        }
        fmt::print("}}}}\n");
    }
};

}  // namespace

int run(const std::vector<std::string_view>& arguments) {
    const auto options = options_of("statistics_bench", arguments);
    if (!options) {
        return 2;
    }
    const Size size = options->quick ? Size{20, 200, 50, 1} : Size{500, 2000, 1000, 5};
    return StatisticsBench(size).run(*options) ? 0 : 1;
}

}  // namespace bench
