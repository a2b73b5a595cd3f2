#include "honesty/noise.hpp"

#include "core/check.hpp"
#include "honesty/spectrum.hpp"
#include "synthetic/draws.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>
#include <optional>

namespace tradelab {
namespace {

// 3 % a day, as BTC of 2020 to 2025 has it, in three bars.
constexpr double sigma_of_bar = 0.03 / 1.7320508075688772;

// Of eight hours; the shock of a bar is t5 as in the generated markets.
constexpr double garch_alpha = 0.08;
constexpr double garch_beta = 0.90;

// A bar loses at most this: a price stays one.
constexpr double move_max = 0.5;

constexpr std::size_t bars_per_day = 3;

// How far a Brownian bridge that ends at `x` gets beyond its start: P. Glasserman, "Monte Carlo
// Methods in Financial Engineering", 2004, section 6.4.
double bridge_peak(double x, double sigma, double uniform) {
    return (x + std::sqrt(x * x - 2 * sigma * sigma * math::log(uniform))) / 2;
}

Shock bridged(double move, double sigma, double inside, Draws& draws) {
    Shock out{.move = std::clamp(move, -move_max, move_max), .sigma = sigma};
    const double up = bridge_peak(out.move, inside, draws.uniform());
    const double down = bridge_peak(-out.move, inside, draws.uniform());
    out.peak = std::max({0.0, out.move, std::min(up, move_max)});
    out.floor = std::min({0.0, out.move, -std::min(down, move_max)});
    return out;
}

// A normal whose own deviation is drawn: Student's t with variance 1, and that deviation, with
// which the inside of the bar is Brownian.
struct Mixed {
    double value;
    double deviation;
};

Mixed student(int nu, Draws& draws) {
    const double above = draws.normal();
    double squares = 0;
    for (int i = 0; i < nu; ++i) {
        const double one = draws.normal();
        squares += one * one;
    }
    const double deviation = std::sqrt((nu - 2) / squares);
    return {.value = above * deviation, .deviation = deviation};
}

Shock mirrored(const Shock& shock) {
    return {.move = -shock.move, .peak = -shock.floor, .floor = -shock.peak, .sigma = shock.sigma};
}

Shock shifted(Shock shock, double drift) {
    shock.move = std::clamp(shock.move + drift, -move_max, move_max);
    shock.peak = std::max(shock.peak + std::max(drift, 0.0), std::max(0.0, shock.move));
    shock.floor = std::min(shock.floor + std::min(drift, 0.0), std::min(0.0, shock.move));
    return shock;
}

double deviation_of(const std::vector<Shock>& shocks) {
    double squares = 0;
    for (const Shock& one : shocks) {
        squares += one.move * one.move;
    }
    return std::sqrt(squares / static_cast<double>(shocks.size()));
}

// The volatilities of a path: those of the base, in another order of the same memory.
std::vector<double> surrogate_volatility(const NoiseBase& base,
                                         std::uint64_t seed,
                                         std::size_t bars) {
    const std::size_t count = std::bit_ceil(std::max<std::size_t>(bars, 4));
    // One bar alone says little of how wild a time was: the mean of two days around it.
    constexpr std::size_t window = 2 * bars_per_day;
    std::vector<double> logs(count);
    for (std::size_t at = 0; at < count; ++at) {
        double size = 0;
        for (std::size_t other = 0; other < window; ++other) {
            size += std::abs(base.shocks[(at + other) % base.shocks.size()].move);
        }
        // A time without a move has no logarithm; a hundredth of a basis point is nothing.
        logs[at] = math::log(std::max(size / window, 1e-6));
    }
    std::vector<double> angles(count / 2 - 1);
    Draws draws(seed, Purpose::regime, 0);
    for (double& one : angles) {
        one = 2 * std::numbers::pi * draws.uniform();
    }
    std::vector<double> out = with_phases(logs, angles);
    double squares = 0;
    for (double& one : out) {
        one = math::exp(one);
        squares += one * one;
    }
    // As wild as the base on the whole.
    const double scale =
        deviation_of(base.shocks) / std::sqrt(squares / static_cast<double>(out.size()));
    for (double& one : out) {
        one *= scale;
    }
    return out;
}

}  // namespace

struct Noise::State {
    [[nodiscard]] Shock garch(Draws& draws, double drift) {
        const double deviation = std::sqrt(variance);
        const Mixed one = student(5, draws);
        const double z = one.value;
        variance = (1 - garch_alpha - garch_beta) * sigma * sigma + garch_alpha * variance * z * z +
                   garch_beta * variance;
        return bridged(deviation * z + drift, deviation, deviation * one.deviation, draws);
    }

