#include "engine/random_market.hpp"
#include "engine/world.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>
#include <utility>

// A run in steps is the run.
namespace tradelab::engine_test {
namespace {

// Times of delivery, by instrument and kind.
using Times = std::map<std::pair<std::uint32_t, int>, std::vector<std::int64_t>>;

class Heard final : public FeedListener {
public:
    void delivered(const SourceSpec& source, const MarketWindow& events) override {
        auto& of_source = times[{source.instrument.value(), static_cast<int>(source.kind)}];
        const auto* at = reinterpret_cast<const char*>(events.first);
        for (std::uint32_t n = 0; n < events.count; ++n, at += events.event_bytes) {
            of_source.push_back(reinterpret_cast<const tl_ev*>(at)->ts_event);
        }
    }

    Times times;
};

struct Driven {
    RunOutcome outcome;
    Times delivered;
};

Driven driven(std::uint64_t seed, int instances, std::optional<Duration> step) {
    World world;
    Heard heard;
    world.model = *fill_model("pessimistic/1");
    world.taker = "0.0005";
    world.account = desk::options({.mode = MarginMode::isolated, .leverage = 5});
    Script one(restless(seed), 3);
    Script two(restless(seed + 1'000));
    world.play(one, instances == 1 ? std::vector{btc_perp} : std::vector{btc_spot, btc_perp});
    if (instances == 2) {
        world.play(two, {btc_perp}, desk::second);
        world.bars(btc_spot, walk(btc_spot, seed, 300, true));
    }
    world.bars(btc_perp, walk(btc_perp, seed + 7, 300, true));
    std::vector<tl_ev_funding> funding;
    for (int n = 10; n < 300; n += 30) {
        funding.push_back(
            funding_event(btc_perp, close_at(n), "0.0003", desk::mark("100").mantissa()));
    }
    world.funding(btc_perp, funding);
    world.listener = &heard;
    if (step) {
        world.drive = [&](Kernel&, Replay& replay) -> Result<RunOutcome> {
            UnixNanos until = desk::at(0);
            while (true) {
                const auto goes_on = replay.advance(until);
                if (!goes_on) {
                    return fail(goes_on.error());
                }
                if (!*goes_on) {
                    return replay.finish();
                }
                until = until + *step;
            }
        };
    }
    RunOutcome outcome = run(world);
    return {.outcome = std::move(outcome), .delivered = std::move(heard.times)};
}

TEST(Steps, OfAnyLengthAreTheRunAtOnce) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        for (const int instances : {1, 2}) {
            const Driven whole = driven(seed, instances, std::nullopt);
            ASSERT_GT(whole.outcome.record.fills.size(), 10U);
            for (const std::int64_t length :
                 {minute, 7 * minute + 13, std::int64_t{17'000'000'000}, 5'000 * minute}) {
                const Driven steps = driven(seed, instances, Duration(length));
                EXPECT_EQ(steps.outcome.decision_hash, whole.outcome.decision_hash)
                    << "seed " << seed << ", " << length << " ns";
                EXPECT_EQ(steps.outcome.result_hash, whole.outcome.result_hash)
                    << "seed " << seed << ", " << length << " ns";
                EXPECT_EQ(steps.outcome.record.curve.equity, whole.outcome.record.curve.equity);
                EXPECT_EQ(steps.delivered, whole.delivered) << "seed " << seed;
            }
        }
    }
}

TEST(Steps, HandleWhatLiesAtTheirEndAndNothingBehindIt) {
    World world;
    Script script(at_bar(3, {target(btc_perp.value(), 500'000'000)}));
    world.play(script);
    world.bars(btc_perp, minutes(btc_perp, many(20)));
    world.drive = [&](Kernel& kernel, Replay& replay) -> Result<RunOutcome> {
        EXPECT_FALSE(replay.next_instant().has_value());

        EXPECT_TRUE(replay.advance(close_at(3) - Duration(1)).value());
        EXPECT_TRUE(kernel.record().orders.empty());
        EXPECT_EQ(replay.last_instant(), close_at(2));
        EXPECT_EQ(replay.next_instant(), close_at(3));

        EXPECT_TRUE(replay.advance(close_at(3)).value());
        EXPECT_EQ(kernel.record().orders.size(), 1U);
        EXPECT_EQ(kernel.record().fills.size(), 1U);  // the bar that begins there has opened

        EXPECT_FALSE(replay.advance(close_at(1'000)).value());
        EXPECT_EQ(replay.last_instant(), close_at(19));
        return replay.finish();
    };

    const RunOutcome outcome = run(world);

    EXPECT_EQ(outcome.last, close_at(19));
}

TEST(Steps, DeliverEachEventOnceToWhoListens) {
    const Driven whole = driven(3, 2, std::nullopt);

    ASSERT_EQ(whole.delivered.size(), 3U);
    for (const auto& [source, times] : whole.delivered) {
        EXPECT_TRUE(std::ranges::is_sorted(times)) << source.first;
        EXPECT_EQ(std::ranges::adjacent_find(times), times.end()) << source.first;
        const bool is_bars = source.second == static_cast<int>(SourceKind::bars);
        EXPECT_EQ(times.size(), is_bars ? 300U : 10U);
    }
}

}  // namespace
}  // namespace tradelab::engine_test
