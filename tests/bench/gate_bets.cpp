#include "bench/gate_bets.hpp"

#include "core/counter_draws.hpp"
#include "gate/daily_score.hpp"
#include "gate/gate_rules.hpp"
#include "gate/lifetime.hpp"
#include "gate/two_looks.hpp"

#include <tradelab/math.hpp>

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>
#include <vector>

namespace bench {

namespace {

namespace math = tradelab::math;

constexpr int walk_forward = 547;
constexpr int vault = 219;
constexpr int held_days = 3;

struct Bet {
    std::string_view name;
    double loss_chance = 0;  // 0: Student t with four degrees of freedom, every day
};

struct Epoch {
    std::vector<double> returns;
    int bets = 0;
    int lost = 0;
};

class Bets {
public:
    explicit Bets(std::uint64_t seed) : draws_({.seed = seed, .purpose = 0x62657473}) {}

    // Bets begin at random, as many as `often` of 547 days on average, and have mean 0.
    Epoch epoch(const Bet& bet, int days, double often) {
        Epoch epoch{.returns = std::vector<double>(static_cast<std::size_t>(days))};
        int left = 0;
        double sum = 0;
        for (double& value : epoch.returns) {
            if (left == 0 && draws_.uniform() < often / walk_forward) {
                left = held_days;
                sum = 0;
                ++epoch.bets;
            }
            if (left == 0) {
                continue;
            }
            --left;
            value = day_of(bet, left);
            sum += value;
            epoch.lost += left == 0 && sum < 0 ? 1 : 0;
        }
        return epoch;
    }

private:
    double normal() { return math::normal_quantile(draws_.uniform()); }

    double day_of(const Bet& bet, int left) {
        if (bet.loss_chance == 0) {
            const double z = normal();
            const double chi = -2 * (math::log(draws_.uniform()) + math::log(draws_.uniform()));
            return z / std::sqrt(chi / 4);
        }
        constexpr double gain = 0.3;
        const double noise = gain * normal() / std::sqrt(double{held_days});
        if (left > 0) {
            return noise;
        }
        const double loss = gain * (1 - bet.loss_chance) / bet.loss_chance;
        return noise + (draws_.uniform() < bet.loss_chance ? -loss : gain);
    }

    tradelab::CounterDraws draws_;
};

void print_row(const Bet& bet, double often, int labs, std::uint64_t seed) {
    const tradelab::GateRules rules;
    const auto test = tradelab::TwoLooks::make(
                          {.first = rules.first_level(), .joint = tradelab::first_joint_level()},
                          {.walk_forward = walk_forward, .vault = vault})
                          .value();
    const double block = rules.mean_block_days;
    const auto least = static_cast<int>(rules.minimum.losing_trades_walk_forward);
    int first = 0;
    int both = 0;
    int kept = 0;
    int kept_both = 0;
    Bets bets(seed);
    for (int i = 0; i < labs; ++i) {
        const Epoch clean = bets.epoch(bet, walk_forward, often);
        const Epoch late = bets.epoch(bet, vault, often);
        const bool is_kept = clean.bets >= static_cast<int>(rules.minimum.trades_walk_forward) &&
                             clean.lost >= least;
        kept += is_kept ? 1 : 0;
        const auto one = tradelab::daily_score(clean.returns, block);
        const auto two = tradelab::daily_score(late.returns, block);
        if (!one || one->z < test.critical1) {
            continue;
        }
        ++first;
        if (two && test.weight1 * one->z + test.weight2 * two->z >= test.critical) {
            ++both;
            kept_both += is_kept ? 1 : 0;
        }
    }
    fmt::print("| {} | {:.0f} | {:.0f} | {:.1f} | {:.2f} | {:.0f} | {:.2f} |\n",
               bet.name,
               often,
               often * vault / walk_forward,
               100.0 * first / labs,
               100.0 * both / labs,
               100.0 * kept / labs,
               kept > 0 ? 100.0 * kept_both / kept : 0.0);
    std::fflush(stdout);
}

}  // namespace

void print_bets(int labs, std::uint64_t seed) {
    fmt::print(
        "\nBets of {} days without an edge, {} labs a row, seed {}\n\n"
        "| bets | on walk-forward | in the vault | first look % | both % | kept % | of "
        "these both % |\n|---|---|---|---|---|---|---|\n",
        held_days,
        labs,
        seed);
    for (const Bet& bet :
         {Bet{"t4 while held", 0}, Bet{"loses 1 of 10", 0.1}, Bet{"loses 3 of 100", 0.03}}) {
        for (const double often : {10.0, 30.0, 60.0, 120.0}) {
            print_row(bet, often, labs, seed);
        }
    }
}

}  // namespace bench
