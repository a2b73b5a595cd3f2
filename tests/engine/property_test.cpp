#include "engine/random_market.hpp"
#include "engine/world.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <ostream>

// What must hold whatever is ordered.  Seeds are fixed and in every message.
namespace tradelab::engine_test {
namespace {

constexpr tl_inst spot = 1;
constexpr tl_inst perp = 2;

struct Setting {
    std::uint32_t batch = 64;
    std::uint32_t block = 64;
    bool is_reversed = false;
    int instances = 2;
    std::string taker = "0.0005";
};

struct Ran {
    RunOutcome outcome;
    Statement statement;
};

Ran ran(std::uint64_t seed, const Setting& how, RunRecord room = {}) {
    World world;
    world.room = std::move(room);
    world.batch = how.batch;
    world.block = how.block;
    world.is_reversed = how.is_reversed;
    world.model = *fill_model("pessimistic/1");
    world.taker = how.taker;
    world.maker = "0.0002";
    world.account = desk::options({.mode = MarginMode::isolated, .leverage = 5});
    Script one(restless(seed), 3);
    Script two(restless(seed + 1'000));
    world.play(one, {btc_spot, btc_perp}, desk::first);
    if (how.instances == 2) {
        world.play(two, {btc_perp}, desk::second);
    }
    world.bars(btc_spot, walk(btc_spot, seed, 400, true));
    world.bars(btc_perp, walk(btc_perp, seed + 7, 400, false));
    std::vector<tl_ev_funding> funding;
    for (int n = 10; n < 400; n += 30) {
        funding.push_back(funding_event(btc_perp,
                                        close_at(n),
                                        n % 4 == 0 ? "0.0003" : "-0.0002",
                                        n % 60 == 10 ? TL_NONE : desk::mark("100").mantissa()));
    }
    world.funding(btc_perp, funding);
    auto outcome = world.run();
    EXPECT_TRUE(outcome.has_value()) << "seed " << seed << ": " << describe(outcome.error());
    return {*std::move(outcome), world.portfolio->statement()};
}

constexpr std::uint64_t seeds = 12;

TEST(AnyOrders, LeaveALedgerThatSumsToZeroAndFundingThatIsTheSumOfItsPayments) {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        // The run itself proves the ledger and every position, or fails.
        const Ran it = ran(seed, {});

        Cash paid;
        for (const FundingRecord& one : it.outcome.record.funding) {
            paid += one.paid;
        }
        EXPECT_EQ(paid, it.statement.funding) << "seed " << seed;
        EXPECT_GT(it.outcome.record.fills.size(), 20U) << "seed " << seed;
        EXPECT_FALSE(it.outcome.record.funding.empty()) << "seed " << seed;
        const Cash sum = it.statement.opening + it.statement.realised + it.statement.unrealised -
                         it.statement.fees - it.statement.funding + it.statement.insurance;
        EXPECT_EQ(sum, it.statement.equity) << "seed " << seed;
    }
}

TEST(AnyOrders, DecideAndResultTheSameInBatchesAndBlocksOfAnySize) {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        for (const int instances : {1, 2}) {
            const Ran plain = ran(seed, {.instances = instances});
            for (const std::uint32_t size : {1U, 7U, 4096U}) {
                const Ran other = ran(seed, {.batch = size, .block = 64, .instances = instances});
                const Ran blocks = ran(seed, {.batch = 64, .block = size, .instances = instances});
                EXPECT_EQ(plain.outcome.decision_hash, other.outcome.decision_hash) << seed;
                EXPECT_EQ(plain.outcome.result_hash, other.outcome.result_hash) << seed;
                EXPECT_EQ(plain.outcome.result_hash, blocks.outcome.result_hash) << seed;
                EXPECT_EQ(plain.outcome.record.curve.equity, blocks.outcome.record.curve.equity);
            }
        }
    }
}

TEST(AnyOrders, DoNotDependOnTheOrderOfRegistration) {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        EXPECT_EQ(ran(seed, {}).outcome.result_hash,
                  ran(seed, {.is_reversed = true}).outcome.result_hash)
            << "seed " << seed;
    }
}

// One instrument alone goes the fast way, in batches; with an empty companion it goes event by
// event.  Both must say the same.
struct Traded {
    const char* name;
    InstrumentId id;

