#pragma once

#include "core/id.hpp"
#include "core/money.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace tradelab {

// How alike instruments move: -1 to 1 per pair, as the caller measured it, fixed or rolling.  The
// gate never computes it, so that it decides in integers.
//
// Allocates in the constructor only.
class CorrelationTable {
public:
    // For ids up to `instruments`, at most 256: a table of pairs grows with the square.
    explicit CorrelationTable(std::size_t instruments);

    // Of both (a, b) and (b, a).  Within [-1, 1].
    void set(InstrumentId a, InstrumentId b, Rate correlation);

    // 1 with itself.  Nothing for a pair that nobody measured: the gate takes it for 1, because
    // what cannot be checked has not passed.
    [[nodiscard]] std::optional<Rate> of(InstrumentId a, InstrumentId b) const;

private:
    [[nodiscard]] std::size_t index_of(InstrumentId a, InstrumentId b) const;

    std::size_t width_;
    std::vector<Rate> table_;
    std::vector<char> known_;
};

}  // namespace tradelab
