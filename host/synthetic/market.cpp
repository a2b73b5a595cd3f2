#include "synthetic/market.hpp"

#include "core/rounding.hpp"
#include "synthetic/bars.hpp"
#include "synthetic/draws.hpp"
#include "synthetic/hours.hpp"

#include <tradelab/math.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <string>

namespace tradelab {
namespace {

constexpr std::int64_t minute_ns = 60'000'000'000;
constexpr std::int64_t funding_ns = 8 * 60 * minute_ns;
constexpr int minutes_per_hour = 60;

// The decimals of BTCUSDT at Binance, spot and perpetual.
constexpr Places spot_places{.price = DecimalPlaces(2), .quantity = DecimalPlaces(5)};
constexpr Places perp_places{.price = DecimalPlaces(2), .quantity = DecimalPlaces(3)};

// The perpetual trades about ten times what spot does.
constexpr double perp_volume_factor = 10;

// Keeps an hour's quote volume, 1e-8 each, inside 64 bits at any price.
constexpr double quote_per_minute_max = 1e9;

// Quotes of the perpetual jitter around the basis.
constexpr double premium_noise = 0.3e-4;

// The mark follows the premium by an exponential mean of half an hour, so that a single print does
// not liquidate.
constexpr double mark_weight = 1.0 / 30;

constexpr std::uint8_t all_known =
    TL_BAR_KNOWS_VOLUME | TL_BAR_KNOWS_QUOTE_VOLUME | TL_BAR_KNOWS_TAKER | TL_BAR_KNOWS_TRADES;

std::int64_t rounded(double value) {
    return static_cast<std::int64_t>(value < 0 ? value - 0.5 : value + 0.5);
}
std::int64_t price_of(double value, Places places) {
    return std::max<std::int64_t>(1, rounded(value * static_cast<double>(places.price.one())));
}
std::int64_t e8_of(double value) {
    return rounded(value * 1e8);
}

// One instrument's minute between two prices.
struct Leg {
    double from = 0;
    double to = 0;
    double sigma = 0;   // of the minute's log return
    double volume = 0;  // expected, base asset
};

// How far a Brownian bridge that ends at `x` gets beyond its start, upwards: P. Glasserman, "Monte
// Carlo Methods in Financial Engineering", 2004, section 6.4.  Downwards by symmetry.
double bridge_peak(double x, double sigma, double uniform) {
    return (x + std::sqrt(x * x - 2 * sigma * sigma * math::log(uniform))) / 2;
}

Bar minute_bar(std::int64_t ts, const Leg& leg, Places places, Draws& draws) {
    const double x = leg.to / leg.from - 1;
    const double up = bridge_peak(x, leg.sigma, draws.uniform());
    const double down = bridge_peak(-x, leg.sigma, draws.uniform());
    Bar bar{.ts = ts,
            .open = price_of(leg.from, places),
            .close = price_of(leg.to, places),
            .known = all_known};
    bar.high = std::max({price_of(leg.from * (1 + up), places), bar.open, bar.close});
    bar.low = std::min({price_of(leg.from * (1 - down), places), bar.open, bar.close});

    // Lognormal, and more where the price moves: Karpoff, "The relation between price changes and
    // trading volume", 1987.  The mean of both factors is 1 (0.8 is that of a normal's size).
    const double moved = std::min(std::abs(x) / leg.sigma, 6.0) / 0.8;
    const double burst = math::exp(0.6 * draws.normal() - 0.18) * (0.4 + 0.6 * moved);
    const double traded = std::min(leg.volume * burst, quote_per_minute_max / leg.to);
    const double share = 0.5 + 0.1 * draws.normal() + 0.03 * x / leg.sigma;
    bar.volume =
        std::max<std::int64_t>(1, rounded(traded * static_cast<double>(places.quantity.one())));
    bar.taker_buy_volume = rounded(static_cast<double>(bar.volume) * std::clamp(share, 0.02, 0.98));
    bar.trades = 1 + rounded(400 * burst);

    // At the mean of the four prices, exactly.
    const Int128 four = Int128{bar.open} + bar.high + bar.low + bar.close;
    const Int128 scale = Int128{4} * places.price.one() * places.quantity.one();
    bar.quote_volume_e8 = static_cast<std::int64_t>(
        divide(four * bar.volume * cash_places.one(), scale, Rounding::half_even));
    return bar;
}

class MarketMaker {
public:
    MarketMaker(const SyntheticSettings& settings, std::span<const BarInterval> intervals)
        : s_(settings),
          ts_(settings.start.ns()),
          spot_(settings.first_price),
          basis_(settings.basis_mean_bps * 1e-4),
          perp_(spot_ * (1 + basis_)),
          premium_(basis_) {
        for (const BarInterval interval : intervals) {
            spot_bars_.emplace_back(interval);
            perp_bars_.emplace_back(interval);
            marks_.emplace_back(interval, e8_of(spot_ * (1 + premium_)));
        }
    }

    void run() {
        const auto hours = synthetic_hours(s_);
        for (std::size_t at = 0; at < hours.size(); ++at) {
            fill(at, hours[at]);
        }
    }