    friend void PrintTo(const Traded& traded, std::ostream* out) { *out << traded.name; }
};
class AnyOrdersOf : public testing::TestWithParam<Traded> {};

TEST_P(AnyOrdersOf, OneInstrumentGoTheFastWayAndTheSlowWayAlike) {
    const InstrumentId traded = GetParam().id;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        std::vector<RunOutcome> outcomes;
        for (const bool alone : {true, false}) {
            World world;
            world.model = *fill_model("base/1");
            world.taker = "0.0005";
            world.account = desk::options({.mode = MarginMode::isolated, .leverage = 5});
            Script one(restless(seed));
            Script idle([](const tl_ev&) { return Script::Intents(); });
            world.play(one, {traded});
            if (!alone) {
                world.play(idle, {traded}, desk::second);
            }
            world.bars(traded, walk(traded, seed, 600, true));
            auto outcome = world.run();
            ASSERT_TRUE(outcome.has_value()) << describe(outcome.error());
            outcomes.push_back(*std::move(outcome));
        }
        // The companion's own events take numbers, so that hashes differ; all else must not.
        EXPECT_EQ(outcomes[0].record.curve.equity, outcomes[1].record.curve.equity);
        EXPECT_EQ(outcomes[0].record.curve.exposure, outcomes[1].record.curve.exposure);
        EXPECT_EQ(outcomes[0].statement.equity, outcomes[1].statement.equity) << "seed " << seed;
        ASSERT_EQ(outcomes[0].record.fills.size(), outcomes[1].record.fills.size());
        for (std::size_t at = 0; at < outcomes[0].record.fills.size(); ++at) {
            const FillRecord& a = outcomes[0].record.fills[at];
            const FillRecord& b = outcomes[1].record.fills[at];
            EXPECT_TRUE(a.at == b.at && a.price == b.price && a.quantity == b.quantity &&
                        a.side == b.side && a.cause == b.cause)
                << "seed " << seed << ", fill " << at;
        }
        EXPECT_EQ(outcomes[0].record.coverage.bare_bars(), outcomes[1].record.coverage.bare_bars());
    }
}

// With market orders of two lots at most, entries are refused and exits are split.
TEST(AnyOrders, CanBeClosedHoweverLittleTheVenueTakesAtOnce) {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        World world;
        world.at_end = AtEnd::close;
        world.model = *fill_model("base/1");
        Filters filters = filters_from(UnixNanos(0), "0.01", desk::perp("0.001"));
        filters.market_lot = {.max = desk::perp("2")};
        world.filters = {{btc_perp, {filters}}};
        Script script(restless(seed));
        world.play(script, {btc_perp});
        world.bars(btc_perp, walk(btc_perp, seed, 400, true));
        const auto outcome = world.run();
        ASSERT_TRUE(outcome.has_value()) << "seed " << seed << ": " << describe(outcome.error());

        EXPECT_EQ(world.portfolio->quantity(btc_perp), Quantity()) << "seed " << seed;
        std::size_t refused = 0;
        for (const OrderRecord& one : outcome->record.orders) {
            const bool is_large = one.refused_by_filter.has_value();
            refused += is_large ? 1 : 0;
            EXPECT_TRUE(!is_large || one.terms.reduce_only == ReduceOnly::no) << "seed " << seed;
            EXPECT_TRUE(is_large || one.terms.limit || one.terms.quantity <= desk::perp("2"));
        }
        EXPECT_GT(refused, 0U) << "seed " << seed;
        EXPECT_GT(outcome->record.fills.size(), 20U) << "seed " << seed;
    }
}

// The base of a spot buy that the fee took lies between the lots: its line has a division.
INSTANTIATE_TEST_SUITE_P(SpotAndPerp,
                         AnyOrdersOf,
                         testing::Values(Traded{"spot", btc_spot}, Traded{"perp", btc_perp}));

TEST(AnyOrders, InTheRoomOfAnotherRunLeaveNothingOfItBehind) {
    RunRecord room = ran(2, {}).outcome.record;
    ASSERT_FALSE(room.fills.empty());
    const std::string alone = ran(1, {}).outcome.result_hash;

    const Ran again = ran(1, {}, std::move(room));

    EXPECT_EQ(again.outcome.result_hash, alone);
    EXPECT_EQ(again.outcome.record.curve.equity, ran(1, {}).outcome.record.curve.equity);
}

