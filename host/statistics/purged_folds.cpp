#include "statistics/purged_folds.hpp"

#include "core/check.hpp"

#include <limits>
#include <numeric>

namespace tradelab {

std::vector<Fold> purged_folds(const FoldOptions& options) {
    TL_CHECK(options.folds >= 2 && options.folds <= options.bars);
    // Beyond the series there is nothing left to leave out; this also keeps the sums from wrapping.
    TL_CHECK(options.horizon <= options.bars && options.embargo <= options.bars);
    std::vector<Fold> folds;
    for (std::size_t fold = 0; fold < options.folds; ++fold) {
        const std::size_t first = fold * options.bars / options.folds;
        const std::size_t end = (fold + 1) * options.bars / options.folds;
        Fold made{.test = {first, end}, .train = {}};
        if (first > options.horizon) {
            made.train.push_back({0, first - options.horizon});
        }
        const std::size_t after = end + options.horizon + options.embargo;
        if (after < options.bars) {
            made.train.push_back({after, options.bars});
        }
        folds.push_back(std::move(made));
    }
    return folds;
}

std::optional<std::uint64_t> combinatorial_splits(const GroupChoice& choice) {
    if (choice.tested == 0 || choice.tested > choice.groups) {
        return std::nullopt;
    }
    // C(n, i) = C(n, i - 1) (n - i + 1) / i; what divides is taken out before what multiplies.
    std::uint64_t ways = 1;
    for (std::uint64_t i = 1; i <= choice.tested; ++i) {
        const std::uint64_t factor = choice.groups - i + 1;
        const std::uint64_t shared = std::gcd(ways, i);
        const std::uint64_t reduced = factor / (i / shared);
        ways /= shared;
        if (reduced != 0 && ways > std::numeric_limits<std::uint64_t>::max() / reduced) {
            return std::nullopt;
        }
        ways *= reduced;
    }
    return ways;
}

// C(n, k) k / n = C(n - 1, k - 1).
std::optional<std::uint64_t> combinatorial_paths(const GroupChoice& choice) {
    if (choice.tested == 0 || choice.tested > choice.groups) {
        return std::nullopt;
    }
    if (choice.tested == 1) {
        return 1;
    }
    return combinatorial_splits({.groups = choice.groups - 1, .tested = choice.tested - 1});
}

}  // namespace tradelab
