#include "statistics/shortfall_cusum.hpp"

#include "core/check.hpp"
#include "core/counter_draws.hpp"
#include "statistics/moments.hpp"
#include "statistics/series_set.hpp"

#include <algorithm>
#include <cmath>

namespace tradelab {

namespace {

constexpr std::uint32_t purpose = 0x63757375;  // "cusu"

}  // namespace

ShortfallCusum::State ShortfallCusum::add(double value) {
    TL_CHECK(rules.scale > 0 && rules.limit > 0);
    if (std::isfinite(value)) {
        sum = std::max(0.0, sum + (rules.promised - value) / rules.scale - rules.slack);
        ++values;
    }
    return state();
}

std::optional<RunLength> average_run_length(const CusumRules& rules,
                                            std::span<const double> sample,
                                            double mean,
                                            const RunLengthOptions& options) {
    TL_CHECK(sample.size() < (std::size_t{1} << 31U));
    if (sample.empty() || !is_finite(sample) || options.runs == 0 || options.values_max == 0) {
        return std::nullopt;
    }
    const double move = mean - *mean_of(sample);
    const auto count = static_cast<std::uint32_t>(sample.size());
    RunLength found;
    double values = 0;
    for (std::size_t run = 0; run < options.runs; ++run) {
        CounterDraws draws({.seed = options.seed, .purpose = purpose, .place = run});
        ShortfallCusum cusum{.rules = rules};
        while (cusum.state() == ShortfallCusum::State::quiet && cusum.values < options.values_max) {
            cusum.add(sample[draws.below(count)] + move);
        }
        values += static_cast<double>(cusum.values);
        found.unfinished += cusum.state() == ShortfallCusum::State::quiet ? 1U : 0U;
    }
    found.mean = values / static_cast<double>(options.runs);
    return found;
}

// The same draws serve every limit, so the length grows with the limit without exception.
std::optional<double> cusum_limit(CusumRules rules,
                                  std::span<const double> sample,
                                  double run_length,
                                  const RunLengthOptions& options) {
    constexpr double highest = 1000;
    const auto is_enough = [&](double limit) {
        rules.limit = limit;
        const auto found = average_run_length(rules, sample, rules.promised, options);
        return found && found->mean >= run_length;
    };
    double high = 1;
    while (!is_enough(high)) {
        high *= 2;
        if (high > highest) {
            return std::nullopt;
        }
    }
    double low = high > 1 ? high / 2 : 0;
    while (high - low > high * 1e-3) {
        const double middle = (low + high) / 2;
        (is_enough(middle) ? high : low) = middle;
    }
    return high;
}

}  // namespace tradelab
