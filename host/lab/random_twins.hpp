#pragma once

#include "lab/held_path.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tradelab {

// Bars in which something was held without a break and without a change of side.
struct Stay {
    std::size_t first = 0;
    std::size_t bars = 0;
};

[[nodiscard]] std::vector<Stay> stays_of(const HeldPath& path);

struct TwinOptions {
    std::uint64_t seed = 1;
    std::size_t count = 200;
};

// Net returns of each day of twins: the stays of the path, each as long, as large and as dear as it
// was, in a drawn order with drawn times between them (all that fit are equally likely), on the
// moves and the funding of the days that they then fall on.
[[nodiscard]] std::vector<std::vector<double>> random_twins(const HeldPath& path,
                                                            const TwinOptions& options);

// The same arithmetic at the times that were: what a twin must be compared with to see that it is
// right.
[[nodiscard]] std::vector<double> replayed(const HeldPath& path);

}  // namespace tradelab
