#pragma once

#include "engine/world.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

// Draws and bars that are the same on every machine, by seed.
namespace tradelab::engine_test {

// SplitMix64: the same draws on every machine.
class Draws {
public:
    explicit Draws(std::uint64_t seed) : state_(seed) {}
    std::int64_t below(std::int64_t end) {
        state_ += 0x9e3779b97f4a7c15ULL;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
        return static_cast<std::int64_t>((mixed ^ (mixed >> 31U)) %
                                         static_cast<std::uint64_t>(end));
    }

private:
    std::uint64_t state_;
};

inline std::vector<tl_ev_bar> walk(InstrumentId id,
                                   std::uint64_t seed,
                                   std::size_t count,
                                   bool holes) {
    Draws draws(seed);
    std::vector<tl_ev_bar> out;
    std::int64_t last = 10'000;
    std::int64_t n = 0;
    for (std::size_t i = 0; i < count; ++i, ++n) {
        n += holes && draws.below(40) == 0 ? 1 + draws.below(3) : 0;
        tl_ev_bar bar = bar_event(id.value(), close_at(n).ns(), minute, {"1", "1", "1", "1"});
        bar.open = std::max<std::int64_t>(2'000, last + draws.below(41) - 20);
        bar.close = std::max<std::int64_t>(2'000, bar.open + draws.below(301) - 150);
        bar.high = std::max(bar.open, bar.close) + draws.below(100);
        bar.low = std::min(bar.open, bar.close) - draws.below(100);
        bar.volume = draws.below(2'000'000);
        bar.known = draws.below(10) == 0 ? 0 : TL_BAR_KNOWS_VOLUME;
        last = bar.close;
        out.push_back(bar);
    }
    return out;
}

// Asks for something at random in some events, of what it has heard so far and nothing else.
inline Script::Rule restless(std::uint64_t seed) {
    return [draws = Draws(seed), last = std::array<std::int64_t, 3>{}](const tl_ev& event) mutable {
        Script::Intents out;
        if (event.type == TL_EV_BAR) {
            last[event.inst] = as<tl_ev_bar>(event).close;
        }
        if (event.type == TL_EV_ACCOUNT || event.inst == 0 || last[event.inst] == 0 ||
            draws.below(5) != 0) {
            return out;
        }
        const tl_inst inst = event.inst;
        const std::int64_t price = last[inst];
        switch (draws.below(6)) {
            case 0:
                out.push_back(target(
                    inst, (draws.below(9) - (inst == btc_spot.value() ? 0 : 4)) * 50'000'000));
                break;
            case 1:
                out.push_back(order(inst, draws.below(2) == 0 ? 1 : -1, 1 + draws.below(5'000)));
                break;
            case 2:
                out.push_back(order(inst,
                                    draws.below(2) == 0 ? 1 : -1,
                                    1 + draws.below(5'000),
                                    price + draws.below(401) - 200));
                out[0].tif = static_cast<std::uint16_t>(draws.below(3));
                break;
            case 3:
                out.push_back(target(inst, 200'000'000));
                out[0].stop_price = price - 1 - draws.below(200);
                out[0].take_price = price + 1 + draws.below(200);
                break;
            case 4:
                out.push_back(intent_of(TL_IN_CANCEL_ALL, inst));
                break;
            default:
                out.push_back(intent_of(TL_IN_TIMER, 0));
                out[0].timer = static_cast<std::uint32_t>(draws.below(4));
                out[0].expires = event.ts_recv + draws.below(5 * minute);
        }
        return out;
    };
}

}  // namespace tradelab::engine_test
