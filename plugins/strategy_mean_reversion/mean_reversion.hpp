#pragma once

#include "parameters.hpp"

#include <tradelab/indicators.hpp>
#include <tradelab/strategy.hpp>

#include <cstdint>

namespace mean_reversion {

// Where the price stands against its mean, and which way a position bets.
enum class Side : std::int8_t { below = -1, none = 0, above = 1 };

// In a market without a trend, what has stretched far from its mean tends to come back to it: buy
// what lies far below, sell what lies far above, leave at the mean.
//
// A stretch enters once: stopped, timed out or refused, it waits until the price has been back at
// the mean.  The filters hold back an entry, they do not spend the stretch.
class MeanReversion : public tradelab::Strategy<MeanReversion> {
public:
    static constexpr tradelab::About about = {
        .id = "org.tradelab.mean-reversion",
        .version = "1.0.0",
        .summary =
            "Trades back to the mean what has stretched far from it in a market without a trend."};
    static constexpr const auto& params = parameters;
    static constexpr const auto& constraints = bounds;
    static constexpr const auto& reasons = reason_names;
    static constexpr std::uint32_t intents_max = 1;

    // The bar after these is the first on which every indicator in use has its value.
    [[nodiscard]] std::uint32_t warmup() const;

    void on_bar(const tradelab::Bar& bar);

    // The protective stop is the host's to carry out: a position that was there and is gone was
    // closed by it, or by hand.
    void on_account(const tl_ev_account& account);
    // An entry that was refused leaves nothing to wait for.
    void on_order(const tl_ev_order& order);

    template <class Archive>
    void state(Archive& archive) {
        archive(z_, adx_, trend_, atr_, fast_, slow_);
        archive(trend_before_, was_outside_, spent_, held_, filled_, stop_, bars_held_);
    }

private:
    using Reason = tradelab::ReasonName<MeanReversion>;
    enum class Signal : std::uint8_t { zscore, bollinger };
    enum class Regime : std::uint8_t { none, adx, slope };

    void observe(const tradelab::Bar& bar);
    [[nodiscard]] Side outside() const;
    [[nodiscard]] Side signal(Side outside_now) const;
    [[nodiscard]] Reason reason_of(Side side) const;
    [[nodiscard]] bool allows(Side side) const;
    [[nodiscard]] bool is_calm(Side side) const;
    [[nodiscard]] Reason ending(const tradelab::Bar& bar) const;
    void enter(Side side, double close);
    void end_trade(Reason reason);

    const Signal signal_ = chosen("signal", "zscore") ? Signal::zscore : Signal::bollinger;
    const Regime regime_ = chosen("regime", "adx")     ? Regime::adx
                           : chosen("regime", "slope") ? Regime::slope
                                                       : Regime::none;
    const bool goes_long_ = !chosen("direction", "short");
    const bool goes_short_ = !chosen("direction", "long");
    const double entry_ = value("entry");
    const double exit_ = value("exit");
    const double adx_max_ = value("adx_max");
    const double slope_max_ = value("slope_max");
    const double vol_max_ = value("vol_max");
    const double stop_atr_ = value("stop");
    const std::uint64_t hold_max_ = static_cast<std::uint64_t>(count("hold_max"));
    const double size_ = value("size");

    tradelab::ZScore z_{ticks("length")};
    tradelab::Adx adx_{ticks("adx_bars")};
    tradelab::Ema trend_{ticks("trend")};
    tradelab::Atr atr_{ticks("atr_bars")};
    tradelab::RealisedVolatility fast_{{.period = ticks("vol_fast")}};  // of one bar
    tradelab::RealisedVolatility slow_{{.period = ticks("vol_slow")}};

    double trend_before_ = 0;        // the average, one bar ago
    Side was_outside_ = Side::none;  // where the close before stood
    Side spent_ = Side::none;        // the stretch that cannot enter any more
    Side held_ = Side::none;         // the stretch that is traded: below is held long
    bool filled_ = false;            // an account event has shown the position
    double stop_ = 0;
    std::uint64_t bars_held_ = 0;
};

}  // namespace mean_reversion