    std::vector<SyntheticSeries> take() {
        const std::string spot = "synthetic.spot:" + s_.symbol + "-USDT";
        const std::string perp = "synthetic.usdm:" + s_.symbol + "-USDT-PERP";
        const auto name = [](const std::string& instrument, const char* kind, auto& maker) {
            return Series::parse(instrument + kind + maker.interval().text()).value();
        };
        std::vector<SyntheticSeries> out;
        for (std::size_t i = 0; i < spot_bars_.size(); ++i) {
            out.push_back({name(spot, " bars ", spot_bars_[i]), spot_places, spot_bars_[i].take()});
            out.push_back({name(perp, " bars ", perp_bars_[i]), perp_places, perp_bars_[i].take()});
            out.push_back({name(perp, " mark ", marks_[i]), {}, marks_[i].take()});
        }
        out.push_back({Series::parse(perp + " funding").value(), {}, std::move(funding_)});
        return out;
    }

private:
    // The hour's return, spread over its minutes as a Brownian bridge.
    void fill(std::size_t at, const SyntheticHour& hour) {
        Draws draws(s_.seed, Purpose::spot_minute, at);
        Draws perp_draws(s_.seed, Purpose::perp_minute, at);
        const double sigma = hour.sigma / std::sqrt(double{minutes_per_hour});
        std::array<double, minutes_per_hour> moves = {};
        double sum = 0;
        for (double& move : moves) {
            move = sigma * draws.normal();
            sum += move;
        }
        const double correction = (hour.log_return - sum) / minutes_per_hour;
        const double basis_step = (hour.basis - basis_) / minutes_per_hour;
        const double volume =
            s_.hourly_volume / minutes_per_hour * hour.season * (hour.wild ? 1.8 : 1);

        for (const double move : moves) {
            ts_ += minute_ns;
            basis_ += basis_step;
            const double spot = spot_ * math::exp(move + correction);
            const double perp = spot * (1 + basis_ + premium_noise * perp_draws.normal());
            if (!hour.outage) {
                feed(spot_bars_, minute_bar(ts_, {spot_, spot, sigma, volume}, spot_places, draws));
            }
            feed(perp_bars_,
                 minute_bar(ts_,
                            {perp_, perp, sigma, volume * perp_volume_factor},
                            perp_places,
                            perp_draws));
            spot_ = spot;
            perp_ = perp;
            mark();
        }
    }

    void mark() {
        const double premium = perp_ / spot_ - 1;
        premium_ += (premium - premium_) * mark_weight;
        const std::int64_t mark_e8 = e8_of(spot_ * (1 + premium_));
        for (MarkMaker& maker : marks_) {
            maker.feed(ts_, mark_e8, e8_of(spot_));
        }
        weight_ += 1;
        premium_sum_ += premium * weight_;
        if (ts_ % funding_ns == 0) {
            settle(mark_e8);
        }
    }

    void settle(std::int64_t mark_e8) {
        const double average = premium_sum_ / (weight_ * (weight_ + 1) / 2);
        const double rate = average + std::clamp(1e-4 - average, -5e-4, 5e-4);
        funding_.append({.ts = ts_,
                         .ts_recorded = ts_,
                         .rate_e12 = rounded(std::clamp(rate, -3e-3, 3e-3) * 1e8) * 10'000,
                         .interval_ns = funding_ns,
                         .mark_e8 = mark_e8});
        weight_ = 0;
        premium_sum_ = 0;
    }

    static void feed(std::vector<BarMaker>& makers, const Bar& minute) {
        for (BarMaker& maker : makers) {
            maker.feed(minute);
        }
    }

    const SyntheticSettings& s_;
    std::int64_t ts_;
    double spot_;     // price, not rounded: the index
    double basis_;    // of the hours, between two of them
    double perp_;     // price
    double premium_;  // smoothed: mark / index - 1
    double weight_ = 0;
    double premium_sum_ = 0;
    std::vector<BarMaker> spot_bars_;
    std::vector<BarMaker> perp_bars_;
    std::vector<MarkMaker> marks_;
    FundingColumns funding_;
};

Status check_intervals(std::span<const BarInterval> intervals) {
    constexpr std::chrono::hours hour(1);
    for (const BarInterval interval : intervals) {
        if (interval.length() % std::chrono::minutes(1) != Duration::zero() ||
            hour % interval.length() != Duration::zero()) {
            return fail(ErrorCode::invalid_argument,
                        "interval " + interval.text(),
                        "whole minutes that divide an hour: 1m, 5m, 15m, 30m, 1h");
        }
    }
    if (intervals.empty()) {
        return fail(ErrorCode::invalid_argument, "no interval", "name one, such as 1h");
    }
    return {};
}

}  // namespace

Result<std::vector<SyntheticSeries>> make_synthetic(const SyntheticSettings& settings,
                                                    std::span<const BarInterval> intervals) {
    if (auto checked = check_settings(settings); !checked) {
        return fail(checked.error(), "a synthetic market");
    }
    if (auto checked = check_intervals(intervals); !checked) {
        return fail(checked.error(), "a synthetic market");
    }
    MarketMaker maker(settings, intervals);
    maker.run();
    return maker.take();
}

}  // namespace tradelab
