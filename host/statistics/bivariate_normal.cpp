#include "statistics/bivariate_normal.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace tradelab {

namespace {

struct Node {
    double place;
    double weight;
};

// Gauss-Legendre with twenty nodes on [-1, 1], the positive half: Abramowitz and Stegun,
// table 25.4.
constexpr std::array<Node, 10> nodes = {{{0.0765265211334973338, 0.152753387130725851},
                                         {0.227785851141645078, 0.149172986472603747},
                                         {0.373706088715419561, 0.142096109318382051},
                                         {0.510867001950827098, 0.131688638449176627},
                                         {0.636053680726515026, 0.118194531961518417},
                                         {0.746331906460150793, 0.101930119817240435},
                                         {0.839116971822218823, 0.0832767415767047487},
                                         {0.912234428251325906, 0.0626720483341090636},
                                         {0.963971927277913791, 0.0406014298003869413},
                                         {0.993128599185094925, 0.0176140071391521183}}};

// The derivative of the probability by rho at distance `gap` = 1 - |rho| from the end.  The
// distance comes in and not rho, because near the end 1 - rho^2 would be rounding only.
double density(double h, double k, double gap) {
    const double spread = gap * (2 - gap);  // 1 - rho^2
    const double off = h - k;
    // h^2 - 2 h k rho + k^2 = (h - k)^2 + 2 h k (1 - rho)
    const double exponent = -(off * off / 2 + h * k * gap) / spread;
    constexpr double one_over_two_pi = 0.159154943091895336;
    return one_over_two_pi * math::exp(exponent) / std::sqrt(spread);
}

double panel(double h, double k, double near_gap, double far_gap) {
    const double middle = (near_gap + far_gap) / 2;
    const double half = (far_gap - near_gap) / 2;
    double sum = 0;
    for (const auto& [place, weight] : nodes) {
        sum +=
            weight * (density(h, k, middle - half * place) + density(h, k, middle + half * place));
    }
    return sum * half;
}

// The integral of the density from correlation 0 to `rho` > 0.  The density is wild only at rho =
// 1; each panel goes half of the way that is left, so none comes nearer to it than it is wide.
double integral(double h, double k, double rho) {
    const double last = 1 - rho;
    double sum = 0;
    double far_gap = 1;
    while (far_gap > last) {
        const double near_gap = std::max(far_gap * 0.5, last);
        sum += panel(h, k, near_gap, far_gap);
        far_gap = near_gap;
    }
    return sum;
}

double inside(double h, double k, double rho) {
    const double apart = math::normal_cdf(h) * math::normal_cdf(k);
    if (rho >= 0) {
        return apart + integral(h, k, rho);
    }
    // With one sign turned round, what rho > 0 adds is what rho < 0 takes away.
    return apart - integral(h, -k, -rho);
}

}  // namespace

std::optional<double> bivariate_normal_cdf(double h, double k, double rho) {
    if (std::isnan(h) || std::isnan(k) || !(std::abs(rho) <= 1)) {
        return std::nullopt;
    }
    if (std::isinf(h) || std::isinf(k)) {
        const bool is_nothing = (std::isinf(h) && h < 0) || (std::isinf(k) && k < 0);
        return is_nothing ? 0.0 : math::normal_cdf(std::min(h, k));
    }
    if (rho == 1) {
        return math::normal_cdf(std::min(h, k));
    }
    if (rho == -1) {
        // Between -k and h, taken in the tail that is the smaller.
        const double between = h > 0 && k < 0 ? math::normal_cdf(k) - math::normal_cdf(-h)
                                              : math::normal_cdf(h) - math::normal_cdf(-k);
        return std::max(between, 0.0);
    }
    return std::clamp(inside(h, k, rho), 0.0, 1.0);
}

std::optional<double> bivariate_normal_upper(double h, double k, double rho) {
    return bivariate_normal_cdf(-h, -k, rho);
}

}  // namespace tradelab
