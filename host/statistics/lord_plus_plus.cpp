#include "statistics/lord_plus_plus.hpp"

#include "core/check.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace tradelab {

double lord_share(std::uint64_t j) {
    TL_CHECK(j >= 1);
    const auto number = static_cast<double>(j);
    const double decay = math::exp(std::sqrt(math::log(number)));
    return 0.07720838 * math::log(std::max(number, 2.0)) / (number * decay);
}

double LordPlusPlus::next_level() const {
    TL_CHECK(alpha > 0 && alpha < 1 && initial_wealth > 0 && initial_wealth <= alpha);
    const std::uint64_t number = tests + 1;
    double level = initial_wealth * lord_share(number);
    for (std::size_t i = 0; i < rejections.size(); ++i) {
        // The first discovery earns what the initial wealth left over.
        const double earned = i == 0 ? alpha - initial_wealth : alpha;
        level += earned * lord_share(number - rejections[i]);
    }
    return level;
}

void LordPlusPlus::record(TestOutcome outcome) {
    ++tests;
    if (outcome == TestOutcome::rejected) {
        rejections.push_back(tests);
    }
}

TestOutcome LordPlusPlus::decide(std::optional<double> p) {
    const bool is_rejected = p && *p <= next_level();
    const auto outcome = is_rejected ? TestOutcome::rejected : TestOutcome::kept;
    record(outcome);
    return outcome;
}

}  // namespace tradelab
