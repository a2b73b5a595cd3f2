#pragma once

#include <cstdint>
#include <string>

namespace tradelab {

// What two series that a run reads say of each other.
struct PairScore {
    std::string first;  // "binance.usdm:BTC-USDT-PERP bars 1h"
    std::string second;
    std::uint64_t compared = 0;  // rows
    std::uint32_t score_e4 = 0;  // of the pair alone
    std::string worst;           // the costliest finding; empty: nothing to complain of
};

}  // namespace tradelab
