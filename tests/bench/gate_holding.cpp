#include "bench/gate_holding.hpp"

#include "core/counter_draws.hpp"
#include "gate/beside_holding.hpp"
#include "gate/daily_score.hpp"
#include "gate/gate_rules.hpp"
#include "gate/lifetime.hpp"
#include "gate/two_looks.hpp"

#include <tradelab/math.hpp>

#include <fmt/format.h>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <optional>
#include <string_view>
#include <vector>

namespace bench {

namespace {

namespace math = tradelab::math;

constexpr std::size_t walk_forward = 910;
constexpr std::size_t vault = 365;
constexpr double market_day = 0.035;  // deviation; two thirds a year
constexpr double turn_chance = 0.1;   // of a day on which a rule without skill goes in or out

// What a rule earns is its share of the market's day, where it is in, and its own.
struct Rule {
    std::string_view name;
    double exposure = 0;  // while it is in
    bool comes_and_goes = false;
    double own_sharpe = 0;
    double own_day = 0;  // deviation of what it earns beside the market
};

struct Days {
    std::vector<double> rule;
    std::vector<double> hold;
};

class Markets {
public:
    explicit Markets(std::uint64_t seed) : draws_({.seed = seed, .purpose = 0x686f6c64}) {}

    Days epoch(const Rule& rule, double market_sharpe, std::size_t count) {
        Days days;
        bool is_in = true;
        for (std::size_t day = 0; day < count; ++day) {
            if (rule.comes_and_goes && draws_.uniform() < turn_chance) {
                is_in = !is_in;
            }
            const double market = market_day * (student() + market_sharpe / std::sqrt(365.0));
            const double own = rule.own_day * (student() + rule.own_sharpe / std::sqrt(365.0));
            days.hold.push_back(market);
            days.rule.push_back((is_in ? rule.exposure * market : 0) + own);
        }
        return days;
    }

private:
    // Of deviation 1, with four degrees of freedom.
    double student() {
        const double z = math::normal_quantile(draws_.uniform());
        const double chi = -2 * (math::log(draws_.uniform()) + math::log(draws_.uniform()));
        return z / std::sqrt(chi / 4) / std::sqrt(2.0);
    }

    tradelab::CounterDraws draws_;
};

bool is_above(std::optional<double> z, double level) {
    return z && *z >= math::normal_quantile(1 - level);
}

bool beats_holding(const Days& days, const tradelab::GateRules& rules) {
    std::vector<double> more = days.rule;
    for (std::size_t day = 0; day < more.size(); ++day) {
        more[day] -= days.hold[day];
    }
    const auto score = tradelab::daily_score(more, rules.mean_block_days);
    return is_above(score ? std::optional(score->z) : std::nullopt, rules.holding_level());
}

bool beats_its_share(const Days& days, const tradelab::GateRules& rules) {
    const auto beside = tradelab::beside_holding(days.rule, days.hold, rules.mean_block_days);
    return beside && is_above(beside->z, rules.holding_level());
}

void print_row(const Rule& rule, double market_sharpe, int labs, std::uint64_t seed) {
    const tradelab::GateRules rules;
    const auto test = tradelab::TwoLooks::make(
                          {.first = rules.first_level(), .joint = tradelab::first_joint_level()},
                          {.walk_forward = walk_forward, .vault = vault})
                          .value();
    const double block = rules.mean_block_days;
    int passed = 0;
    int beat_holding = 0;
    int beat_their_share = 0;
    Markets markets(seed);
    for (int lab = 0; lab < labs; ++lab) {
        const Days clean = markets.epoch(rule, market_sharpe, walk_forward);
        const Days late = markets.epoch(rule, market_sharpe, vault);
        const auto one = tradelab::daily_score(clean.rule, block);
        const auto two = tradelab::daily_score(late.rule, block);
        if (!one || !two || one->z < test.critical1 ||
            test.weight1 * one->z + test.weight2 * two->z < test.critical) {
            continue;
        }
        ++passed;
        beat_holding += beats_holding(clean, rules) ? 1 : 0;
        beat_their_share += beats_its_share(clean, rules) ? 1 : 0;
    }
    fmt::print("| {} | {:+.0f} | {:.1f} | {:.1f} | {:.1f} |\n",
               rule.name,
               market_sharpe,
               100.0 * passed / labs,
               100.0 * beat_holding / labs,
               100.0 * beat_their_share / labs);
    std::fflush(stdout);
}

}  // namespace

void print_holding(int labs, std::uint64_t seed) {
    fmt::print(
        "\nFive years, one series, {} labs a row, seed {}; promoted in %\n\n"
        "| rule | market's Sharpe | as the gate is | and beats holding | and beats its share of it "
        "|\n|---|---|---|---|---|\n",
        labs,
        seed);
    for (const Rule& rule :
         {Rule{"in half of the time, no skill", 1, true},
          Rule{"always half in, no skill", 0.5},
          Rule{"Sharpe 2 beside the market, a third of its size", 0, false, 2, market_day / 3},
          Rule{"Sharpe 2 beside the market, as large", 0, false, 2, market_day},
          Rule{"Sharpe 2 and a third in", 1.0 / 3, false, 2, market_day / 3}}) {
        for (const double market : {-1.0, 0.0, 1.0, 2.0}) {
            print_row(rule, market, labs, seed);
        }
    }
}

}  // namespace bench