TEST(SameFills, WithTwiceTheFeesNeverEarnMore) {
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        std::vector<RunOutcome> outcomes;
        for (const std::string_view taker : {"0.0005", "0.0010"}) {
            World world;
            world.taker = taker;
            world.maker = taker;
            // Asks by prices alone, in sizes that the account can always pay.
            Draws draws(seed);
            Script script([&draws](const tl_ev& event) {
                return event.type == TL_EV_BAR && draws.below(4) == 0
                           ? Script::Intents{order(perp, draws.below(2) == 0 ? 1 : -1, 1'000)}
                           : Script::Intents();
            });
            world.play(script);
            world.bars(btc_perp, walk(btc_perp, seed, 400, false));
            auto outcome = world.run();
            ASSERT_TRUE(outcome.has_value()) << describe(outcome.error());
            outcomes.push_back(*std::move(outcome));
        }
        ASSERT_EQ(outcomes[0].record.fills.size(), outcomes[1].record.fills.size());
        EXPECT_LT(outcomes[1].statement.equity, outcomes[0].statement.equity) << "seed " << seed;
        EXPECT_EQ(outcomes[1].statement.realised, outcomes[0].statement.realised);
    }
}

TEST(AnyPair, NeverLeavesOneLegAloneBeyondItsBound) {
    constexpr std::int64_t bound = 3 * minute;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        World world;
        world.model = *fill_model("base/1");
        world.model.participation_cap = rate("0.02");  // legs fill in parts, at their own pace
        Draws draws(seed);
        // One pair at a time: the next begins when the one before must be even.
        Script script([&draws, next = std::int64_t{0}](const tl_ev& event) mutable {
            Script::Intents out;
            if (event.type != TL_EV_BAR || event.inst != perp || event.ts_event < next) {
                return out;
            }
            next = event.ts_event + (15 + draws.below(10)) * minute;
            const std::int64_t lots = 1'000 + draws.below(20'000);
            out = {order(spot, 1, lots * 100), order(perp, -1, lots)};
            for (tl_intent& leg : out) {
                leg.group = 1;
                leg.group_size = 2;
                leg.unhedged_ns_max = bound;
            }
            return out;
        });
        world.play(script, {btc_spot, btc_perp});
        world.bars(btc_spot, walk(btc_spot, seed, 400, false));
        // One market's prices, so that the basis stays within the bounds of the host.
        auto perps = walk(btc_perp, seed, 400, false);
        const auto other = walk(btc_perp, seed + 7, 400, false);
        for (std::size_t n = 0; n < perps.size(); ++n) {
            perps[n].volume = other[n].volume;
            perps[n].known = other[n].known;
        }
        world.bars(btc_perp, perps);
        const auto outcome = world.run();
        ASSERT_TRUE(outcome.has_value()) << describe(outcome.error());

        // No fees here, so that equal legs are equal lots.  A leg may stand alone for its bound,
        // and what evens it waits for an open and for its share of some bars.
        std::int64_t net = 0;
        std::optional<std::int64_t> uneven_since;
        std::int64_t longest = 0;
        for (const FillRecord& fill : outcome->record.fills) {
            const std::int64_t size = fill.quantity.mantissa() *
                                      (fill.instrument == btc_spot ? 1 : 100) *
                                      (fill.side == Side::buy ? 1 : -1);
            if (uneven_since && fill.at.ns() > *uneven_since) {
                longest = std::max(longest, fill.at.ns() - *uneven_since);
            }
            net += size;
            // Spot has the finer grid: less than a lot of the other leg is left with each pair.
            const std::int64_t rest = 100 * static_cast<std::int64_t>(outcome->record.counts.pairs);
            uneven_since = net <= rest && net >= -rest ? std::nullopt
                           : uneven_since              ? uneven_since
                                                       : std::optional(fill.at.ns());
        }
        EXPECT_GT(outcome->record.counts.pairs, 5U) << "seed " << seed;
        EXPECT_LE(longest, bound + 6 * minute) << "seed " << seed;
        EXPECT_EQ(outcome->record.counts.venue_rejections, 0U) << "seed " << seed;
    }
}

// Two markets that know nothing of each other: the basis leaves its bound again and again.
TEST(AnyPair, BeyondItsBasisStopIsGoneWithTheNextOpen) {
    std::uint64_t unwound = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        World world;
        world.model = free_fills();
        std::int64_t spot_close = 0;
        bool was_beyond = false;
        Script script([&](const tl_ev& event) {
            Script::Intents out;
            if (event.type != TL_EV_BAR) {
                return out;
            }
            if (event.inst == spot) {
                spot_close = as<tl_ev_bar>(event).close;
                return out;
            }
            const std::int64_t basis = as<tl_ev_bar>(event).close - spot_close;
            const bool is_open = world.portfolio->quantity(btc_perp) != Quantity();
            EXPECT_FALSE(is_open && was_beyond) << "seed " << seed;
            was_beyond = is_open && basis * 100 > spot_close * 5;
            if (!is_open && basis * 100 < spot_close * 4) {
                out = {order(spot, 1, 100'000), order(perp, -1, 1'000)};
                for (tl_intent& leg : out) {
                    leg.group = 1;
                    leg.group_size = 2;
                    leg.unhedged_ns_max = 3 * minute;
                }
            }
            return out;
        });
        world.play(script, {btc_spot, btc_perp});
        auto spots = walk(btc_spot, seed, 400, false);
        auto perps = walk(btc_perp, seed + 7, 400, false);
        for (std::size_t n = 0; n < perps.size(); ++n) {
            spots[n].volume = perps[n].volume = 1'000'000'000;
        }
        world.bars(btc_spot, spots);
        world.bars(btc_perp, perps);
        const auto outcome = world.run();
        ASSERT_TRUE(outcome.has_value()) << describe(outcome.error());

        unwound += outcome->record.counts.basis_unwinds;
        for (const OrderRecord& one : outcome->record.orders) {
            EXPECT_TRUE(one.purpose != OrderPurpose::pair_bound ||
                        one.terms.reduce_only == ReduceOnly::yes);
        }
    }
    EXPECT_GT(unwound, seeds);
}

}  // namespace
}  // namespace tradelab::engine_test
