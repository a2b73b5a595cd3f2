#pragma once

#include "bench/market.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

// Workload A as one straight loop that shares nothing with the house: averages summed anew in every
// bar, one unit bought or sold at the next open, 4 bps of its value paid.
namespace bench {

struct ReferenceFill {
    std::size_t bar = 0;  // at whose open
    int side = 0;
    std::int64_t price = 0;   // 2 places
    std::int64_t fee_e8 = 0;  // rounded up
};

struct Reference {
    std::vector<ReferenceFill> fills;
    std::int64_t equity_e8 = 0;
};

inline Reference reference(const Columns& columns, std::int64_t cash_e8) {
    Reference out;
    const auto sum = [&](std::size_t last, std::size_t count) {
        std::int64_t total = 0;
        for (std::size_t at = last + 1 - count; at <= last; ++at) {
            total += columns.close[at];
        }
        return total;
    };
    bool is_long = false;
    for (std::size_t at = 29; at < columns.size(); ++at) {
        // SMA 10 against SMA 30; an exact tie changes nothing.
        const std::int64_t fast = 3 * sum(at, 10);
        const std::int64_t slow = sum(at, 30);
        if (fast == slow || is_long == (fast > slow)) {
            continue;
        }
        is_long = fast > slow;
        if (at + 1 == columns.size()) {
            break;  // decided in the last bar: there is no open any more
        }
        const std::int64_t price = columns.open[at + 1];
        // Worth of one unit in 1e-8 is price x 1,000,000; 4 in 10,000 of it is a whole number.
        const std::int64_t fee = price * 400;
        const int side = is_long ? 1 : -1;
        out.fills.push_back({.bar = at + 1, .side = side, .price = price, .fee_e8 = fee});
        cash_e8 -= side * price * 1'000'000 + fee;
    }
    const bool held = !out.fills.empty() && out.fills.back().side == 1;
    out.equity_e8 = cash_e8 + (held ? columns.close.back() * 1'000'000 : 0);
    return out;
}

}  // namespace bench
