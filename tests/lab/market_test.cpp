#include "lab/market.hpp"

#include "journal/trial.hpp"
#include "lab/backtest_case.hpp"
#include "lab/backtest_plan.hpp"
#include "lab/trial_entry.hpp"
#include "lab/trial_run.hpp"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace tradelab {
namespace {

constexpr std::int64_t day_ns = 24LL * 3600 * 1'000'000'000;

struct Held {
    std::vector<Candidate> candidates;
    VenueBook venues;
    Market market;
};

Held in_memory(const BacktestCase& history, const std::string& name) {
    std::vector<Candidate> candidates = {history.candidate(name)};
    VenueBook venues = history.venues(candidates);
    const auto plan = plan_backtest(candidates, history.catalogue(), venues, {});
    EXPECT_TRUE(plan) << describe(plan.error());
    auto market = Market::read(history.catalogue(), venues, *plan);
    EXPECT_TRUE(market) << describe(market.error());
    return {.candidates = std::move(candidates),
            .venues = std::move(venues),
            .market = *std::move(market)};
}

Stretch middle_of(const Market& market) {
    const std::int64_t midnight =
        (market.plan().from.ns() / day_ns + 60) * day_ns;  // after any warm-up
    return {.from = UnixNanos(midnight), .to = UnixNanos(midnight + 200 * day_ns)};
}

TEST(Market, ATrialInMemoryHasTheHashOfABacktestOnTheStore) {
    const auto history = BacktestCase::synthetic();
    for (const char* name : {"momentum_syn_perp_1h", "mean_reversion_syn_perp_1h"}) {
        const Held held = in_memory(history, name);
        const Stretch stretch = middle_of(held.market);
        BacktestOptions options = history.options();

        const auto trial =
            run_trial(held.market, held.venues, held.candidates.front(), options, stretch);
        options.from = stretch.from;
        options.to = stretch.to;
        const auto whole = history.run(name, options);

        ASSERT_TRUE(trial) << describe(trial.error());
        ASSERT_TRUE(whole) << describe(whole.error());
        EXPECT_EQ(trial->result_hash, whole->manifest.result_hash) << name;
        EXPECT_GT(trial->conduct.trades, 0U) << name;
        EXPECT_EQ(trial->costs.net, whole->statement.equity - options.capital) << name;
    }
}

TEST(Market, APairOfInstrumentsInMemoryHasTheHashOfABacktestOnTheStore) {
    const auto history = BacktestCase::synthetic();
    const Held held = in_memory(history, "funding_carry_syn");
    const Stretch stretch = middle_of(held.market);
    BacktestOptions options = history.options();

    const auto trial =
        run_trial(held.market, held.venues, held.candidates.front(), options, stretch);
    options.from = stretch.from;
    options.to = stretch.to;
    const auto whole = history.run("funding_carry_syn", options);

    ASSERT_TRUE(trial) << describe(trial.error());
    ASSERT_TRUE(whole) << describe(whole.error());
    EXPECT_EQ(trial->result_hash, whole->manifest.result_hash);
}

// The search looks at the run, the ledger keeps the entry: both are of the same trial.
TEST(Market, AKeptTrialIsTheOneThatWasNotKeptWithTheEntryOfABacktest) {
    const auto history = BacktestCase::synthetic();
    for (const char* name : {"momentum_syn_perp_1h", "funding_carry_syn"}) {
        const Held held = in_memory(history, name);
        const Candidate& candidate = held.candidates.front();
        const Stretch stretch = middle_of(held.market);
        BacktestOptions options = history.options();

        const auto plain = run_trial(held.market, held.venues, candidate, options, stretch);
        const auto kept = run_kept_trial({.market = held.market,
                                          .venues = held.venues,
                                          .candidate = candidate,
                                          .options = options,
                                          .stretch = stretch},
                                         {});
        options.from = stretch.from;
        options.to = stretch.to;
        const auto whole = history.run(name, options);

        ASSERT_TRUE(plain) << describe(plain.error());
        ASSERT_TRUE(kept) << describe(kept.error());
        ASSERT_TRUE(whole) << describe(whole.error());
        EXPECT_EQ(kept->run, *plain) << name;
        EXPECT_GT(plain->conduct.turnover_per_year, 0) << name;
        EXPECT_EQ(encode_trial(kept->entry), encode_trial(trial_of(*whole))) << name;
    }
}

TEST(Market, ThreadsThatShareItFindTheSameInAnyOrder) {
    const auto history = BacktestCase::synthetic();
    Held held = in_memory(history, "momentum_syn_perp_1h");
    std::vector<Candidate> variants(6, held.candidates.front());
    for (std::size_t at = 0; at < variants.size(); ++at) {
        variants[at].ticks[2] = static_cast<std::int64_t>(30 + 10 * at);  // channel
    }
    const Stretch stretch = middle_of(held.market);
    const BacktestOptions options = history.options();
    const auto hash_of = [&](const Candidate& one) {
        const auto trial = run_trial(held.market, held.venues, one, options, stretch);
        return trial ? trial->result_hash : describe(trial.error());
    };

    std::vector<std::string> alone;
    for (const Candidate& one : variants) {
        alone.push_back(hash_of(one));
    }
    std::vector<std::string> together(variants.size());
    std::vector<std::thread> threads;
    for (std::size_t at = variants.size(); at-- > 0;) {
        threads.emplace_back([&, at] { together[at] = hash_of(variants[at]); });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }

    EXPECT_EQ(alone, together);
}

TEST(Market, DaysOfATrialCompoundToItsProfit) {
    const auto history = BacktestCase::synthetic();
    const Held held = in_memory(history, "momentum_syn_perp_1h");
    const BacktestOptions options = history.options();

    const auto trial = run_trial(
        held.market, held.venues, held.candidates.front(), options, middle_of(held.market));

    ASSERT_TRUE(trial) << describe(trial.error());
    ASSERT_EQ(trial->returns.values.size(), 200U);
    double grown = 1;
    for (const double one : trial->returns.values) {
        grown *= 1 + one;
    }
    const double net = static_cast<double>(trial->costs.net.mantissa());
    EXPECT_NEAR((grown - 1) * static_cast<double>(options.capital.mantissa()), net, 1e-3 * 1e8);
}

TEST(Market, AStretchBeyondItIsRefused) {
    const auto history = BacktestCase::synthetic();
    const Held held = in_memory(history, "momentum_syn_perp_1h");
    const Stretch late{.from = held.market.plan().from,
                       .to = held.market.plan().to + Duration(day_ns)};

    const auto trial =
        run_trial(held.market, held.venues, held.candidates.front(), history.options(), late);

    ASSERT_FALSE(trial);
    EXPECT_EQ(trial.error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace tradelab
