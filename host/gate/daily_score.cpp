#include "gate/daily_score.hpp"

#include "statistics/long_run_variance.hpp"
#include "statistics/moments.hpp"
#include "statistics/ratios.hpp"
#include "statistics/series_set.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <cmath>

namespace tradelab {

namespace {

constexpr std::size_t days_min = 20;

// Both directions of the kernel (1 - p)^i, squared and summed: how many days one estimated
// autocovariance sequence costs.
double squared_weights(double mean_block) {
    const double kept = (1 - 1 / mean_block) * (1 - 1 / mean_block);
    return 1 + 2 * kept / (1 - kept);
}

// The normal deviate with nearly the same tail as t with these degrees of freedom.
double normal_of_student(double t, double degrees) {
    const double size =
        std::sqrt(degrees * math::log(1 + t * t / degrees)) * (8 * degrees + 1) / (8 * degrees + 3);
    return std::copysign(size, t);
}

double without_skewness(double t, double skewness, double days) {
    const double a = skewness / (6 * std::sqrt(days));
    return t + a + 2 * a * t * t + 4.0 / 3.0 * a * a * t * t * t;
}

}  // namespace

std::optional<DailyScore> daily_score(std::span<const double> excess, double mean_block) {
    if (excess.size() < days_min || !is_finite(excess)) {
        return std::nullopt;
    }
    const auto days = static_cast<double>(excess.size());
    const auto sharpe_a_day = sharpe(excess);
    const auto ratio = studentised_mean(excess, mean_block);
    const auto skewness = skewness_of(excess);
    if (!sharpe_a_day || !ratio || !skewness) {
        return std::nullopt;
    }
    const double t = *ratio * std::sqrt((days - 1) / days);
    const double lowered = std::min(t, without_skewness(t, *skewness, days));
    const double z = normal_of_student(lowered, days / squared_weights(mean_block));
    if (!std::isfinite(z)) {
        return std::nullopt;
    }
    return DailyScore{.z = z, .sharpe = *sharpe_a_day};
}

}  // namespace tradelab