    [[nodiscard]] Shock block() {
        if (place % bars_per_day == 0) {
            Draws coin(seed, Purpose::regime, place / bars_per_day);
            mirrors = (coin.bits() & 1U) != 0;
        }
        const Shock& shock = base->shocks[(first + place) % base->shocks.size()];
        return mirrors ? mirrored(shock) : shock;
    }

    NoiseFamily family;
    const NoiseBase* base;
    std::uint64_t seed;
    double sigma = sigma_of_bar;
    std::size_t place = 0;
    double variance = sigma_of_bar * sigma_of_bar;
    bool mirrors = false;
    std::size_t first = 0;
    std::vector<double> volatility = {};
};

std::string_view noise_family_text(NoiseFamily family) {
    switch (family) {
        case NoiseFamily::student:
            return "t4 walk";
        case NoiseFamily::garch:
            return "GARCH";
        case NoiseFamily::sign_blocks:
            return "sign-randomised blocks";
        case NoiseFamily::phase_volatility:
            break;
    }
    return "phase-randomised volatility";
}

NoiseBase made_up_base() {
    constexpr std::size_t bars = 8192;
    constexpr std::uint64_t seed = 20200101;
    const NoiseBase none;
    Noise noise(NoiseFamily::garch, none, seed, bars);
    NoiseBase out{.shocks = {}, .source = "a generated GARCH market: no recorded data is here"};
    for (std::size_t at = 0; at < bars; ++at) {
        out.shocks.push_back(noise.next(0));
    }
    return out;
}

Noise::Noise(NoiseFamily family, const NoiseBase& base, std::uint64_t seed, std::size_t bars)
    : state_(std::make_unique<State>(State{.family = family, .base = &base, .seed = seed})) {
    State& state = *state_;
    const bool is_generated = family == NoiseFamily::student || family == NoiseFamily::garch;
    if (is_generated) {
        return;
    }
    TL_CHECK(!base.shocks.empty());
    state.sigma = deviation_of(base.shocks);
    if (family == NoiseFamily::phase_volatility) {
        state.volatility = surrogate_volatility(base, seed, bars);
    } else {
        Draws draws(seed, Purpose::outage, 0);
        state.first = draws.bits() % base.shocks.size() / bars_per_day * bars_per_day;
    }
}

Noise::Noise(Noise&&) noexcept = default;
Noise& Noise::operator=(Noise&&) noexcept = default;
Noise::~Noise() = default;

Shock Noise::next(double drift) {
    State& state = *state_;
    Draws draws(state.seed, Purpose::shock, state.place);
    Shock out;
    switch (state.family) {
        case NoiseFamily::student: {
            const Mixed one = student(4, draws);
            out = bridged(
                state.sigma * one.value + drift, state.sigma, state.sigma * one.deviation, draws);
            break;
        }
        case NoiseFamily::garch:
            out = state.garch(draws, drift);
            break;
        case NoiseFamily::sign_blocks:
            out = shifted(state.block(), drift);
            break;
        case NoiseFamily::phase_volatility: {
            const double deviation = state.volatility[state.place % state.volatility.size()];
            out = bridged(deviation * draws.normal() + drift, deviation, deviation, draws);
            break;
        }
    }
    state.place += 1;
    return out;
}

double Noise::sigma() const {
    return state_->sigma;
}

}  // namespace tradelab
