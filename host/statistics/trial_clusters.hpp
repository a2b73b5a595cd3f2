#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tradelab {

// How many different things were tried: a hundred neighbours of one idea are not a hundred trials.
// A trial joins the representative with which it correlates most, where that is at least the limit
// in size (of either sign: what loses is the same idea turned round), else it becomes a
// representative itself.  The number of representatives is the effective number of trials for
// deflated_sharpe.
//
// Trials come in one by one and only representatives are kept, so a lifetime of trials costs one
// pass over the clusters each.  The number can depend on the order in which trials came; it never
// falls, and a copy of an earlier representative never raises it.
class TrialClusters {
public:
    static constexpr double usual_limit = 0.7;

    // `bars` of every series, at least 2; the limit is above 0 and at most 1.
    explicit TrialClusters(std::size_t bars, double limit = usual_limit);

    // The cluster that the trial belongs to now.  Undefined, and nothing changed, where the series
    // is not finite or all equal: such a trial counts by the number of trials alone.
    std::optional<std::size_t> add(std::span<const double> returns);

    [[nodiscard]] std::size_t count() const { return bars_ == 0 ? 0 : units_.size() / bars_; }
    [[nodiscard]] std::size_t bars() const { return bars_; }

private:
    [[nodiscard]] std::span<const double> representative(std::size_t cluster) const;

    std::size_t bars_;
    double limit_;
    std::vector<double> units_;   // representatives, mean 0 and length 1, one after another
    std::vector<double> scaled_;  // the trial at hand
};

// Pearson's correlation.  Undefined below two values and where one series is not finite or all
// equal.  Both have one length.
[[nodiscard]] std::optional<double> correlation(std::span<const double> one,
                                                std::span<const double> other);

}  // namespace tradelab
