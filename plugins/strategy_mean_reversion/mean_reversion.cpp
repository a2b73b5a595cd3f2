#include "mean_reversion.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace mean_reversion {

std::uint32_t MeanReversion::warmup() const {
    std::size_t bars = std::max({z_.warmup(), atr_.warmup(), fast_.warmup(), slow_.warmup()});
    if (regime_ == Regime::adx) {
        bars = std::max(bars, adx_.warmup());
    } else if (regime_ == Regime::slope) {
        bars = std::max(bars, trend_.warmup() + 1);  // a slope has two ends
    }
    return static_cast<std::uint32_t>(bars - 1);
}

void MeanReversion::on_bar(const tradelab::Bar& bar) {
    observe(bar);
    const Side before = was_outside_;
    const Side now_outside = outside();
    const Side wanted = signal(now_outside);
    was_outside_ = now_outside;
    // Back at the mean the stretch is over, and the next one is another.
    const double z = z_.value();
    if ((spent_ == Side::below && z >= 0) || (spent_ == Side::above && z <= 0)) {
        spent_ = Side::none;
    }
    if (warming()) {
        // What stretched before the first bar is somebody else's.
        spent_ = now_outside != Side::none ? now_outside : before == Side::none ? spent_ : before;
        return;
    }
    if (held_ != Side::none) {
        ++bars_held_;
        if (const Reason reason = ending(bar); reason.at != 0) {
            end_trade(reason);
        }
    } else if (wanted != Side::none && wanted != spent_ && allows(wanted) && is_calm(wanted)) {
        enter(wanted, bar.close());
    }
}

void MeanReversion::on_account(const tl_ev_account& account) {
    if (held_ == Side::none) {
        return;
    }
    const bool ours = held_ == Side::below ? account.position > 0 : account.position < 0;
    if (filled_ && account.position == 0) {
        end_trade("closed_outside");
    }
    filled_ = held_ != Side::none && (filled_ || ours);
}

void MeanReversion::on_order(const tl_ev_order& order) {
    const bool refused = order.state == TL_ORDER_REJECTED || order.state == TL_ORDER_ABSENT;
    if (refused && held_ != Side::none && !filled_) {
        end_trade("refused");
    }
}

// Only what the chosen regime looks at is kept up: the rest would cost time for nothing.
void MeanReversion::observe(const tradelab::Bar& bar) {
    const double high = bar.high();
    const double low = bar.low();
    const double close = bar.close();
    z_.update(close);
    atr_.update(high, low, close);
    fast_.update(close);
    slow_.update(close);
    if (regime_ == Regime::adx) {
        adx_.update(high, low, close);
    } else if (regime_ == Regime::slope) {
        trend_before_ = trend_.ready() ? trend_.value() : 0;
        trend_.update(close);
    }
}

Side MeanReversion::outside() const {
    const double z = z_.value();
    if (z <= -entry_) {
        return Side::below;
    }
    return z >= entry_ ? Side::above : Side::none;
}

// J. Bollinger, "Bollinger on Bollinger Bands" (2001): a close outside of the band is no signal to
// go against it; coming back inside is.  One that has come all the way back has nothing left to
// earn.
Side MeanReversion::signal(Side outside_now) const {
    if (signal_ == Signal::zscore) {
        return outside_now;
    }
    const bool left = was_outside_ == Side::below ? z_.value() < -exit_ : z_.value() > exit_;
    return outside_now == Side::none && left ? was_outside_ : Side::none;
}

MeanReversion::Reason MeanReversion::reason_of(Side side) const {
    if (signal_ == Signal::zscore) {
        return side == Side::below ? Reason("stretched_down") : Reason("stretched_up");
    }
    return side == Side::below ? Reason("back_inside_up") : Reason("back_inside_down");
}

bool MeanReversion::allows(Side side) const {
    return (side == Side::below && goes_long_) || (side == Side::above && goes_short_);
}

// No entry where the market has gone wild, nor against a strong trend.
bool MeanReversion::is_calm(Side side) const {
    if (!(fast_.value() <= vol_max_ * slow_.value())) {
        return false;
    }
    if (regime_ == Regime::adx) {
        return adx_.value() <= adx_max_;
    }
    if (regime_ == Regime::slope) {
        const double slope = trend_.value() - trend_before_;
        const double against = side == Side::below ? -slope : slope;
        return against <= slope_max_ * atr_.value();
    }
    return true;
}

// Why the trade is over; reason 0 while it is not.  A bar that traded through the stop says so too:
// without account events (open loop), and where protection failed.
MeanReversion::Reason MeanReversion::ending(const tradelab::Bar& bar) const {
    const bool is_long = held_ == Side::below;
    if (is_long ? bar.low() <= stop_ : bar.high() >= stop_) {
        return "stopped";
    }
    const double z = z_.value();
    if (is_long ? z >= -exit_ : z <= exit_) {
        return "at_mean";
    }
    return bars_held_ >= hold_max_ ? Reason("too_long") : Reason();
}

void MeanReversion::enter(Side side, double close) {
    const bool is_long = side == Side::below;
    const double distance = stop_atr_ * atr_.value();
    const double stop = is_long ? close - distance : close + distance;
    // A stop at the price itself, or so low that it is hardly a price, protects nothing.
    if (!(distance > 0) || !(stop > close / 100)) {
        return;
    }
    held_ = spent_ = side;
    filled_ = false;
    bars_held_ = 0;
    stop_ = stop;
    target(is_long ? size_ : -size_, {.reason = reason_of(side), .stop = stop_});
}

void MeanReversion::end_trade(Reason reason) {
    held_ = Side::none;
    filled_ = false;
    target(0, {.reason = reason});
}

}  // namespace mean_reversion
