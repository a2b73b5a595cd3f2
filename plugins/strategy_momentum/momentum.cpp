#include "momentum.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace momentum {
namespace {

constexpr double year_ns = 365.0 * 24 * 3600 * 1e9;  // crypto markets never close

double signed_by(Trend side, double size) {
    return side == Trend::down ? -size : size;
}

}  // namespace

std::uint32_t Momentum::warmup() const {
    // One more for the averages: a cross is seen by what came before it.
    std::size_t bars = breaks_out_ ? channel_.warmup() : slow_.warmup() + 1;
    bars = std::max({bars, atr_.warmup(), volatility_.warmup()});
    if (adx_min_ > 0) {
        bars = std::max(bars, adx_.warmup());
    }
    return static_cast<std::uint32_t>(bars - 1);
}

void Momentum::on_bar(const tradelab::Bar& bar) {
    const Prices now{.high = bar.high(), .low = bar.low(), .close = bar.close()};
    observe(bar, now);
    signal_ = signal_at(now.close);
    if (warming()) {
        spent_ = signal_;  // what stood before the first bar was somebody else's signal
        return;
    }
    if (signal_ != spent_) {
        spent_ = Trend::none;
    }

    std::optional<Reason> reason = ending(now);
    if (reason) {
        side_ = Trend::none;
    }
    if (side_ == Trend::none) {
        reason = enter(bar, now) ? reason_of(signal_) : reason;
    } else {
        spent_ = signal_ == side_ ? side_ : spent_;
        reason = resize(bar) ? Reason("rebalance") : Reason();
    }
    if (side_ == Trend::none) {
        target(0, {.reason = reason.value_or(Reason())});
    } else {
        target(signed_by(side_, fraction_),
               {.reason = reason.value_or(Reason()), .stop = stop_, .take = take_});
    }
}

void Momentum::on_account(const tl_ev_account& account) {
    if (side_ == Trend::none) {
        return;
    }
    const bool ours = side_ == Trend::up ? account.position > 0 : account.position < 0;
    if (!ours && filled_ && account.position == 0) {
        side_ = Trend::none;
        target(0, {.reason = "closed_outside"});
    }
    filled_ = ours || (filled_ && side_ != Trend::none);
}

void Momentum::on_order(const tl_ev_order& order) {
    const bool refused = order.state == TL_ORDER_REJECTED || order.state == TL_ORDER_ABSENT;
    if (refused && side_ != Trend::none && !filled_) {
        side_ = Trend::none;
        target(0, {.reason = "refused"});
    }
}

// Only what the chosen entry looks at is kept up: the rest would cost time for nothing.
void Momentum::observe(const tradelab::Bar& bar, const Prices& now) {
    const auto& [high, low, close] = now;
    if (breaks_out_) {
        channel_.update(high, low);
        exit_.update(high, low);
    } else {
        // Sums of mantissas are exact, so that a tie of the averages is one.
        const auto mantissa = static_cast<double>(bar.raw.close);
        fast_.update(mantissa);
        slow_.update(mantissa);
    }
    if (adx_min_ > 0) {
        adx_.update(high, low, close);
    }
    atr_.update(high, low, close);
    volatility_.update(close);
}

// A tie of the averages crosses nothing: the order before it still stands.
Trend Momentum::signal_at(double close) const {
    const double up = breaks_out_ ? channel_.upper() : slow_.value();
    const double down = breaks_out_ ? channel_.lower() : slow_.value();
    const double mark = breaks_out_ ? close : fast_.value();
    if (mark > up) {
        return Trend::up;
    }
    if (mark < down) {
        return Trend::down;
    }
    return breaks_out_ ? Trend::none : signal_;
}

Momentum::Reason Momentum::reason_of(Trend signal) const {
    if (breaks_out_) {
        return signal == Trend::up ? Reason("breakout_up") : Reason("breakout_down");
    }
    return signal == Trend::up ? Reason("cross_up") : Reason("cross_down");
}

bool Momentum::allows(Trend signal) const {
    return (signal == Trend::up && goes_long_) || (signal == Trend::down && goes_short_);
}

// A. Moreira, T. Muir, "Volatility-Managed Portfolios", Journal of Finance 72 (2017): hold less of
// what is wild.  Nothing where volatility is unknown.
double Momentum::scaled_size(const tradelab::Bar& bar) const {
    const double bars_a_year = year_ns / static_cast<double>(bar.raw.interval_ns);
    const double volatility = volatility_.value() * std::sqrt(bars_a_year);
    if (!(volatility >= 0)) {
        return 0;
    }
    return volatility == 0 ? size_max_ : std::min(size_max_, volatility_target_ / volatility);
}

// Why the trade is over, if it is.  A bar that traded through the stop or the target says so too:
// without account events (open loop), and where protection failed.
std::optional<Momentum::Reason> Momentum::ending(const Prices& now) const {
    if (side_ == Trend::none) {
        return std::nullopt;
    }
    const bool is_long = side_ == Trend::up;
    if (is_long ? now.low <= stop_ : now.high >= stop_) {
        return Reason("stopped");
    }
    if (take_ && (is_long ? now.high > *take_ : now.low < *take_)) {
        return Reason("target_reached");
    }
    if (signal_ == (is_long ? Trend::down : Trend::up)) {
        return reason_of(signal_);
    }
    const bool left = is_long ? now.close < exit_.lower() : now.close > exit_.upper();
    return breaks_out_ && left ? std::optional(Reason("channel_exit")) : std::nullopt;
}

bool Momentum::enter(const tradelab::Bar& bar, const Prices& now) {
    const bool strong = !(adx_min_ > 0) || adx_.value() >= adx_min_;
    if (signal_ == spent_ || !allows(signal_) || !strong) {
        return false;
    }
    const double close = now.close;
    const double size = scaled_size(bar);
    const double stop = close - signed_by(signal_, stop_atr_ * atr_.value());
    const double take = close + signed_by(signal_, take_atr_ * atr_.value());
    // A stop or a target so low that it is hardly a price protects nothing.
    const double lowest = close / 100;
    if (!(size > 0) || !(stop > lowest)) {
        return false;
    }
    side_ = spent_ = signal_;
    filled_ = false;
    fraction_ = size;
    stop_ = stop;
    take_ = take_atr_ > 0 && take > lowest ? std::optional(take) : std::nullopt;
    return true;
}

bool Momentum::resize(const tradelab::Bar& bar) {
    const double size = scaled_size(bar);
    if (!(std::abs(size - fraction_) > band_ * fraction_)) {
        return false;
    }
    fraction_ = size;
    return true;
}

}  // namespace momentum
