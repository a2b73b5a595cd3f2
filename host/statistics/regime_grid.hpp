#pragma once

#include "statistics/expanding_quantile.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

// Regimes that a strategy could have known at the time: each label hangs on the past and present
// alone, and what comes later changes no bit of it.  They lie here and not with the search, because
// the gate asks for coverage of regimes and must not see who proposes.
namespace tradelab {

enum class Third : std::uint8_t { lower, middle, upper };

struct GridCell {
    Third volatility = Third::middle;
    Third trend = Third::middle;
    friend bool operator==(const GridCell&, const GridCell&) = default;
};

// Volatility x trend, a third of the past each.  Over the last `window` returns, volatility is the
// root of their mean square, and trend is their sum over volatility and the root of the window, so
// that it does not hang on the volatility.  Which third a value lies in is asked of all values up
// to and with this one.
class RegimeGrid {
public:
    // A window of 2 returns at least.
    explicit RegimeGrid(std::size_t window);

    // The cell after this return; nothing before two windows have been seen, nor while the window
    // has no movement in it.  Returns must be finite.
    [[nodiscard]] std::optional<GridCell> step(double simple_return);

private:
    struct Thirds {
        ExpandingQuantile lower{1.0 / 3};
        ExpandingQuantile upper{2.0 / 3};
        [[nodiscard]] Third place(double value);
    };

    std::vector<double> window_;  // a ring
    std::size_t seen_ = 0;
    Thirds volatility_;
    Thirds trend_;
};

}  // namespace tradelab
