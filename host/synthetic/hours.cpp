#include "synthetic/hours.hpp"

#include "core/check.hpp"
#include "synthetic/draws.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace tradelab {
namespace {

constexpr double pi = 3.14159265358979323846;

// A price stays within a factor of 1,000 of the first: beyond, ticks and places would not fit.  An
// hour that would leave is turned round.
constexpr double log_range = 6.907755278982137;  // ln 1000

// No hour moves the price further than to a half or to the double, however fat the tail.
constexpr double log_move_max = 0.6931471805599453;  // ln 2

// The factor of volatility by hour of day, with mean square 1.
std::array<double, 24> season_of(double amplitude) {
    std::array<double, 24> factors = {};
    double squares = 0;
    for (std::size_t hour = 0; hour < 24; ++hour) {
        const double angle = 2 * pi * (static_cast<double>(hour) - 9) / 24;
        factors[hour] = 1 + amplitude * math::sin(angle);
        squares += factors[hour] * factors[hour];
    }
    const double scale = 1 / std::sqrt(squares / 24);
    for (double& factor : factors) {
        factor *= scale;
    }
    return factors;
}

class Skeleton {
public:
    explicit Skeleton(const SyntheticSettings& settings)
        : s_(settings),
          season_(season_of(settings.season_amplitude)),
          hourly_sigma_(settings.annual_volatility / std::sqrt(hours_per_year)),
          switch_chance_(std::min(1.0, 1 / (24 * settings.regime_days))),
          basis_keep_(math::exp(math::log(0.5) / settings.basis_half_life_hours)),
          basis_(settings.basis_mean_bps) {}

    std::vector<SyntheticHour> run() {
        const auto count = static_cast<std::size_t>(s_.days) * 24;
        hours_.reserve(count);
        path_.reserve(count + 1);
        path_.push_back(0);
        for (std::size_t i = 0; i < count; ++i) {
            hours_.push_back(next(i));
        }
        return std::move(hours_);
    }

private:
    SyntheticHour next(std::size_t at) {
        change_regime(at);
        SyntheticHour hour{.trend = trend_, .wild = wild_};
        hour.season = season_[at % 24];
        hour.sigma = hourly_sigma_ * hour.season * (wild_ ? s_.wild_factor : 1) * std::sqrt(h_);
        hour.edge = edge_sign(at);
        move(at, hour);
        hour.basis = next_basis(at);
        hour.outage = in_outage(at);
        return hour;
    }

    void change_regime(std::size_t at) {
        Draws draws(s_.seed, Purpose::regime, at);
        if (at > 0 && draws.uniform() >= switch_chance_) {
            return;
        }
        wild_ = draws.uniform() < s_.wild_share;
        trend_ = static_cast<Trend>(static_cast<int>(draws.uniform() * 3) - 1);
    }

    [[nodiscard]] std::int8_t edge_sign(std::size_t at) const {
        const auto back = static_cast<std::size_t>(s_.edge_lookback_hours);
        const bool is_gone = s_.edge_days && at >= static_cast<std::size_t>(*s_.edge_days) * 24;
        if (at < back || is_gone) {
            return 0;
        }
        const double moved = path_[at] - path_[at - back];
        return static_cast<std::int8_t>((moved > 0 ? 1 : 0) - (moved < 0 ? 1 : 0));
    }

    void move(std::size_t at, SyntheticHour& hour) {
        const double z = Draws(s_.seed, Purpose::shock, at).student(s_.student_nu);
        const double trend = static_cast<double>(trend_) * s_.trend_annual / hours_per_year;
        const double edge = hour.edge * hour.sigma * s_.edge_sharpe / std::sqrt(hours_per_year);
        // Minus half the variance: the price, not its logarithm, is to expect nothing.
        const double drift = trend + edge - hour.sigma * hour.sigma / 2;
        double log_return = std::clamp(drift + hour.sigma * z, -log_move_max, log_move_max);
        if (std::abs(path_.back() + log_return) > log_range) {
            log_return = -log_return;
        }
        hour.log_return = log_return;
        path_.push_back(path_.back() + log_return);
        h_ = (1 - s_.garch_alpha - s_.garch_beta) + (s_.garch_alpha * z * z + s_.garch_beta) * h_;
    }

    double next_basis(std::size_t at) {
        const double deviation = s_.basis_deviation_bps;
        const double mean = s_.basis_mean_bps + static_cast<double>(trend_) * deviation;
        const double noise = deviation * std::sqrt(1 - basis_keep_ * basis_keep_);
        const double bound = 20 * deviation + std::abs(s_.basis_mean_bps);
        basis_ = mean + basis_keep_ * (basis_ - mean) +
                 noise * Draws(s_.seed, Purpose::basis, at).normal();
        basis_ = std::clamp(basis_, -bound, bound);
        return basis_ * 1e-4;
    }

    // Never in the first day: a series begins with a bar.
    bool in_outage(std::size_t at) {
        if (outage_left_ == 0 && at >= 24) {
            Draws draws(s_.seed, Purpose::outage, at);
            if (draws.uniform() < s_.outages_per_year / hours_per_year) {
                outage_left_ = 1 + static_cast<int>(draws.uniform() * 12);
            }
        }
        if (outage_left_ == 0) {
            return false;
        }
        --outage_left_;
        return true;
    }

    const SyntheticSettings& s_;
    std::array<double, 24> season_;
    double hourly_sigma_;
    double switch_chance_;
    double basis_keep_;

    std::vector<SyntheticHour> hours_;
    std::vector<double> path_;  // log price over the first, before each hour
    double h_ = 1;              // of GARCH, 1 in the long run
    double basis_;              // bps
    bool wild_ = false;
    Trend trend_ = Trend::flat;
    int outage_left_ = 0;
};

}  // namespace

std::vector<SyntheticHour> synthetic_hours(const SyntheticSettings& settings) {
    TL_CHECK(check_settings(settings).has_value());
    return Skeleton(settings).run();
}

}  // namespace tradelab
