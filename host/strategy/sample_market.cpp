#include "strategy/sample_market.hpp"

#include <algorithm>

namespace tradelab {
namespace {

// SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
struct Draws {
    std::uint64_t state;

    std::uint64_t next() {
        state += 0x9e3779b97f4a7c15ULL;
        std::uint64_t mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
        return mixed ^ (mixed >> 31);
    }

    // Near normal: the sum of four uniforms, from -2 * width to 2 * width.
    std::int64_t around_zero(std::int64_t width) {
        std::int64_t sum = 0;
        for (int draw = 0; draw < 4; ++draw) {
            sum += static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(2 * width + 1));
        }
        return (sum - 4 * width) / 2;
    }

    std::int64_t below(std::int64_t bound) {
        return static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(bound));
    }
};

// How the walk moves for a stretch of bars, in 1e-5 of the price.
struct Mood {
    std::int64_t drift = 0;
    std::int64_t width = 200;
    std::uint32_t left = 0;
};

void change_mood(Mood& mood, Draws& draws) {
    mood = {.drift = draws.around_zero(90),
            .width = 120 + draws.below(380),
            .left = 30 + static_cast<std::uint32_t>(draws.below(60))};
}

constexpr std::int64_t parts = 100'000;

tl_ev header(const SampleMarket& market,
             std::uint16_t type,
             std::size_t size,
             std::uint64_t seq,
             std::int64_t at) {
    return {.size = static_cast<std::uint32_t>(size),
            .type = type,
            .flags = 0,
            .inst = market.inst,
            .reserved = 0,
            .seq = seq,
            .ts_event = at,
            .ts_recv = at};
}

tl_ev_bar next_bar(const SampleMarket& market, Draws& draws, Mood& mood, tl_fixed open) {
    if (mood.left-- == 0) {
        change_mood(mood, draws);
    }
    const std::int64_t move = mood.drift + draws.around_zero(mood.width);
    const tl_fixed close = std::max<tl_fixed>(100, open + open * move / parts);
    const tl_fixed up = open * draws.below(mood.width) / parts;
    const tl_fixed down = open * draws.below(mood.width) / parts;
    const tl_fixed volume = 1'000'000 + draws.below(50'000'000);
    const auto [low, high] = std::minmax(open, close);
    return {.h = {},
            .interval_ns = market.interval_ns,
            .open = open,
            .high = high + up,
            .low = std::max<tl_fixed>(50, low - down),
            .close = close,
            .volume = volume,
            .quote_volume_e8 = 0,
            .taker_buy_volume = 0,
            .trades = 0,
            .known = TL_BAR_KNOWS_VOLUME};
}

}  // namespace

EventBuffer sample_events(const SampleMarket& market) {
    EventBuffer events;
    Draws draws{market.seed};
    Mood mood;
    std::uint64_t seq = market.first_seq;
    std::int64_t at = market.first_close_ns;
    tl_fixed price = market.first_price;

    events.append(
        tl_ev_account{.h = header(market, TL_EV_ACCOUNT, sizeof(tl_ev_account), seq++, at),
                      .position = 0,
                      .average_price = TL_NONE,
                      .budget_e8 = 10'000'00000000,
                      .equity_e8 = 10'000'00000000,
                      .free_margin_e8 = 10'000'00000000,
                      .wallet = 1,
                      .reserved = 0});
    for (std::uint32_t made = 0; made < market.bars; ++made) {
        if (market.gap_after != 0 && made == market.gap_after) {
            const std::int64_t back = at + 11 * market.interval_ns;
            events.append(tl_ev_gap{.h = header(market, TL_EV_GAP, sizeof(tl_ev_gap), seq++, back),
                                    .from = at - market.interval_ns,
                                    .to = back,
                                    .cause = TL_GAP_MISSING,
                                    .reserved = 0});
            at = back + market.interval_ns;
        }
        tl_ev_bar bar = next_bar(market, draws, mood, price);
        bar.h = header(market, TL_EV_BAR, sizeof(tl_ev_bar), seq++, at);
        bar.h.flags = made < market.warmup_bars ? TL_EV_F_WARMUP : 0;
        events.append(bar);
        price = bar.close;
        if (market.funding_every != 0 && (made + 1) % market.funding_every == 0) {
            events.append(
                tl_ev_funding{.h = header(market, TL_EV_FUNDING, sizeof(tl_ev_funding), seq++, at),
                              .rate_e12 = 100'000'000 + draws.around_zero(200) * 1'000'000,
                              .interval_ns = market.interval_ns * market.funding_every,
                              .mark_e8 = price * 1'000'000});
        }
        at += market.interval_ns;
    }
    return events;
}

tl_instrument sample_instrument(tl_inst inst, std::uint8_t kind) {
    return {.size = sizeof(tl_instrument),
            .id = inst,
            .symbol = kind == TL_INST_SPOT ? "sample:BTC-USDT" : "sample:BTC-USDT-PERP",
            .kind = kind,
            .price_dp = 2,
            .qty_dp = 5,
            .reserved = {},
            .tick = 1,
            .lot = 1};
}

}  // namespace tradelab
