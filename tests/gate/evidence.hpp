#pragma once

#include "core/counter_draws.hpp"
#include "gate/gate.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

// Made-up evidence with a known truth.
namespace tradelab::gate_test {

// How days of a rule hang together; each has mean 0 and a deviation near 1 before the edge.
enum class Shape {
    normal,
    student,         // t with four degrees of freedom
    garch,           // of the same, a = 0.10, b = 0.85
    autoregressive,  // of the same, 0.15 of yesterday
    crashes,         // a little every day, and rarely a crash
};

class Days {
public:
    explicit Days(std::uint64_t seed) : draws_({.seed = seed, .purpose = 0x64617973}) {}

    double normal() { return math::normal_quantile(draws_.uniform()); }

    double student() {
        const double z = normal();
        const double chi = -2 * (math::log(draws_.uniform()) + math::log(draws_.uniform()));
        return z / std::sqrt(chi / 4) / std::sqrt(2.0);
    }

    // Of a true Sharpe ratio a year, scaled to 2 % a day.
    std::vector<double> series(Shape shape, std::size_t days, double annual_sharpe) {
        std::vector<double> series(days);
        double variance = 1;
        double last = 0;
        for (double& value : series) {
            switch (shape) {
                case Shape::normal:
                    value = normal();
                    break;
                case Shape::student:
                    value = student();
                    break;
                case Shape::garch:
                    variance = 0.05 + 0.10 * last * last + 0.85 * variance;
                    value = last = std::sqrt(variance) * student();
                    break;
                case Shape::autoregressive:
                    value = last = 0.15 * last + student();
                    break;
                case Shape::crashes: {
                    const double beyond = -math::log(draws_.uniform()) - 3;
                    value = 0.3 * normal() - (beyond > 0 ? 2 * (1 + beyond) : 0.0) +
                            4 * math::exp(-3.0);
                    break;
                }
            }
        }
        for (double& value : series) {
            value = 0.02 * (value + annual_sharpe / std::sqrt(365.0));
        }
        return series;
    }

private:
    CounterDraws draws_;
};

struct LabDays {
    std::size_t explore = 550;
    std::size_t walk_forward = 910;
    std::size_t vault = 365;
};

inline EpochEvidence epoch(std::vector<double> returns) {
    EpochEvidence evidence;
    evidence.at_double_cost = returns;
    evidence.one_bar_late = returns;
    evidence.returns = std::move(returns);
    evidence.activity = {.trades = 200, .active_weeks = 50, .funding_intervals = 900};
    return evidence;
}

inline Finalist finalist(Days& days, Shape shape, const LabDays& lab, double annual_sharpe) {
    Finalist made;
    made.explore = epoch(days.series(shape, lab.explore, annual_sharpe));
    made.walk_forward = epoch(days.series(shape, lab.walk_forward, annual_sharpe));
    return made;
}

// `count` finalists, the first of them with an edge.
inline GateInput finalists(
    std::uint64_t seed, std::size_t count, double annual_sharpe, Shape shape, const LabDays& lab) {
    GateInput input;
    Days days(seed);
    for (std::size_t i = 0; i < count; ++i) {
        input.finalists.push_back(finalist(days, shape, lab, i == 0 ? annual_sharpe : 0));
        input.finalists.back().id = "finalist " + std::to_string(i);
    }
    input.trials = 500;
    input.clusters = 100;
    return input;
}

// The vault of whoever comes, with one true Sharpe ratio.
inline OpenVault vault(std::uint64_t seed, double annual_sharpe, Shape shape, const LabDays& lab) {
    return [=](std::size_t, const FirstLook&) -> Result<VaultEvidence> {
        Days days(seed ^ 0x7661756c74);
        return VaultEvidence{.vault = epoch(days.series(shape, lab.vault, annual_sharpe))};
    };
}

inline VaultPlan plan(const LabDays& lab, double level = 0.0027) {
    return {.days = lab.vault, .joint_level = level};
}

}  // namespace tradelab::gate_test
