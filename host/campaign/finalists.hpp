#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tradelab {

// The days of a trial, centred and of length 1, so that a product of two is their correlation.
// Floats: what is the same by 0.7 is so by any digit.
[[nodiscard]] std::vector<float> standardised(std::span<const double> days);

// Their mean in the same unit: added to each, they are the returns again but for their size.
[[nodiscard]] double standardised_mean(std::span<const double> days);

// A trial as the choice sees it.
struct Ranked {
    double score = 0;
    std::uint64_t number = 0;
    std::span<const float> days;  // standardised; empty where they have no variance
};

struct Cluster {
    std::size_t best = 0;  // place among what was ranked
    std::size_t size = 0;
};

// Trials that did the same are one idea: the best first, each joins the first cluster whose best it
// is correlated with by at least `alike`, up or down, or founds one.  Clusters come by their best
// score; equal scores by number.
[[nodiscard]] std::vector<Cluster> clusters_of(std::span<const Ranked> trials, float alike);

}  // namespace tradelab
