#include "validate/market.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

namespace tradelab {
namespace {

DeclaredRole role(std::string name, std::uint64_t events) {
    return {.name = std::move(name), .summary = "a role", .kinds = 0x1e, .events = events};
}

constexpr std::uint64_t bars_only = 1ULL << TL_EV_BAR;
constexpr std::uint64_t everything = bars_only | 1ULL << TL_EV_TRADE | 1ULL << TL_EV_BOOK |
                                     1ULL << TL_EV_FUNDING | 1ULL << TL_EV_MARK |
                                     1ULL << TL_EV_SIGNAL;

TEST(Market, AccountsComeFirstAndOrderHolds) {
    const std::vector roles = {role("spot", bars_only), role("perp", everything)};
    const std::vector<std::uint32_t> warmup = {10, 30};

    const EventBuffer events =
        make_market(roles, {.seed = 7, .bars = 50, .warmup = warmup, .gap_after = 20});

    EXPECT_EQ(events[0].type, TL_EV_ACCOUNT);
    EXPECT_EQ(events[1].type, TL_EV_ACCOUNT);
    for (std::size_t at = 1; at < events.count(); ++at) {
        ASSERT_GT(events[at].seq, events[at - 1].seq);
        ASSERT_GE(events[at].ts_recv, events[at - 1].ts_recv);
    }
}

TEST(Market, EachRoleWarmsUpForItsOwnNumberOfBars) {
    const std::vector roles = {role("spot", bars_only), role("perp", everything)};
    const std::vector<std::uint32_t> warmup = {10, 30};

    const EventBuffer events = make_market(roles, {.seed = 7, .bars = 50, .warmup = warmup});

    std::vector<std::uint32_t> flagged(2);
    for (std::size_t at = 0; at < events.count(); ++at) {
        const bool warm = (events[at].flags & TL_EV_F_WARMUP) != 0;
        flagged[events[at].inst - 1] += events[at].type == TL_EV_BAR && warm ? 1U : 0U;
    }
    EXPECT_EQ(flagged, warmup);
}

TEST(Market, OneMoreDecimalPlaceIsTheSameMarket) {
    const std::vector roles = {role("perp", everything)};

    const EventBuffer coarse = make_market(roles, {.seed = 7, .bars = 20});
    const EventBuffer fine = make_market(roles, {.seed = 7, .bars = 20, .extra_places = 1});

    ASSERT_EQ(coarse.count(), fine.count());
    for (std::size_t at = 0; at < coarse.count(); ++at) {
        if (coarse[at].type == TL_EV_BAR) {
            const auto& bar = reinterpret_cast<const tl_ev_bar&>(coarse[at]);
            const auto& finer = reinterpret_cast<const tl_ev_bar&>(fine[at]);
            ASSERT_EQ(finer.close, bar.close * 10);
            ASSERT_EQ(finer.volume, bar.volume * 10);
        }
    }
}

TEST(Market, TheSameSeedMakesTheSameBytesAndAnotherDoesNot) {
    const std::vector roles = {role("perp", everything)};

    const EventBuffer one = make_market(roles, {.seed = 7, .bars = 20});
    const EventBuffer same = make_market(roles, {.seed = 7, .bars = 20});
    const EventBuffer other = make_market(roles, {.seed = 8, .bars = 20});

    ASSERT_EQ(one.bytes(), same.bytes());
    EXPECT_EQ(std::memcmp(&one[0], &same[0], one.bytes()), 0);
    EXPECT_NE(std::memcmp(&one[0], &other[0], std::min(one.bytes(), other.bytes())), 0);
}

}  // namespace
}  // namespace tradelab
